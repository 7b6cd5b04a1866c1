"""Lengths of what convolutions make, in the words of old programs."""

from typing import Any

import numpy as np

from tahr.core.config import data_format as normalize_data_format  # noqa: F401
from tahr.core.errors import ArgumentError, told

PADDINGS = ("valid", "same", "causal", "full")


def normalize_tuple(value: Any, n: int, name: str, allow_zero: bool = True) -> tuple[int, ...]:
    """Returns n whole numbers: one for each, or those that are given.

    Args:
        value: a whole number, or n of them.
        n: how many.
        name: what they are, for the error.
        allow_zero: whether they may be 0, as they could until Keras 2.8.

    Raises:
        ArgumentError: they are something else.

    Example:
        >>> normalize_tuple(3, 2, "kernel_size")
        (3, 3)
    """
    try:
        found = (int(value),) * n if np.ndim(value) == 0 else tuple(int(one) for one in value)
    except (TypeError, ValueError):
        found = ()
    least = 0 if allow_zero else 1
    if len(found) == n and all(one >= least for one in found):
        return found
    raise ArgumentError(f"{name} is a whole number, or {n} of them", got=told(value))


def normalize_padding(value: str) -> str:
    """Returns the name of a padding in small letters.

    Raises:
        ArgumentError: there is no such padding.
    """
    if value.lower() in PADDINGS:
        return value.lower()
    raise ArgumentError(f"padding cannot be {value!r}", expected=", ".join(PADDINGS))


def conv_output_length(
    input_length: int | None, filter_size: int, padding: str, stride: int, dilation: int = 1
) -> int | None:
    """Returns the length of what a convolution makes.

    Args:
        input_length: of what it is given; None where unknown.
        filter_size: of its kernel.
        padding: "valid", "same", "causal" or "full".
        stride: between the places of the kernel.
        dilation: between the places a kernel sees.

    Example:
        >>> conv_output_length(10, 3, "valid", 2)
        4
    """
    if input_length is None:
        return None
    reach = filter_size + (filter_size - 1) * (dilation - 1)
    more = {"valid": 1 - reach, "same": 0, "causal": 0, "full": reach - 1}
    return (input_length + more[normalize_padding(padding)] + stride - 1) // stride


def conv_input_length(
    output_length: int | None, filter_size: int, padding: str, stride: int
) -> int | None:
    """Returns the least length that a convolution makes so much of.

    Args:
        output_length: of what it makes; None where unknown.
        filter_size: of its kernel.
        padding: "valid", "same" or "full".
        stride: between the places of the kernel.
    """
    if output_length is None:
        return None
    pad = {"same": filter_size // 2, "valid": 0, "full": filter_size - 1}[padding]
    return (output_length - 1) * stride - 2 * pad + filter_size


def convert_kernel(kernel: Any, data_format: str | None = None) -> np.ndarray:
    """Returns a kernel turned around in all its places, as Theano and TensorFlow differed.

    Args:
        kernel: `(..., channels, filters)`.
        data_format: unused.
    """
    array = np.asarray(kernel)
    return np.flip(array, tuple(range(array.ndim - 2)))
