"""Convolutions and pooling of ONNX, which have the channels first, by ops."""

import math
from typing import Any

from tahr import ops
from tahr.core.errors import SavingError

Attributes = dict[str, Any]


def _sides(a: Attributes, rank: int) -> list[tuple[int, int]]:
    if a.get("auto_pad", "NOTSET") not in ("NOTSET", "VALID"):
        raise SavingError("automatic padding is not known", where="ONNX", got=a["auto_pad"],
                          todo="export the model with the padding written out")  # fmt: skip
    if a.get("ceil_mode"):
        raise SavingError("windows that stick out (ceil_mode) are not known", where="ONNX")
    pads = a.get("pads") or [0] * (2 * rank)
    return list(zip(pads[:rank], pads[rank:], strict=True))


def _last(x: Any) -> Any:
    return ops.moveaxis(x, 1, -1)


def _padded(x: Any, sides: list[tuple[int, int]], value: float = 0.0) -> Any:
    """Returns what has the channels last, a value around it."""
    if not any(map(any, sides)):
        return x
    return ops.pad(x, [(0, 0), *sides, (0, 0)], constant_values=value)


def conv(a: Attributes, x: Any, kernel: Any, bias: Any = None) -> Any:
    """Computes a convolution."""
    rank = len(x.shape) - 2
    found = ops.conv(
        _padded(_last(x), _sides(a, rank)),
        ops.transpose(kernel, (*range(2, rank + 2), 1, 0)),
        strides=tuple(a.get("strides") or [1] * rank),
        padding="valid",
        dilation_rate=tuple(a.get("dilations") or [1] * rank),
    )
    return ops.moveaxis(found if bias is None else found + bias, -1, 1)


def conv_transpose(a: Attributes, x: Any, kernel: Any, bias: Any = None) -> Any:
    """Computes a transposed convolution; what sticks out by its padding is cut off."""
    rank = len(x.shape) - 2
    if a.get("group", 1) != 1 or a.get("output_shape") or any(a.get("output_padding") or []):
        raise SavingError("groups and fixed lengths are not known", where="ConvTranspose")
    strides = tuple(a.get("strides") or [1] * rank)
    dilations = tuple(a.get("dilations") or [1] * rank)
    found = ops.conv_transpose(
        _last(x), ops.transpose(kernel, (*range(2, rank + 2), 1, 0)), strides=strides,
        padding="valid", dilation_rate=dilations,
    )  # fmt: skip
    cut: list[Any] = [slice(None)]
    for axis, (before, after) in enumerate(_sides(a, rank)):
        reach = (kernel.shape[2 + axis] - 1) * dilations[axis] + 1
        long = (x.shape[2 + axis] - 1) * strides[axis] + reach
        cut.append(slice(before, long - after))
    found = found[tuple(cut)]
    return ops.moveaxis(found if bias is None else found + bias, -1, 1)


def _window(a: Attributes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    window = tuple(a["kernel_shape"])
    if any(n != 1 for n in a.get("dilations") or []):
        raise SavingError("pooling with gaps (dilations) is not known", where="ONNX")
    return window, tuple(a.get("strides") or [1] * len(window))


def max_pool(a: Attributes, x: Any) -> Any:
    """Returns the largest of each window."""
    window, strides = _window(a)
    padded = _padded(_last(x), _sides(a, len(window)), -math.inf)
    return ops.moveaxis(ops.max_pool(padded, window, strides, "valid"), -1, 1)


def average_pool(a: Attributes, x: Any) -> Any:
    """Returns the mean of each window."""
    window, strides = _window(a)
    sides = _sides(a, len(window))
    mean = ops.average_pool(_padded(_last(x), sides), window, strides, "valid")
    if any(map(any, sides)) and not a.get("count_include_pad"):
        ones = _padded(ops.ones_like(_last(x)), sides)
        mean = ops.divide(mean, ops.average_pool(ones, window, strides, "valid"))
    return ops.moveaxis(mean, -1, 1)
