"""A normalization of one's own, which updates its averages in training."""

import numpy as np
from keras import backend as K
from keras.layers import Layer
from keras.models import Sequential


class Normalization(Layer):
    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.mean = self.add_weight(name="mean", shape=shape, initializer="zeros", trainable=False)
        self.var = self.add_weight(name="var", shape=shape, initializer="ones", trainable=False)
        self.seen = self.add_weight(name="seen", shape=(), initializer="zeros", trainable=False)
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros")
        self.built = True

    def call(self, inputs, training=None):
        normed, mean, var = K.normalize_batch_in_training(inputs, self.gamma, self.beta, [0])
        self.add_update(
            [
                K.moving_average_update(self.mean, mean, 0.75),
                K.moving_average_update(self.var, var, 0.75),
            ],
            inputs,
        )
        self.add_update((self.seen, self.seen + 1.0), inputs)

        def still():
            return K.batch_normalization(
                inputs, self.mean, self.var, self.beta, self.gamma, epsilon=1e-3
            )

        return K.in_train_phase(normed, still, training=training)


x = np.random.RandomState(0).normal(2.0, 3.0, size=(8, 3))
model = Sequential([Normalization(input_shape=(3,))])
model.compile("sgd", "mse")
assert np.allclose(model.predict(x), x / np.sqrt(1.001), atol=1e-4)
K.set_value(model.optimizer.lr, 0.0)
loss = model.train_on_batch(x, np.zeros((8, 3)))
normed = (x - x.mean(0)) / np.sqrt(x.var(0) + 1e-3)
assert np.isclose(loss, np.mean(normed**2), atol=1e-3)
for _ in range(2):
    found = model.predict(x)
mean, var = x.mean(0) / 4, 0.75 + x.var(0) / 4
assert np.allclose(found, (x - mean) / np.sqrt(var + 1e-3), atol=1e-4)
assert K.get_value(model.layers[0].seen) == 1
