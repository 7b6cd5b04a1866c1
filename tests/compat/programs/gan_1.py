"""A GAN with a discriminator that is frozen in the whole, batch by batch (Keras 1)."""

import numpy as np
from keras.layers import BatchNormalization, Dense, Dropout, Input, LeakyReLU
from keras.models import Model, Sequential
from keras.optimizers import Adam

np.random.seed(0)
g = Sequential()
g.add(Dense(8, input_dim=4))
g.add(LeakyReLU(0.2))
g.add(BatchNormalization(mode=2))
g.add(Dense(2, activation="tanh"))
d = Sequential()
d.add(Dense(8, input_shape=(2,)))
d.add(LeakyReLU(0.2))
d.add(Dropout(0.3))
d.add(Dense(1, activation="sigmoid"))
d.compile(loss="binary_crossentropy", optimizer=Adam(lr=2e-3, beta_1=0.5), metrics=["accuracy"])
d.trainable = False
z = Input(shape=(4,))
whole = Model(input=z, output=d(g(z)))
whole.compile(loss="binary_crossentropy", optimizer=Adam(lr=2e-3, beta_1=0.5))
assert len(whole.trainable_weights) == len(g.trainable_weights)
real = np.random.normal(0.5, 0.1, (16, 2))
for _ in range(3):
    fake = g.predict(np.random.normal(size=(16, 4)), verbose=0)
    d.trainable = True
    before = d.get_weights()[0].copy()
    a = d.train_on_batch(real, np.ones((16, 1)))
    b = d.train_on_batch(fake, np.zeros((16, 1)))
    assert len(0.5 * np.add(a, b)) == 2 and not np.allclose(before, d.get_weights()[0])
    d.trainable = False
    before = d.get_weights()[0].copy()
    whole.train_on_batch(np.random.normal(size=(16, 4)), np.ones((16, 1)))
    assert np.allclose(before, d.get_weights()[0])
