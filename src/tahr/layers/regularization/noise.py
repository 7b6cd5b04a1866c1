"""Gaussian noise, added or multiplied, in training."""

import math
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import BelowOne, NotNegative, Seed
from tahr.core.registry import known_as
from tahr.core.scopes import drops
from tahr.core.typing import Tensor
from tahr.layers.regularization.dropout import RandomLayer
from tahr.ops import random


@known_as("keras.layers", "GaussianNoise")
class GaussianNoise(RandomLayer):
    """Adds random noise of mean zero in training.

    Args:
        stddev: standard deviation of the noise.
        seed: None draws one.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Raises:
        ArgumentError: stddev is negative.

    Example:
        >>> GaussianNoise(0.1)([1.0]).tolist()
        [1.0]
    """

    @checked
    def __init__(self, stddev: NotNegative, seed: Seed | None = None, **kwargs: Any) -> None:
        super().__init__(seed, draws=bool(stddev), **kwargs)
        self.stddev = stddev

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        if not training or not self.stddev:
            return inputs
        return ops.add(inputs, _normal(inputs, 0.0, self.stddev, self.seed_generator))


@known_as("keras.layers", "GaussianDropout")
class GaussianDropout(RandomLayer):
    """Multiplies by random noise of mean one in training.

    Args:
        rate: as for `Dropout`, whose noise has the same variance, `rate / (1 - rate)`.
        seed: None draws one.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Raises:
        ArgumentError: rate is not from 0 to below 1.

    Example:
        >>> GaussianDropout(0.1)([1.0]).tolist()
        [1.0]

    Source: Srivastava et al. 2014, "Dropout", section 10.
    """

    @checked
    def __init__(self, rate: BelowOne, seed: Seed | None = None, **kwargs: Any) -> None:
        super().__init__(seed, draws=bool(rate), **kwargs)
        self.rate: float = float(rate)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        if not drops(training) or not self.rate:
            return inputs
        stddev = math.sqrt(self.rate / (1.0 - self.rate))
        return ops.multiply(inputs, _normal(inputs, 1.0, stddev, self.seed_generator))


def _normal(like: Tensor, mean: float, stddev: float, seed: Any) -> Tensor:
    return random.normal(like.shape, mean, stddev, dtype=ops.dtype(like), seed=seed)
