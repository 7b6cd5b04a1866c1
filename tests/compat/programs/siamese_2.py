"""Two inputs through one network, a distance in a Lambda and a loss of one's own."""

import numpy as np
from keras import ops
from keras.layers import Dense, Dropout, Input, Lambda
from keras.models import Model, Sequential

base = Sequential([Dense(4, input_shape=(5,), activation="relu"), Dropout(0.1), Dense(3)])
a, b = Input(shape=(5,)), Input(shape=(5,))


def distance(vectors):
    x, y = vectors
    return ops.sqrt(ops.maximum(ops.sum(ops.square(x - y), axis=1, keepdims=True), 1e-7))


def distance_shape(shapes):
    return (shapes[0][0], 1)


def contrastive(y, d):
    return ops.mean(y * ops.square(d) + (1 - y) * ops.square(ops.maximum(1 - d, 0)))


def accuracy(y, d):
    return ops.mean(ops.equal(y, ops.cast(d < 0.5, y.dtype)))


apart = Lambda(distance, output_shape=distance_shape)([base(a), base(b)])
model = Model([a, b], apart)
model.compile(loss=contrastive, optimizer="rmsprop", metrics=[accuracy])
A, B = np.random.normal(size=(2, 12, 5)).astype("float32")
Y = np.random.randint(0, 2, (12, 1)).astype("float32")
model.fit([A, B], Y, batch_size=4, epochs=2, validation_data=([A, B], Y), verbose=0)
loss, exact = model.evaluate([A, B], Y, verbose=0)
d = np.linalg.norm(base.predict(A, verbose=0) - base.predict(B, verbose=0), axis=1)[:, None]
wanted = (Y * d**2 + (1 - Y) * np.maximum(1 - d, 0) ** 2).mean()
assert np.allclose([loss, exact], [wanted, ((d < 0.5) == Y).mean()], rtol=1e-4)
