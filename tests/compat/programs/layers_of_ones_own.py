"""Layers of one's own in the style of Keras 1 and of Keras 2."""

import numpy as np
from keras import initializations, ops
from keras.engine.topology import Container, InputSpec, Layer
from keras.layers import Dense, Input
from keras.models import Model, Sequential


class First(Layer):
    def __init__(self, output_dim, init="one", **kwargs):
        self.output_dim = output_dim
        self.init = initializations.get(init)
        super(First, self).__init__(**kwargs)

    def build(self, input_shape):
        self.input_spec = [InputSpec(shape=input_shape)]
        self.W = self.init((input_shape[1], self.output_dim), name="{}_W".format(self.name))
        self.trainable_weights = [self.W]

    def call(self, x, mask=None):
        return ops.matmul(x, self.W)

    def get_output_shape_for(self, input_shape):
        return (input_shape[0], self.output_dim)


class Second(Layer):
    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel", shape=(input_shape[1],), initializer="ones", trainable=True
        )
        super(Second, self).build(input_shape)

    def call(self, x):
        self.add_loss(ops.sum(self.kernel), inputs=x)
        self.add_metric(ops.mean(x), name="level", aggregation="mean")
        return x * self.kernel

    def compute_output_shape(self, input_shape):
        return input_shape


model = Sequential([First(2, input_shape=(3,)), Second()])
model.compile("sgd", "mse")
X, Y = np.ones((4, 3)), np.zeros((4, 2))
assert np.allclose(model.evaluate(X, Y, verbose=0), [9 + 2, 3])
history = model.fit(X, Y, epochs=2, verbose=0).history
assert history["loss"][1] < history["loss"][0] and "level" in history
assert len(model.trainable_weights) == 2 and model.layers[0].get_output_shape_at(0) == (None, 2)
x = Input((3,))
assert isinstance(Container(x, Dense(1)(x)), Model)
