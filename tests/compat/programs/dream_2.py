"""A picture changed so that layers of a network answer more to it."""

import numpy as np
from keras import backend as K
from keras.layers import Conv2D, Input
from keras.models import Model

K.set_learning_phase(0)
x = Input(batch_shape=(None, 12, 12, 3))
first = Conv2D(4, (3, 3), activation="relu", name="first")(x)
model = Model(x, Conv2D(4, (3, 3), activation="relu", name="second")(first))
layers = dict([(layer.name, layer) for layer in model.layers])
loss = K.variable(0.0)
for name in ("first", "second"):
    shown = layers[name].output
    scaling = K.prod(K.cast(K.shape(shown), "float32"))
    loss = loss + 2.0 * K.sum(K.square(shown[:, 2:-2, 2:-2, :])) / scaling
grads = K.gradients(loss, model.input)[0]
grads /= K.maximum(K.mean(K.abs(grads)), K.epsilon())
step = K.function([model.input], [loss, grads])

image = np.random.RandomState(0).uniform(size=(1, 12, 12, 3))
start, slope = step([image])
assert np.isclose(np.abs(slope).mean(), 1, rtol=1e-3)
for _ in range(5):
    image += 0.01 * step([image])[1]
assert step([image])[0] > start
