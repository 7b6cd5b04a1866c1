"""Several small integers in one byte."""

from typing import Any

from tahr import ops
from tahr.core.errors import ArgumentError, DtypeError
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike

BYTES = ("int8", "uint8")


@ends_at_user
def pack_int4(
    arr: TensorLike, axis: int = 0, dtype: str = "int8"
) -> tuple[Tensor, tuple[int, ...], int]:
    """Packs integers of 4 bits, two in a byte: the first in the lower half.

    Args:
        arr: tensor of integers from -8 to 7, or from 0 to 15 where they are unsigned.
        axis: along which neighbours share a byte.
        dtype: "int8" or "uint8", of the integers and the bytes.

    Returns:
        The bytes, their shape, and the length of the axis before.

    Raises:
        ArgumentError: dtype is neither.
        DtypeError: arr has another dtype.

    Example:
        >>> import numpy as np
        >>> packed, shape, length = pack_int4(np.array([-3, 2, 1], "int8"))
        >>> packed.tolist(), shape, length
        ([45, 1], (2,), 3)
    """
    return _packed(arr, axis, dtype, 4)


@ends_at_user
def unpack_int4(packed: TensorLike, orig_len: int, axis: int = 0, dtype: str = "int8") -> Tensor:
    """Unpacks what `pack_int4` packed.

    Args:
        packed: tensor of bytes.
        orig_len: the length of the axis before.
        axis: along which neighbours shared a byte.
        dtype: "int8" or "uint8", of the bytes and the integers.

    Raises:
        ArgumentError: dtype is neither.

    Example:
        >>> import numpy as np
        >>> unpack_int4(np.array([45, 1], "int8"), 3).tolist()
        [-3, 2, 1]
    """
    return _unpacked(packed, orig_len, axis, dtype, 4)


@ends_at_user
def pack_int2(
    arr: TensorLike, axis: int = 0, dtype: str = "int8"
) -> tuple[Tensor, tuple[int, ...], int]:
    """Packs integers of 2 bits, four in a byte: the first in the lowest bits.

    Args:
        arr: tensor of integers from -2 to 1, or from 0 to 3 where they are unsigned.
        axis: along which neighbours share a byte.
        dtype: "int8" or "uint8", of the integers and the bytes.

    Returns:
        The bytes, their shape, and the length of the axis before.

    Raises:
        ArgumentError: dtype is neither.
        DtypeError: arr has another dtype.

    Example:
        >>> import numpy as np
        >>> packed, shape, length = pack_int2(np.array([[-2, 1, 0, -1, 1]], "int8"), axis=1)
        >>> packed.tolist(), shape, length
        ([[-58, 1]], (1, 2), 5)
    """
    return _packed(arr, axis, dtype, 2)


@ends_at_user
def unpack_int2(packed: TensorLike, orig_len: int, axis: int = 0, dtype: str = "int8") -> Tensor:
    """Unpacks what `pack_int2` packed.

    Args:
        packed: tensor of bytes.
        orig_len: the length of the axis before.
        axis: along which neighbours shared a byte.
        dtype: "int8" or "uint8", of the bytes and the integers.

    Raises:
        ArgumentError: dtype is neither.

    Example:
        >>> import numpy as np
        >>> unpack_int2(np.array([[-58, 1]], "int8"), 5, axis=1).tolist()
        [[-2, 1, 0, -1, 1]]
    """
    return _unpacked(packed, orig_len, axis, dtype, 2)


@ends_at_user
def pack_ternary(arr: TensorLike, axis: int = 0) -> tuple[Tensor, tuple[int, ...], int]:
    """Packs values that are -1, 0 or 1, five in a byte, as a number to the base of 3.

    Args:
        arr: tensor of numbers, which are rounded and clipped to these three.
        axis: along which neighbours share a byte.

    Returns:
        The bytes, their shape, and the length of the axis before.

    Example:
        >>> packed, shape, length = pack_ternary([[1, -1, 0, 1, 1, -1]], axis=1)
        >>> packed.tolist(), shape, length
        ([[227, 120]], (1, 2), 6)
    """
    values = ops.clip(ops.round(ops.cast(ops.convert_to_tensor(arr), "float32")), -1, 1)
    digits = ops.add(ops.cast(values, "int32"), 1)
    length = digits.shape[axis]
    packed = ops.cast(_joined(digits, axis, 3, 5, filling=1), "uint8")
    return packed, tuple(packed.shape), length


@ends_at_user
def unpack_ternary(packed: TensorLike, orig_len: int, axis: int = 0) -> Tensor:
    """Unpacks what `pack_ternary` packed.

    Args:
        packed: tensor of bytes.
        orig_len: the length of the axis before.
        axis: along which neighbours shared a byte.

    Returns:
        A tensor of int8.

    Example:
        >>> import numpy as np
        >>> unpack_ternary(np.array([227, 120], "uint8"), 6).tolist()
        [1, -1, 0, 1, 1, -1]
    """
    digits = _split(ops.cast(packed, "int32"), axis, 3, 5, orig_len)
    return ops.cast(ops.subtract(digits, 1), "int8")


def _packed(arr: Any, axis: int, dtype: str, bits: int) -> tuple[Tensor, tuple[int, ...], int]:
    _check(dtype)
    x = ops.convert_to_tensor(arr)
    if ops.dtype(x) != dtype:
        raise DtypeError("only bytes can be packed", expected=dtype, got=ops.dtype(x))
    base = 2**bits
    digits = ops.mod(ops.cast(x, "int32"), base)
    packed = _as_byte(_joined(digits, axis, base, 8 // bits), 256, dtype)
    return packed, tuple(packed.shape), x.shape[axis]


def _unpacked(packed: Any, length: int, axis: int, dtype: str, bits: int) -> Tensor:
    _check(dtype)
    base = 2**bits
    unsigned = ops.mod(ops.cast(ops.convert_to_tensor(packed), "int32"), 256)
    return _as_byte(_split(unsigned, axis, base, 8 // bits, length), base, dtype)


def _check(dtype: str) -> None:
    if dtype not in BYTES:
        raise ArgumentError(f"dtype cannot be {dtype!r}", expected=" or ".join(BYTES))


def _as_byte(x: Tensor, base: int, dtype: str) -> Tensor:
    """Returns numbers below a base as bytes; the upper half stands for negatives if signed."""
    if dtype == "uint8":
        return ops.cast(x, dtype)
    over = ops.cast(ops.greater_equal(x, base // 2), "int32")
    return ops.cast(ops.subtract(x, ops.multiply(over, base)), dtype)


def _joined(digits: Tensor, axis: int, base: int, count: int, filling: int = 0) -> Tensor:
    """Makes one number of each `count` neighbours, the first counting least."""
    x = ops.moveaxis(digits, axis, 0)
    rest = tuple(x.shape[1:])
    missing = -x.shape[0] % count
    padded = ops.pad(x, ((0, missing), *((0, 0) for _ in rest)), constant_values=filling)
    pieces = ops.reshape(padded, (padded.shape[0] // count, count, *rest))
    weights = [base**n for n in range(count)]
    column = ops.reshape(ops.convert_to_tensor(weights, "int32"), (count, *(1 for _ in rest)))
    return ops.moveaxis(ops.cast(ops.sum(ops.multiply(pieces, column), axis=1), "int32"), 0, axis)


def _split(x: Tensor, axis: int, base: int, count: int, length: int) -> Tensor:
    """Takes numbers apart again that `_joined` made."""
    first = ops.moveaxis(x, axis, 0)
    digits = [ops.mod(ops.floor_divide(first, base**n), base) for n in range(count)]
    stacked = ops.stack(digits, axis=1)
    flat = ops.reshape(stacked, (first.shape[0] * count, *first.shape[1:]))
    return ops.moveaxis(flat[:length], 0, axis)
