"""Orthogonal matrices."""

import math
from typing import TYPE_CHECKING

from tahr.core.arguments import checked
from tahr.core.errors import ShapeError
from tahr.core.ranges import Number
from tahr.core.registry import known_as
from tahr.core.specs import show
from tahr.initializers.base import RandomInitializer
from tahr.ops.random.seeds import SeedGenerator

if TYPE_CHECKING:
    import numpy as np


@known_as("keras.initializers", "Orthogonal", "OrthogonalInitializer", "orthogonal")
class Orthogonal(RandomInitializer):
    """Draws a matrix with orthonormal columns, or rows where those are fewer.

    All axes but the last count as rows.

    Args:
        gain: a number the matrix is multiplied by.
        seed: an integer, a `SeedGenerator`, or None.

    Raises:
        ShapeError: on drawing, where the shape has fewer than two axes.

    Example:
        >>> q = Orthogonal(seed=1).draw((3, 3))
        >>> bool(abs(abs((q @ q.T).trace()) - 3.0) < 1e-5)
        True

    Source: Saxe et al. 2014, "Exact solutions to the nonlinear dynamics of learning"; the signs
    by Mezzadri 2007, "How to generate random matrices from the classical compact groups".
    """

    @checked
    def __init__(self, gain: Number = 1.0, seed: "int | SeedGenerator | None" = None) -> None:
        self.gain = gain
        super().__init__(seed)

    def numbers(self, shape: tuple[int, ...], dtype: str) -> "np.ndarray":
        import numpy as np

        if len(shape) < 2:
            raise ShapeError("a matrix has two axes or more", where="Orthogonal", got=show(shape))
        rows, columns = math.prod(shape[:-1]), shape[-1]
        tall = (max(rows, columns), min(rows, columns))
        q, r = np.linalg.qr(self.generator().standard_normal(tall))
        q = q * np.where(np.diag(r) < 0, -1.0, 1.0)
        q = q if rows >= columns else q.T
        return (self.gain * q).reshape(shape).astype(dtype)
