"""A vector as a sequence."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "RepeatVector")
@rows_apart
class RepeatVector(Layer):
    """Repeats every sample to make a sequence of it.

    Args:
        n: how often.
        **kwargs: what every layer takes.

    Input: `(batch, features)`. Output: `(batch, n, features)`.

    Raises:
        ArgumentError: n is not a positive integer.

    Example:
        >>> RepeatVector(2)([[1.0, 2.0]]).tolist()
        [[[1.0, 2.0], [1.0, 2.0]]]
    """

    @checked
    def __init__(self, n: Count, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.n: int = int(n)
        self.input_spec: Expected = InputSpec(ndim=2)

    def call(self, inputs: Tensor) -> Tensor:
        return ops.repeat(ops.expand_dims(inputs, 1), self.n, axis=1)
