"""A convolutional network of Keras 1, whose kernels have one argument an axis."""

import numpy as np
from keras.layers import Activation, Dense, Flatten
from keras.layers.convolutional import Convolution1D, Convolution2D, MaxPooling2D, ZeroPadding2D
from keras.layers.local import LocallyConnected2D
from keras.layers.normalization import BatchNormalization
from keras.models import Sequential

model = Sequential()
model.add(ZeroPadding2D((1, 1), input_shape=(2, 8, 10), dim_ordering="th"))
model.add(
    Convolution2D(
        4,
        3,
        5,
        border_mode="same",
        subsample=(1, 1),
        activation="relu",
        dim_ordering="th",
        W_constraint=None,
        bias=True,
    )
)
model.add(BatchNormalization(epsilon=1e-6, mode=0, axis=1, momentum=0.9, beta_init="zero"))
model.add(MaxPooling2D(pool_size=(2, 2), strides=(2, 2), dim_ordering="th"))
model.add(LocallyConnected2D(3, 2, 3, dim_ordering="th"))
model.add(Flatten())
model.add(Dense(1))
model.add(Activation("sigmoid"))
model.compile("adadelta", "binary_crossentropy", metrics=["accuracy"])
X, Y = np.random.normal(size=(8, 2, 8, 10)), np.ones((8, 1))
model.fit(X, Y, nb_epoch=1, batch_size=4, verbose=0)

kernels = [layer.get_weights()[0].shape for layer in model.layers[1:2]]
assert kernels == [(3, 5, 2, 4)]
assert model.layers[3].output_shape == (None, 4, 5, 6)
local = model.layers[4]
assert local.output_shape == (None, 3, 4, 4) and local.get_weights()[0].shape == (16, 24, 3)
x = np.random.normal(size=(1, 4, 5, 6)).astype("float32")
alone = Sequential([local])
alone.build((None, 4, 5, 6))
w, b = local.get_weights()
wanted = np.einsum("cij,cijf->f", x[0, :, 1:3, 2:5], w[1 * 4 + 2].reshape(4, 2, 3, 3)) + b[1, 2]
assert np.allclose(alone.predict(x, verbose=0)[0, :, 1, 2], wanted, atol=1e-5)
line = Sequential([Convolution1D(6, 3, "uniform", "relu", None, "same", input_shape=(9, 2))])
assert line.output_shape == (None, 9, 6) and line.layers[0].activation(-1.0) == 0
