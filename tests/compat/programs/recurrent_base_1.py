"""A recurrent layer of one's own made of `Recurrent`, as Keras 1 and 2.0 have it."""

import numpy as np
from keras import backend as K
from keras.engine import InputSpec
from keras.layers import Dense, Masking
from keras.layers.recurrent import Recurrent, _time_distributed_dense
from keras.models import Sequential


class Plain(Recurrent):
    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim
        super(Plain, self).__init__(**kwargs)

    def build(self, input_shape):
        self.input_spec = [InputSpec(shape=input_shape)]
        shape = (input_shape[2], self.output_dim)
        self.W = self.add_weight(shape, initializer="glorot_uniform", name="W")
        self.U = self.add_weight((shape[1], shape[1]), initializer="orthogonal", name="U")
        self.b = self.add_weight((shape[1],), initializer="zero", name="b")
        self.states = [None]
        self.built = True

    def preprocess_input(self, x):
        return _time_distributed_dense(x, self.W, self.b)

    def step(self, x, states):
        h = K.tanh(x + K.dot(states[0], self.U))
        return h, [h]


x = np.random.normal(size=(2, 5, 3)).astype("float32")
x[1, 3:] = 0
for whole in (False, True):
    model = Sequential()
    model.add(Masking(input_shape=(5, 3)))
    model.add(Plain(4, return_sequences=whole, name="plain"))
    model.add(Dense(1))
    model.compile("sgd", "mse")
    assert model.output_shape == ((None, 5, 1) if whole else (None, 1))
    model.fit(x, np.zeros((2, 5, 1) if whole else (2, 1)), nb_epoch=1, verbose=0)

W, U, b = model.layers[1].get_weights()
h, seen = np.zeros((2, 4)), []
for t in range(5):
    new = np.tanh(x[:, t] @ W + b + h @ U)
    h = np.where(np.any(x[:, t] != 0, axis=-1, keepdims=True), new, h)
    seen.append(h)
hidden = K.function([model.layers[0].input, K.learning_phase()], [model.layers[1].output])
assert np.allclose(hidden([x, 0])[0], np.stack(seen, 1), atol=1e-5)

stateful = Sequential([Plain(4, batch_input_shape=(2, 5, 3), stateful=True)])
first, second = stateful.predict(x, batch_size=2), stateful.predict(x, batch_size=2)
assert not np.allclose(first, second)
stateful.reset_states()
assert np.allclose(stateful.predict(x, batch_size=2), first, atol=1e-6)
