"""Dropout for self-normalizing networks."""

import math

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.regularization.dropout import Dropout
from tahr.ops import random
from tahr.ops.nn.rectifiers import SELU_ALPHA, SELU_SCALE


@known_as("keras.layers", "AlphaDropout")
class AlphaDropout(Dropout):
    """Sets a random fraction to SELU's smallest value in training, keeping mean and variance.

    Input: any shape. Output: the same shape.

    Raises:
        ArgumentError: rate is not from 0 to 1.

    Example:
        >>> AlphaDropout(0.5)([1.0, 2.0]).tolist()
        [1.0, 2.0]

    Source: Klambauer et al. 2017, "Self-normalizing neural networks", section "New dropout
    technique".
    """

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        if not training or not self.rate:
            return inputs
        dropped = -SELU_ALPHA * SELU_SCALE
        scale = 1.0 / math.sqrt((1.0 - self.rate) * (1.0 + self.rate * dropped**2))
        shift = -scale * dropped * self.rate
        shape = self.noise_shape_of(inputs) or inputs.shape
        drawn = random.uniform(shape, dtype="float32", seed=self.seed_generator)
        values = ops.where(ops.greater_equal(drawn, self.rate), inputs, dropped)
        return ops.cast(ops.add(ops.multiply(values, scale), shift), ops.dtype(inputs))
