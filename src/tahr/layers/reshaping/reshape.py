"""Samples in another shape."""

import math
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import OpenShape
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.specs import show
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "Reshape")
@rows_apart
class Reshape(Layer):
    """Reshapes every sample.

    Args:
        target_shape: of one sample, without the batch; one length may be -1 or None: what is left.
        **kwargs: what every layer takes.

    Input: `(batch, ...)`. Output: `(batch, *target_shape)`.

    Raises:
        ArgumentError: there is more than one -1 or None.
        ShapeError: the sizes differ.

    Example:
        >>> Reshape((2, -1))([[1.0, 2.0, 3.0, 4.0]]).tolist()
        [[[1.0, 2.0], [3.0, 4.0]]]
    """

    @checked
    def __init__(self, target_shape: OpenShape, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if sum(n in (None, -1) for n in target_shape) > 1:
            raise ArgumentError(
                "only one length can follow from the rest",
                where=self.name,
                expected="one -1 or None at most",
                got=show(target_shape),
            )
        self.target_shape: tuple[int, ...] = tuple(-1 if n is None else n for n in target_shape)

    def call(self, inputs: Tensor) -> Tensor:
        return ops.reshape(inputs, (inputs.shape[0], *self._lengths(inputs)))

    def _lengths(self, inputs: Tensor) -> tuple[int, ...]:
        """Returns the target without -1 where there are no samples to infer a length from."""
        size = math.prod(inputs.shape[1:])
        given = math.prod(n for n in self.target_shape if n != -1)
        if inputs.shape[0] != 0 or not given or size % given:
            return self.target_shape
        return tuple(size // given if n == -1 else n for n in self.target_shape)
