"""Softmax as a layer."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.dtypes import smallest
from tahr.core.masks import check_masks
from tahr.core.ranges import Axes
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer
from tahr.ops import nn


@known_as("keras.layers", "Softmax")
@rows_apart
class Softmax(Layer):
    """Softmax: positive numbers that sum to one along an axis.

    Args:
        axis: the axis or axes that sum to one; None for all of them together.
        **kwargs: what every layer takes.

    Call with `mask`, a bool tensor like the inputs, to leave places out: they get zero. So do all
    places of a step that a mask of steps leaves out.

    Input: any shape. Output: the same shape.

    Example:
        >>> Softmax()([1.0, 1.0, 5.0], mask=[True, True, False]).tolist()
        [0.5, 0.5, 0.0]
    """

    masks_first_axes = False

    @checked
    def __init__(self, axis: Axes | None = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis
        self.supports_masking = True

    def call(self, inputs: Tensor, mask: Tensor | None = None) -> Tensor:
        if mask is None:
            return nn.softmax(inputs, axis=self.axis)
        allowed = ops.cast(mask, "bool")
        if not _broadcasts(allowed.shape, inputs.shape):
            check_masks(allowed, inputs)
            ones = (1,) * (len(inputs.shape) - len(allowed.shape))
            allowed = ops.reshape(allowed, (*allowed.shape, *ones))
        lowest = smallest("float16" if self.compute_dtype == "float16" else "float32") / 2
        outputs = nn.softmax(ops.where(allowed, inputs, lowest), axis=self.axis)
        return ops.where(allowed, outputs, 0.0)


def _broadcasts(shape: Sequence[int], whole: Sequence[int]) -> bool:
    """Returns whether a mask is one of places, rather than of the steps in front."""
    pairs = list(zip(reversed(shape), reversed(whole), strict=False))
    return len(pairs) == len(shape) and all(n in (m, 1) for n, m in pairs)
