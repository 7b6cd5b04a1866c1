"""A variational autoencoder that finds what images of bars have in common.

The encoder gives a normal distribution for each image, the decoder draws the image from a
sample of it. Source: Kingma and Welling, 2013, https://arxiv.org/abs/1312.6114, equation 10.
"""

import numpy as np

import tahr
from tahr import layers, ops

CODE = 2


class VAE(tahr.Model):
    """An encoder, a decoder, and the bound on the likelihood they are trained by."""

    def __init__(self):
        super().__init__()
        self.encoder = tahr.Sequential([layers.Flatten(), layers.Dense(64, "relu")])
        self.mean = layers.Dense(CODE)
        self.log_variance = layers.Dense(CODE)
        self.decoder = tahr.Sequential(
            [layers.Dense(64, "relu"), layers.Dense(64), layers.Reshape((8, 8))]
        )
        self.seed = tahr.random.SeedGenerator(1)
        self.counted = [tahr.metrics.Mean(name=n) for n in ("reconstruction", "divergence")]

    def encode(self, images):
        hidden = self.encoder(images)
        return self.mean(hidden), self.log_variance(hidden)

    def call(self, images):
        return ops.sigmoid(self.decoder(self.encode(images)[0]))

    def train_step(self, images):
        def bound():
            mean, log_variance = self.encode(images)
            noise = tahr.random.normal(ops.shape(mean), seed=self.seed)
            logits = self.decoder(mean + ops.exp(log_variance / 2) * noise)
            off = tahr.losses.binary_crossentropy(images, logits, from_logits=True)
            reconstruction = ops.mean(ops.sum(off, axis=1)) * 8
            spread = 1 + log_variance - ops.square(mean) - ops.exp(log_variance)
            divergence = -0.5 * ops.mean(ops.sum(spread, axis=1))
            return reconstruction + divergence, (reconstruction, divergence)

        variables = self.trainable_variables
        (_, parts), gradients = tahr.value_and_grad(bound, variables, has_aux=True)
        self.optimizer.apply(gradients, variables)
        for metric, value in zip(self.counted, parts, strict=True):
            metric.update_state(value)
        return {metric.name: metric.result() for metric in self.counted}


def bars(count):
    """Images of one bright bar, standing or lying, somewhere."""
    images = np.zeros((count, 8, 8), "float32")
    for image, place, standing in zip(
        images, np.random.randint(0, 7, count), np.random.rand(count) < 0.5, strict=True
    ):
        (image.T if standing else image)[place : place + 2] = 1
    return images


tahr.utils.set_random_seed(1)
images = bars(1024)
vae = VAE()
vae.compile("adam")
history = vae.fit(images, batch_size=32, epochs=25, verbose=0).history

drawn = vae.predict(images[:256], verbose=0)
right = ((drawn > 0.5) == (images[:256] > 0.5)).mean()
print(f"each image of 64 pixels comes back from {CODE} numbers")
print(f"reconstruction {history['reconstruction'][-1]:.1f} nats, pixels right {right:.3f}")
