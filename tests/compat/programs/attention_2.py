"""Layers of one's own in functions of the backend: attention to steps, and a recurrence."""

import numpy as np
from keras import backend as K
from keras.layers import Dense, Embedding, Layer
from keras.models import Sequential


class Attention(Layer):
    def __init__(self, **kwargs):
        super(Attention, self).__init__(**kwargs)
        self.supports_masking = True

    def build(self, input_shape):
        self.W = self.add_weight(name="W", shape=(input_shape[-1], 1), initializer="uniform")
        super(Attention, self).build(input_shape)

    def call(self, x, mask=None):
        scores = K.exp(K.tanh(K.squeeze(K.dot(x, self.W), axis=-1)))
        if mask is not None:
            scores = scores * K.cast(mask, K.floatx())
        total = K.sum(scores, axis=1, keepdims=True) + K.epsilon()
        scores = scores / K.cast(total, K.floatx())
        return K.sum(x * K.expand_dims(scores), axis=1)

    def compute_mask(self, x, mask=None):
        return None

    def compute_output_shape(self, input_shape):
        return input_shape[0], input_shape[-1]


class Recurrence(Layer):
    def __init__(self, **kwargs):
        super(Recurrence, self).__init__(**kwargs)
        self.supports_masking = True

    def build(self, input_shape):
        self.U = self.add_weight(name="U", shape=(input_shape[-1],) * 2, initializer="orthogonal")
        self.built = True

    def call(self, x, mask=None):
        def step(now, states):
            new = K.tanh(now + K.dot(states[0], states[1]))
            return new, [new]

        start = K.tile(K.expand_dims(K.sum(K.zeros_like(x), axis=(1, 2))), [1, K.int_shape(x)[-1]])
        return K.rnn(step, x, [start], mask=mask, constants=[self.U])[1]

    def compute_output_shape(self, input_shape):
        return input_shape


model = Sequential()
model.add(Embedding(10, 4, mask_zero=True, input_length=5))
model.add(Recurrence())
model.add(Attention())
model.add(Dense(1))
model.compile("adam", "mse")
X = np.array([[1, 2, 3, 0, 0], [4, 5, 6, 7, 8]])
model.fit(X, np.zeros((2, 1)), verbose=0)
table, u, w, kernel, bias = model.get_weights()
state, shown = np.zeros((2, 4)), []
for t in range(5):
    counts = X[:, t, None] != 0
    state = np.where(counts, np.tanh(table[X[:, t]] + state.dot(u)), state)
    shown.append(state)
shown = np.stack(shown, 1)
scores = np.exp(np.tanh(shown.dot(w)[..., 0])) * (X != 0)
scores /= scores.sum(1, keepdims=True)
wanted = (shown * scores[..., None]).sum(1).dot(kernel) + bias
assert np.allclose(model.predict(X), wanted, atol=1e-5)
