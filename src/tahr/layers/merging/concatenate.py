"""Tensors one behind the other."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ShapeError
from tahr.core.ranges import Whole
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.specs import show
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Shape, Tensor
from tahr.layers.base.layer import Layer
from tahr.layers.merging.base import several


@known_as("keras.layers", "Concatenate")
@rows_apart
class Concatenate(Layer):
    """Concatenates tensors along an axis.

    Args:
        axis: along which they are joined.
        **kwargs: what every layer takes.

    Input: a list of tensors alike in all other axes. Output: one tensor.

    Raises:
        ArgumentError: the inputs are no list.
        ShapeError: they differ in another axis.

    Example:
        >>> import numpy as np
        >>> Concatenate()([np.array([[1.0]]), np.array([[2.0, 3.0]])]).tolist()
        [[1.0, 2.0, 3.0]]
    """

    @checked
    def __init__(self, axis: Whole = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        shapes: list[Shape] = [tuple(shape) for shape in several(input_shape, self)]
        others = [_without(shape, self.axis % len(shape)) for shape in shapes]
        for other in others:
            if len(other) != len(others[0]) or not all(map(_agree, other, others[0])):
                raise ShapeError(
                    f"only axis {self.axis} may differ",
                    where=self.name,
                    expected=f"shapes like {show(shapes[0])}",
                    got=", ".join(map(show, shapes)),
                )

    def call(self, inputs: Sequence[Tensor]) -> Tensor:
        return ops.concatenate(inputs, axis=self.axis)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Tensor | None:
        if previous_mask is None or all(mask is None for mask in previous_mask):
            return None
        rank = len(inputs[0].shape)
        pairs = zip(inputs, previous_mask, strict=True)
        masks = [_like(x, mask) for x, mask in pairs]
        joined = ops.concatenate(masks, axis=self.axis)
        own = max(len(mask.shape) for mask in previous_mask if mask is not None)
        return ops.any(joined, axis=tuple(range(own, rank))) if own < rank else joined


@ends_at_user
def concatenate(inputs: Sequence[Tensor], axis: int = -1, **kwargs: Any) -> Tensor:
    """Concatenates tensors, in a layer of its own.

    Args:
        inputs: tensors alike in all other axes.
        axis: along which they are joined.
        **kwargs: for `Concatenate`.
    """
    return Concatenate(axis=axis, **kwargs)(inputs)


def _without(shape: Shape, axis: int) -> Shape:
    return (*shape[:axis], *shape[axis + 1 :])


def _agree(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other


def _like(x: Tensor, mask: Tensor | None) -> Tensor:
    """Returns a mask in the shape of what it masks."""
    if mask is None:
        return ops.ones_like(x, dtype="bool")
    column = (*mask.shape, *(1,) * (len(x.shape) - len(mask.shape)))
    return ops.broadcast_to(ops.reshape(mask, column), x.shape)
