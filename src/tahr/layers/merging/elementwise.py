"""Sums, products and the like of several tensors, element by element."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from tahr import ops
from tahr.core.errors import ArgumentError
from tahr.core.registry import known_as
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.layers.merging.base import Merging


@known_as("keras.layers", "Add")
class Add(Merging):
    """Adds up any number of tensors, element by element.

    Input: a list of tensors that broadcast. Output: the shape they broadcast to.

    Raises:
        ArgumentError: the inputs are no list.
        ShapeError: they do not broadcast.

    Example:
        >>> import numpy as np
        >>> Add()([np.array([[1.0]]), np.array([[3.0]])]).tolist()
        [[4.0]]
    """

    def merged(self, inputs: list[Tensor]) -> Tensor:
        return reduce(ops.add, inputs)


@known_as("keras.layers", "Subtract")
class Subtract(Merging):
    """Subtracts the second tensor from the first.

    Input: two tensors that broadcast. Output: the shape they broadcast to.

    Raises:
        ArgumentError: the inputs are no list of two.
        ShapeError: they do not broadcast.

    Example:
        >>> import numpy as np
        >>> Subtract()([np.array([[1.0]]), np.array([[3.0]])]).tolist()
        [[-2.0]]
    """

    def build(self, input_shape: Any) -> None:
        super().build(input_shape)
        if len(input_shape) != 2:
            raise ArgumentError(
                "a difference has two inputs", where=self.name, expected=2, got=len(input_shape)
            )

    def merged(self, inputs: list[Tensor]) -> Tensor:
        return ops.subtract(*inputs)


@known_as("keras.layers", "Multiply")
class Multiply(Merging):
    """Multiplies any number of tensors, element by element.

    Where a mask hides one of them, the others alone count.

    Input: a list of tensors that broadcast. Output: the shape they broadcast to.

    Raises:
        ArgumentError: the inputs are no list.
        ShapeError: they do not broadcast.

    Example:
        >>> import numpy as np
        >>> Multiply()([np.array([[1.0]]), np.array([[3.0]])]).tolist()
        [[3.0]]
    """

    leaves_out = True

    def merged(self, inputs: list[Tensor]) -> Tensor:
        return reduce(ops.multiply, inputs)

    def merged_nowhere(self, result: Tensor, counts: Tensor) -> Tensor:
        return ops.where(counts, result, ops.zeros_like(result))


@known_as("keras.layers", "Average")
class Average(Merging):
    """Averages any number of tensors, element by element.

    Input: a list of tensors that broadcast. Output: the shape they broadcast to.

    Raises:
        ArgumentError: the inputs are no list.
        ShapeError: they do not broadcast.

    Example:
        >>> import numpy as np
        >>> Average()([np.array([[1.0]]), np.array([[3.0]])]).tolist()
        [[2.0]]
    """

    def merged(self, inputs: list[Tensor]) -> Tensor:
        return ops.divide(reduce(ops.add, inputs), len(inputs))


@known_as("keras.layers", "Maximum")
class Maximum(Merging):
    """Returns the largest of any number of tensors, element by element.

    Where a mask hides one of them, the others alone count.

    Input: a list of tensors that broadcast. Output: the shape they broadcast to.

    Raises:
        ArgumentError: the inputs are no list.
        ShapeError: they do not broadcast.

    Example:
        >>> import numpy as np
        >>> Maximum()([np.array([[1.0]]), np.array([[3.0]])]).tolist()
        [[3.0]]
    """

    leaves_out = True

    def merged(self, inputs: list[Tensor]) -> Tensor:
        return reduce(ops.maximum, inputs)


@known_as("keras.layers", "Minimum")
class Minimum(Merging):
    """Returns the smallest of any number of tensors, element by element.

    Where a mask hides one of them, the others alone count.

    Input: a list of tensors that broadcast. Output: the shape they broadcast to.

    Raises:
        ArgumentError: the inputs are no list.
        ShapeError: they do not broadcast.

    Example:
        >>> import numpy as np
        >>> Minimum()([np.array([[1.0]]), np.array([[3.0]])]).tolist()
        [[1.0]]
    """

    leaves_out = True

    def merged(self, inputs: list[Tensor]) -> Tensor:
        return reduce(ops.minimum, inputs)


@ends_at_user
def add(inputs: Sequence[Tensor], **kwargs: Any) -> Tensor:
    """Adds up any number of tensors, element by element, in a layer of its own.

    Args:
        inputs: tensors that broadcast.
        **kwargs: for `Add`.
    """
    return Add(**kwargs)(inputs)


@ends_at_user
def subtract(inputs: Sequence[Tensor], **kwargs: Any) -> Tensor:
    """Subtracts the second tensor from the first, in a layer of its own.

    Args:
        inputs: two tensors that broadcast.
        **kwargs: for `Subtract`.
    """
    return Subtract(**kwargs)(inputs)


@ends_at_user
def multiply(inputs: Sequence[Tensor], **kwargs: Any) -> Tensor:
    """Multiplies any number of tensors, element by element, in a layer of its own.

    Args:
        inputs: tensors that broadcast.
        **kwargs: for `Multiply`.
    """
    return Multiply(**kwargs)(inputs)


@ends_at_user
def average(inputs: Sequence[Tensor], **kwargs: Any) -> Tensor:
    """Averages any number of tensors, element by element, in a layer of its own.

    Args:
        inputs: tensors that broadcast.
        **kwargs: for `Average`.
    """
    return Average(**kwargs)(inputs)


@ends_at_user
def maximum(inputs: Sequence[Tensor], **kwargs: Any) -> Tensor:
    """Returns the largest of any number of tensors, element by element, in a layer of its own.

    Args:
        inputs: tensors that broadcast.
        **kwargs: for `Maximum`.
    """
    return Maximum(**kwargs)(inputs)


@ends_at_user
def minimum(inputs: Sequence[Tensor], **kwargs: Any) -> Tensor:
    """Returns the smallest of any number of tensors, element by element, in a layer of its own.

    Args:
        inputs: tensors that broadcast.
        **kwargs: for `Minimum`.
    """
    return Minimum(**kwargs)(inputs)
