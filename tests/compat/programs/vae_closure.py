"""A variational autoencoder whose loss is a function that reaches for layers' outputs."""

import numpy as np
from keras import metrics, ops, random
from keras.layers import Dense, Input, Lambda
from keras.models import Model

original, latent = 6, 2
x = Input(batch_shape=(8, original))
h = Dense(5, activation="relu")(x)
z_mean, z_log_var = Dense(latent)(h), Dense(latent)(h)


def sampling(args):
    mean, log_var = args
    return mean + ops.exp(log_var / 2) * random.normal((8, latent), stddev=0.0)


z = Lambda(sampling, output_shape=(latent,))([z_mean, z_log_var])
decoded = Dense(original, activation="sigmoid")(z)
vae = Model(x, decoded)


def vae_loss(x, decoded):
    xent = original * metrics.binary_crossentropy(x, decoded)
    kl = -0.5 * ops.sum(1 + z_log_var - ops.square(z_mean) - ops.exp(z_log_var), axis=-1)
    return xent + kl


vae.compile(optimizer="sgd", loss=vae_loss, metrics=[vae_loss])
X = np.random.uniform(size=(16, original)).astype("float32")
first = vae.evaluate(X, X, batch_size=8, verbose=0)
p = vae.predict(X, batch_size=8, verbose=0)
mean, log_var = Model(x, [z_mean, z_log_var]).predict(X, batch_size=8, verbose=0)
wanted = -(X * np.log(p) + (1 - X) * np.log(1 - p)).sum(1)
wanted += -0.5 * (1 + log_var - mean**2 - np.exp(log_var)).sum(1)
assert np.allclose(first, [wanted.mean()] * 2, rtol=1e-4), (first, wanted.mean())
history = vae.fit(
    X, X, shuffle=True, epochs=20, batch_size=8, verbose=0, validation_data=(X, X)
).history
assert history["val_loss"][-1] < first[0]
