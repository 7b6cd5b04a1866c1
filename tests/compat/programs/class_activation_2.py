"""What a class score owes to each place of a layer's output (Keras 2)."""

import numpy as np
from keras import backend as K
from keras.layers import Dense, Conv2D, GlobalAveragePooling2D, MaxPooling2D
from keras.models import Model, Sequential

np.random.seed(0)
model = Sequential()
model.add(Conv2D(4, (3, 3), activation="relu", input_shape=(12, 12, 3), name="c1"))
model.add(MaxPooling2D((2, 2)))
model.add(Conv2D(6, (3, 3), activation="relu", name="block5_conv3"))
model.add(GlobalAveragePooling2D())
model.add(Dense(5, activation="softmax"))
x = np.random.rand(1, 12, 12, 3)
preds = model.predict(x)
c = np.argmax(preds[0])
out = model.output[:, c]
last = model.get_layer("block5_conv3")
grads = K.gradients(out, last.output)[0]
pooled = K.mean(grads, axis=(0, 1, 2))
iterate = K.function([model.input], [pooled, last.output[0]])
pv, cv = iterate([x])
assert pv.shape == (6,) and cv.shape == (3, 3, 6)
for i in range(6):
    cv[:, :, i] *= pv[i]
heat = np.maximum(np.mean(cv, axis=-1), 0)
# compare numerically
head = Sequential()
head.add(GlobalAveragePooling2D(input_shape=(3, 3, 6)))
head.add(Dense(5, activation="softmax"))
head.set_weights(model.layers[-1].get_weights())
conv = Model(model.input, last.output).predict(x)


def f(v):
    return head.predict(v, verbose=0)[0, c]


e = np.zeros_like(conv)
e[0, 1, 1, 2] = 1e-2
num = (f(conv + e) - f(conv - e)) / 2e-2
g = K.function([model.input], [grads])([x])[0]
assert abs(g[0, 1, 1, 2] - num) < 1e-4, (g[0, 1, 1, 2], num)
# transferred: nested model, gradient of loss wrt output of inner layer
base = Sequential([Conv2D(3, 3, activation="relu", input_shape=(12, 12, 3), name="inner")])
top = Sequential()
top.add(base)
top.add(GlobalAveragePooling2D())
top.add(Dense(2))
(g,) = K.gradients(top.output[:, 0], top.layers[0].get_output_at(-1))
