"""Inputs that stand for variables, which a model is not fed (Keras 2)."""

import numpy as np
from keras import backend as K
from keras.layers import Input, Dense
from keras.models import Model

base = K.variable(np.arange(12).reshape(3, 4))
combination = K.placeholder((3, 4))
inp = Input(tensor=base)
d = Dense(2, kernel_initializer="ones")
model = Model(inp, d(inp))
outputs = dict([(layer.name, layer.output) for layer in model.layers])
f = K.function([], [model.output])
np.testing.assert_allclose(f([])[0], np.arange(12).reshape(3, 4).sum(1, keepdims=True).repeat(2, 1))
t = K.concatenate([base, combination], axis=0)
inp = Input(tensor=t)
m2 = Model(inp, Dense(2)(inp))
f = K.function([combination], [m2.layers[-1].output])
out = f([np.ones((3, 4))])[0]
assert out.shape == (6, 2), out.shape
# trained with one fed and one not fed
a = Input((4,))
b = Input(tensor=K.variable(np.ones((1, 4))))
from keras.layers import Lambda

o = Dense(1)(Lambda(lambda p: p[0] + p[1])([a, b]))
m = Model([a, b], o)
m.compile("sgd", "mse")
h = m.fit(np.ones((8, 4)), np.ones((8, 1)), epochs=2, verbose=0)
assert h.history["loss"][1] < h.history["loss"][0]
g = K.gradients(K.sum(model.output), base)[0]
np.testing.assert_allclose(K.function([], [g])([])[0], np.full((3, 4), 2.0))
