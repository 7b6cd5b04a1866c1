"""Branches that are merged: Sequential models under Merge, and the function merge."""

import numpy as np
from keras.layers import Dense, Input, Merge, merge
from keras.models import Model, Sequential

left, right = Sequential(), Sequential()
left.add(Dense(3, input_dim=4))
right.add(Dense(3, input_dim=5, activation="tanh"))
model = Sequential()
model.add(Merge([left, right], mode="concat", concat_axis=-1))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="rmsprop")
A, B = np.random.normal(size=(12, 4)), np.random.normal(size=(12, 5))
model.fit([A, B], np.ones((12, 1)), nb_epoch=2, batch_size=4, verbose=0)
joined = np.concatenate([left.predict(A, verbose=0), right.predict(B, verbose=0)], axis=1)
w, b = model.layers[-1].get_weights()
assert np.allclose(model.predict([A, B], verbose=0), joined @ w + b, atol=1e-5)

a, b = Input(shape=(4,)), Input(shape=(4,))
modes = ["sum", "mul", "ave", "max", "concat", "dot", "cos"]
merged = [merge([a, b], mode=mode, dot_axes=1) for mode in modes]
merged += [merge([a, b], mode=lambda x: x[0] - 2 * x[1], output_shape=(4,))]
model = Model(input=[a, b], output=merged)
x, y = A[:, :4], B[:, :4]
found = model.predict([x, y], verbose=0)
dot = (x * y).sum(1, keepdims=True)
norms = np.sqrt((x * x).sum(1, keepdims=True) * (y * y).sum(1, keepdims=True))
wanted = [
    x + y,
    x * y,
    (x + y) / 2,
    np.maximum(x, y),
    np.concatenate([x, y], 1),
    dot,
    dot / norms,
    x - 2 * y,
]
for mode, one, other in zip([*modes, "function"], found, wanted):
    assert np.allclose(one, other, atol=1e-5), mode
