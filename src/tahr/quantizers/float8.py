"""Scales that keep tensors inside the range of 8-bit floats."""

from tahr import ops
from tahr.core.dtypes import FLOAT_LIMITS
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike


@ends_at_user
def compute_float8_scale(
    amax: TensorLike, scale: TensorLike, dtype_max: TensorLike, margin: int = 0
) -> Tensor:
    """Computes the scale that maps the largest magnitude to the largest number of a dtype.

    Args:
        amax: the largest magnitude.
        scale: the scale so far, kept where amax is zero or not finite.
        dtype_max: the largest number of the dtype.
        margin: how many powers of two are left free above.

    Example:
        >>> round(float(compute_float8_scale(2.0, 1.0, 448.0)) * 448, 3)
        2.0

    Source: Micikevicius et al. (2022), "FP8 formats for deep learning", section 3.
    """
    usable = ops.logical_and(ops.greater(amax, 0.0), ops.isfinite(amax))
    found = ops.divide(ops.multiply(amax, 2.0**margin), dtype_max)
    return ops.where(usable, found, scale)


@ends_at_user
def compute_float8_amax_history(x: TensorLike, amax_history: TensorLike) -> Tensor:
    """Enters the largest magnitude of a tensor in front of the latest ones.

    Args:
        x: tensor.
        amax_history: vector of magnitudes, of which the oldest goes.

    Example:
        >>> compute_float8_amax_history([-3.0, 2.0], [0.0, 1.0, 2.0]).tolist()
        [3.0, 2.0, 0.0]
    """
    history = ops.convert_to_tensor(amax_history)
    largest = ops.cast(ops.max(ops.abs(x)), ops.dtype(history))
    rolled = ops.roll(history, -1)
    return ops.concatenate([ops.reshape(largest, (1,)), rolled[1:]], axis=0)


@ends_at_user
def quantize_and_dequantize(
    inputs: TensorLike, scale: TensorLike, quantized_dtype: str, compute_dtype: str
) -> Tensor:
    """Rounds a tensor to what 8-bit floats can hold.

    Args:
        inputs: tensor of floats.
        scale: what the numbers are divided by before.
        quantized_dtype: "float8_e4m3fn" or "float8_e5m2".
        compute_dtype: the dtype of the result.

    Example:
        >>> quantize_and_dequantize([1.7, 1000.0], 1.0, "float8_e4m3fn", "float32").tolist()
        [1.75, 448.0]
    """
    most = FLOAT_LIMITS[quantized_dtype]
    factor = ops.cast(scale, compute_dtype)
    scaled = ops.clip(ops.divide(ops.cast(inputs, compute_dtype), factor), -most, most)
    return ops.multiply(ops.cast(ops.cast(scaled, quantized_dtype), compute_dtype), factor)
