"""The same as Keras 2.2 had it: a loss added to the model, encoder and decoder by themselves."""

import numpy as np
from keras import ops
from keras.layers import Dense, Input
from keras.losses import mse
from keras.models import Model

inputs = Input(shape=(6,), name="encoder_input")
h = Dense(5, activation="relu")(inputs)
z_mean = Dense(2, name="z_mean")(h)
encoder = Model(inputs, z_mean, name="encoder")
codes = Input(shape=(2,))
decoder = Model(codes, Dense(6)(codes), name="decoder")
outputs = decoder(encoder(inputs))
vae = Model(inputs, outputs, name="vae")
reconstruction = 6 * mse(inputs, outputs)
penalty = 0.5 * ops.sum(ops.square(z_mean), axis=-1)
vae.add_loss(ops.mean(reconstruction + penalty))
vae.add_metric(penalty, name="penalty", aggregation="mean")
vae.compile(optimizer="adam")
X = np.random.normal(size=(20, 6)).astype("float32")
found = vae.evaluate(X, None, batch_size=20, verbose=0)
z, p = encoder.predict(X, verbose=0), vae.predict(X, verbose=0)
kl = 0.5 * (z**2).sum(1)
assert np.allclose(found, [(((X - p) ** 2).sum(1) + kl).mean(), kl.mean()], rtol=1e-4)
assert vae.metrics_names == ["loss", "penalty"]
history = vae.fit(X, epochs=3, batch_size=8, validation_data=(X, None), verbose=0).history
assert history["loss"][-1] < history["loss"][0] and len(history["val_penalty"]) == 3
vae.save_weights("vae.h5")
vae.load_weights("vae.h5")
