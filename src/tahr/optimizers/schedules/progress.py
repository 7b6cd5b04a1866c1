"""How far a decay has come."""

import math

from tahr import ops
from tahr.core.typing import Tensor, TensorLike


def progress(step: TensorLike, steps: TensorLike) -> Tensor:
    """Returns the share of a decay that is done, a float scalar that may be above 1."""
    return ops.divide(ops.cast(step, None), steps)


def half_wave(share: TensorLike) -> Tensor:
    """Goes from 1 to 0 by half a wave of the cosine while a share goes from 0 to 1."""
    return ops.multiply(0.5, ops.add(1.0, ops.cos(ops.multiply(share, math.pi))))
