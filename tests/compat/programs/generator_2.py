"""A generator of pictures, whose kinds come as vectors in rows of one, as Embedding gives them."""

import numpy as np
from keras import layers
from keras.layers import Dense, Embedding, Input, Reshape
from keras.models import Model, Sequential

drawing = Sequential()
drawing.add(Dense(12, input_dim=5, activation="relu"))
drawing.add(Reshape((2, 2, 3)))

noise = Input(shape=(5,))
kind = Input(shape=(1,), dtype="int32")
mixed = layers.multiply([noise, Embedding(3, 5)(kind)])
assert tuple(mixed.shape) == (None, 1, 5)
generator = Model([noise, kind], drawing(mixed))
generator.compile("adam", "mse")
given = [np.ones((4, 5)), np.array([[0], [1], [2], [0]])]
assert generator.predict(given, verbose=0).shape == (4, 2, 2, 3)
assert np.isfinite(generator.train_on_batch(given, np.zeros((4, 2, 2, 3))))
