"""A stateful recurrent network, with the shape of its batches given."""

import numpy as np
from keras.layers import Dense, LSTM
from keras.models import Sequential

model = Sequential()
model.add(LSTM(4, batch_input_shape=(2, 3, 1), return_sequences=True, stateful=True))
model.add(LSTM(3, return_sequences=False, stateful=True))
model.add(Dense(1))
model.compile(loss="mse", optimizer="rmsprop")
X, Y = np.random.normal(size=(8, 3, 1)), np.ones((8, 1))
for i in range(2):
    model.fit(X, Y, batch_size=2, verbose=0, nb_epoch=1, shuffle=False)
    model.reset_states()
first = model.predict(X, batch_size=2, verbose=0)
again = model.predict(X, batch_size=2, verbose=0)
model.reset_states()
assert not np.allclose(first, again)
assert np.allclose(first, model.predict(X, batch_size=2, verbose=0), atol=1e-6)

told = Sequential()
told.add(LSTM(3, input_shape=(5, 1), batch_size=4, stateful=True))
assert told.input_shape == (4, 5, 1)
