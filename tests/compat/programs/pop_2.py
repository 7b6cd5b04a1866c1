"""Layers taken from `model.layers`, and outputs set anew (Keras 2)."""

import numpy as np
from keras.models import Sequential, Model
from keras.layers import Dense, Activation, Input

m = Sequential()
m.add(Dense(5, input_dim=4, activation="relu", name="a"))
m.add(Dense(3, name="b"))
m.add(Activation("softmax", name="c"))
m.compile("sgd", "categorical_crossentropy")
m.fit(np.random.rand(8, 4), np.eye(3)[[0, 1, 2, 0, 1, 2, 0, 1]], nb_epoch=1, verbose=0)
m.layers.pop()
m.layers.pop()
m.outputs = [m.layers[-1].output]
m.layers[-1].outbound_nodes = []
print(m.output_shape)
m.add(Dense(2, activation="softmax", name="d"))
m.compile("sgd", "categorical_crossentropy")
m.fit(np.random.rand(8, 4), np.eye(2)[[0, 1] * 4], nb_epoch=1, verbose=0)
assert m.predict(np.random.rand(2, 4)).shape == (2, 2), m.predict(np.random.rand(2, 4)).shape
i = Input((4,))
f = Model(i, Dense(3, name="fc")(Dense(5, name="h")(i)))
f.layers.pop()
x = f.layers[-1].output
n = Model(f.input, Dense(7)(x))
assert n.output_shape == (None, 7)
