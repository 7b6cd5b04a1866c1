"""A policy that is changed by a function of the backend, with the updates of an optimizer."""

import numpy as np
from keras import backend as K
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD

model = Sequential([Dense(2, activation="softmax", input_dim=3)])
action = K.placeholder(shape=(None, 2))
advantage = K.placeholder(shape=(None,))
likely = K.sum(action * model.output, axis=1)
loss = -K.sum(K.log(likely + 1e-10) * advantage)
updates = SGD(lr=0.1).get_updates(params=model.trainable_weights, loss=loss)
train = K.function(inputs=[model.input, action, advantage], outputs=[loss], updates=updates)

states, done = np.eye(3), np.eye(2)[[0, 1, 0]]
rewards = np.array([1.0, 2.0, -1.0])
kernel, bias = model.get_weights()
shares = model.predict(states)
slope = states.T.dot((shares - done) * rewards[:, None])
first = train([states, done, rewards])[0]
assert np.isclose(first, -np.sum(np.log((shares * done).sum(1)) * rewards), rtol=1e-4)
assert np.allclose(model.get_weights()[0], kernel - 0.1 * slope, atol=1e-5)
assert train([states, done, rewards])[0] < first
