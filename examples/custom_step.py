"""A training step of one's own: a fit that is pulled towards the median by a robust loss.

`train_step` is written once, and the engine compiles it as a whole.
"""

import numpy as np

import tahr
from tahr import layers, ops


class Robust(tahr.Model):
    """A line through points, some of which are far off."""

    def __init__(self) -> None:
        super().__init__()
        self.line = layers.Dense(1)
        self.error = tahr.metrics.Mean(name="error")

    def call(self, x):
        return self.line(x)

    def train_step(self, data):
        x, y = data

        def loss():
            distance = self(x, training=True) - y
            return ops.mean(ops.sqrt(1 + ops.square(distance)) - 1)

        value, gradients = tahr.value_and_grad(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        self.error.update_state(value)
        return {"error": self.error.result()}


tahr.utils.set_random_seed(1)
x = np.random.uniform(-1, 1, (400, 1))
y = 3 * x + 0.5
y[::10] += 20

model = Robust()
model.compile(tahr.optimizers.Adam(0.05))
model.fit(x, y, epochs=40, verbose=0)

slope, offset = (weight.item() for weight in model.get_weights())
print(f"slope {slope:.2f}, offset {offset:.2f}; the points were drawn from 3.00 and 0.50")
