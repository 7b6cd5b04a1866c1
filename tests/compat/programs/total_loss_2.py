"""Gradients of the whole loss by the weights, as callbacks of Keras 2 watch them."""

import numpy as np
from keras import backend as K
from keras.layers import Dense, Embedding, Input
from keras.models import Model

inputs = Input((3,))
model = Model(inputs, Dense(2, kernel_regularizer="l2", name="out")(inputs))
model.compile("sgd", "mse")
weights = model.trainable_weights
slopes = model.optimizer.get_gradients(model.total_loss, weights)
feeds = model._feed_inputs + model._feed_targets + model._feed_sample_weights
run = K.function(feeds + [K.learning_phase()], slopes)
x, y = np.random.rand(4, 3), np.random.rand(4, 2)
kernel, bias = model.get_weights()
got = run([x, y, np.ones(4), 0])
error = 2 * (x @ kernel + bias - y) / 8
assert np.allclose(got[0], x.T @ error + 2 * 0.01 * kernel, atol=1e-5)
assert np.allclose(got[1], error.sum(0), atol=1e-5)
loss = K.function(model.inputs + model.targets + model.sample_weights, [model.total_loss])
expected = model.evaluate(x, y, verbose=0)
assert np.allclose(loss([x, y, np.ones(4)])[0], expected, atol=1e-5)
assert model.targets[0] is model.targets[0]
assert Embedding(10, 4, input_length=5).input_length == 5
