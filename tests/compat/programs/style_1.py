"""A picture that keeps what is in one and looks like another, as far as a network can tell."""

import numpy as np
from keras import backend as K
from keras.layers.convolutional import Convolution2D
from keras.models import Sequential

content = K.variable(np.random.RandomState(0).uniform(size=(1, 8, 8, 3)))
style = K.variable(np.random.RandomState(1).uniform(size=(1, 8, 8, 3)))
combination = K.placeholder((1, 8, 8, 3))
together = K.concatenate([content, style, combination], axis=0)
network = Sequential()
network.add(Convolution2D(4, 3, 3, activation="relu", input_shape=(8, 8, 3)))
features = network(together)


def gram_matrix(x):
    flat = K.batch_flatten(K.permute_dimensions(x, (2, 0, 1)))
    return K.dot(flat, K.transpose(flat))


loss = K.variable(0.0)
loss = loss + K.sum(K.square(features[2] - features[0]))
loss = loss + K.sum(K.square(gram_matrix(features[1]) - gram_matrix(features[2]))) / 100.0
across = K.square(combination[:, :7, :7, :] - combination[:, 1:, :7, :])
down = K.square(combination[:, :7, :7, :] - combination[:, :7, 1:, :])
loss = loss + 0.1 * K.sum(K.pow(across + down, 1.25))
outputs = [loss]
outputs += K.gradients(loss, combination)
f_outputs = K.function([combination], outputs)

x = np.random.RandomState(2).uniform(size=(1, 8, 8, 3))
losses = []
for _ in range(10):
    value, slope = f_outputs([x])
    losses.append(float(value))
    x = x - 0.01 * slope / np.abs(slope).mean()
assert losses[-1] < losses[0]
