"""Quantization by the largest magnitude: one scale a row, a column or a tensor."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from tahr import ops
from tahr.core import current
from tahr.core.dtypes import is_float
from tahr.core.registry import known_as
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.quantizers.base import Quantizer

HALVES = ("float16", "bfloat16")


@ends_at_user
def abs_max_quantize(
    inputs: TensorLike,
    axis: int | Sequence[int] | None,
    value_range: Sequence[int] = (-127, 127),
    dtype: str = "int8",
    epsilon: float = 1e-7,
    to_numpy: bool = False,
) -> tuple[Tensor, Tensor]:
    """Scales values so that the largest magnitude becomes the end of a range, and rounds them.

    Args:
        inputs: tensor of floats.
        axis: the axes along which values share a scale; None for all of them.
        value_range: the smallest and the largest result.
        dtype: the dtype of the results.
        epsilon: added to the largest magnitude, so that zeros have a scale.
        to_numpy: whether it is computed on the host, without memory of the device.

    Returns:
        The rounded values, and their scale, with length 1 along the axes: values times scale
        were rounded.

    Example:
        >>> values, scale = abs_max_quantize([[0.6, -1.0]], axis=-1)
        >>> values.tolist(), round(float(scale[0, 0]), 2)
        ([[76, -127]], 127.0)

    Source: Jacob et al. (2018), "Quantization and training of neural networks for efficient
    integer-arithmetic-only inference", with the zero point 0.
    """
    with current.using("numpy") if to_numpy else nullcontext():
        x = ops.convert_to_tensor(current.to_numpy(inputs) if to_numpy else inputs)
        x = x if is_float(ops.dtype(x)) else ops.cast(x, "float32")
        given = ops.dtype(x)
        x = ops.cast(x, "float32") if given in HALVES else x
        largest = ops.max(ops.abs(x), axis=axis, keepdims=True)
        scale = ops.divide(value_range[1], ops.add(largest, epsilon))
        rounded = ops.clip(ops.round(ops.multiply(x, scale)), *value_range)
        found = ops.cast(rounded, dtype), ops.cast(scale, given)
    return tuple(map(ops.convert_to_tensor, found)) if to_numpy else found  # type: ignore[return-value]


@known_as("keras.quantizers", "AbsMaxQuantizer")
class AbsMaxQuantizer(Quantizer):
    """Quantizes by the largest magnitude, as `abs_max_quantize` does.

    Args:
        axis: the axes along which values share a scale; the last by default.
        value_range: the smallest and the largest result.
        epsilon: added to the largest magnitude, so that zeros have a scale.
        output_dtype: the dtype of the results.

    Example:
        >>> values, scale = AbsMaxQuantizer(axis=-1)([[1.2, -2.0, 0.0]])
        >>> values.tolist()
        [[76, -127, 0]]
    """

    in_config_if_changed: tuple[str, ...] = ("axis",)

    def __init__(
        self,
        axis: int | Sequence[int] | None = None,
        value_range: Sequence[int] = (-127, 127),
        epsilon: float = 1e-7,
        output_dtype: str = "int8",
    ) -> None:
        super().__init__(output_dtype)
        alone = axis is None or isinstance(axis, int)
        self.axis: tuple[int, ...] | None = (
            (None if axis is None else (axis,)) if alone else tuple(axis)  # type: ignore[assignment]
        )
        self.value_range: tuple[int, ...] = tuple(value_range)
        self.epsilon = epsilon

    def __call__(self, x: Any, axis: Any = None, to_numpy: bool = False) -> tuple[Tensor, Tensor]:
        """Quantizes a tensor.

        Args:
            x: tensor of floats.
            axis: instead of the quantizer's own.
            to_numpy: whether it is computed on the host.

        Returns:
            The rounded values and their scale.
        """
        along = axis if axis is not None else self.axis if self.axis is not None else -1
        return abs_max_quantize(
            x, along, self.value_range, self.output_dtype, self.epsilon, to_numpy
        )
