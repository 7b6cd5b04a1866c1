"""A generative adversarial network that learns to throw points onto a ring.

The generator turns noise into points; the discriminator tells them from real ones; each is
trained against the other, with an optimizer of its own. Source: Goodfellow et al., 2014,
https://arxiv.org/abs/1406.2661.
"""

import numpy as np

import tahr
from tahr import layers, ops, optimizers

NOISE = 8


class GAN(tahr.Model):
    """A generator and a discriminator, and the game they play."""

    def __init__(self, generator, discriminator):
        super().__init__()
        self.generator = generator
        self.discriminator = discriminator
        self.seed = tahr.random.SeedGenerator(1)
        self.losses_of = [tahr.metrics.Mean(name=n) for n in ("generator", "discriminator")]

    def compile(self, generator_optimizer, discriminator_optimizer):
        super().compile()
        self.generator_optimizer = generator_optimizer
        self.discriminator_optimizer = discriminator_optimizer

    def train_step(self, real):
        noise = tahr.random.normal((ops.shape(real)[0], NOISE), seed=self.seed)

        def fooled():
            judged = self.discriminator(self.generator(noise, training=True))
            return ops.mean(ops.softplus(-judged))

        def mistaken():
            faked = ops.stop_gradient(self.generator(noise, training=True))
            false, true = self.discriminator(faked), self.discriminator(real)
            return ops.mean(ops.softplus(false)) + ops.mean(ops.softplus(-true))

        players = (
            (self.discriminator, mistaken, self.discriminator_optimizer),
            (self.generator, fooled, self.generator_optimizer),
        )
        for player, loss, optimizer in players:
            value, gradients = tahr.value_and_grad(loss, player.trainable_variables)
            optimizer.apply(gradients, player.trainable_variables)
            self.losses_of[player is self.discriminator].update_state(value)
        return {metric.name: metric.result() for metric in self.losses_of}


def network(outputs):
    hidden = [layers.Dense(32, "leaky_relu") for _ in range(2)]
    return tahr.Sequential([*hidden, layers.Dense(outputs)])


tahr.utils.set_random_seed(1)
angles = np.random.uniform(0, 2 * np.pi, 2048)
radii = np.random.normal(1, 0.05, 2048)
ring = np.stack([radii * np.cos(angles), radii * np.sin(angles)], axis=1).astype("float32")

gan = GAN(generator=network(2), discriminator=network(1))
gan.compile(optimizers.Adam(2e-3, beta_1=0.5), optimizers.Adam(4e-3, beta_1=0.5))
gan.fit(ring, batch_size=64, epochs=25, verbose=0)

made = gan.generator.predict(np.random.normal(size=(512, NOISE)).astype("float32"), verbose=0)
distances = np.linalg.norm(made, axis=1)
quadrants = len({(x > 0, y > 0) for x, y in made})
print(f"points in {quadrants} of 4 quadrants; a ring has distance 1.00 and spread 0.05")
print(f"theirs have distance {distances.mean():.2f} and spread {distances.std():.2f}")
