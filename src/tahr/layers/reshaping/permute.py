"""The axes of samples in another order."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Integers
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "Permute")
@rows_apart
class Permute(Layer):
    """Reorders the axes of every sample.

    Args:
        dims: the axes in their new order, counted from 1, the batch not among them.
        **kwargs: what every layer takes.

    Input: `(batch, ...)`. Output: `(batch, ...)`, reordered.

    Raises:
        ArgumentError: dims does not hold each axis once.

    Example:
        >>> Permute((2, 1))([[[1.0, 2.0, 3.0]]]).shape
        (1, 3, 1)
    """

    @checked
    def __init__(self, dims: Integers, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.dims: tuple[int, ...] = tuple(dims)
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise ArgumentError(
                "dims must hold each axis from 1 on once", where=self.name, got=self.dims
            )
        self.input_spec: Expected = InputSpec(ndim=len(self.dims) + 1)

    def call(self, inputs: Tensor) -> Tensor:
        return ops.transpose(inputs, (0, *self.dims))
