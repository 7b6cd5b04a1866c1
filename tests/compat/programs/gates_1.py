"""Highways, maxout and activations with learned slopes."""

import numpy as np
from keras.layers.advanced_activations import (
    ELU,
    LeakyReLU,
    ParametricSoftplus,
    PReLU,
    SReLU,
    ThresholdedReLU,
)
from keras.layers.core import Dense, Highway, MaxoutDense
from keras.models import Model, Sequential
from keras.regularizers import WeightRegularizer

model = Sequential()
model.add(
    MaxoutDense(
        6,
        nb_feature=3,
        init="glorot_uniform",
        input_dim=4,
        W_regularizer=WeightRegularizer(l2=0.01),
    )
)
model.add(Highway(activation="tanh", init="normal"))
for activation in (
    PReLU(init="zero"),
    SReLU(),
    ParametricSoftplus(),
    LeakyReLU(alpha=0.1),
    ELU(alpha=1.0),
    ThresholdedReLU(theta=0.1),
):
    model.add(activation)
model.add(Dense(1))
model.compile("sgd", "mse")
X, Y = np.random.normal(size=(16, 4)), np.ones((16, 1))
assert model.fit(X, Y, nb_epoch=2, verbose=0).epoch == [0, 1]

maxout, highway = model.layers[:2]
pair = Model(model.input, [maxout.output, highway.output])
found = pair.predict(X, verbose=0)
w, b = maxout.get_weights()
first = (np.einsum("bi,fiu->bfu", X, w) + b).max(1)
assert np.allclose(found[0], first, atol=1e-5)
w, u, c, d = (dict(zip("wucd", highway.get_weights()))[k] for k in "wucd")
gate = 1 / (1 + np.exp(-(first @ u + d)))
wanted = gate * np.tanh(first @ w + c) + (1 - gate) * first
assert np.allclose(found[1], wanted, atol=1e-5)
