"""Windows over space: their arguments checked, their padding computed, channels put last."""

from collections.abc import Sequence
from typing import TypeAlias

from tahr.core.config import data_format as checked_format
from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.engines.base import Axes, Pads
from tahr.ops.axes import dims, rank

PerAxis: TypeAlias = int | Sequence[int]
"""One number for all spatial axes, or one for each."""

Padding: TypeAlias = str | Sequence[tuple[int, int]]
"""`"valid"`, `"same"`, or (before, after) for each spatial axis."""


def spatial_rank(x: TensorLike) -> int:
    """Returns the number of spatial axes of a batch of images, sequences or volumes.

    Raises:
        ShapeError: there is none.
    """
    if rank(x) < 3:
        raise ShapeError(
            "expected a batch of sequences, images or volumes",
            expected="(batch, *space, channels)",
            got=show(dims(x)),
        )
    return rank(x) - 2


def per_axis(value: PerAxis, space: int, name: str) -> Axes:
    """Returns a positive number for each spatial axis.

    Raises:
        ArgumentError: the numbers are too few, too many or not positive.
    """
    numbers = (value,) * space if isinstance(value, int) else tuple(value)
    if len(numbers) != space or any(n < 1 for n in numbers):
        raise ArgumentError(
            f"{name} does not fit", expected=f"{space} positive integers", got=value
        )
    return numbers


def to_last(x: TensorLike, data_format: str | None) -> Tensor:
    """Puts the channels last."""
    if checked_format(data_format) == "channels_last":
        return x  # type: ignore[return-value]
    return engine().transpose(x, (0, *range(2, rank(x)), 1))


def from_last(x: TensorLike, data_format: str | None) -> Tensor:
    """Puts the channels back where they belong."""
    if checked_format(data_format) == "channels_last":
        return x  # type: ignore[return-value]
    return engine().transpose(x, (0, rank(x) - 1, *range(1, rank(x) - 1)))


def spread(window: Axes, dilation: Axes) -> Axes:
    """Returns the lengths a dilated window covers."""
    return tuple((n - 1) * d + 1 for n, d in zip(window, dilation, strict=True))


def pads_of(padding: Padding, lengths: Axes, window: Axes, strides: Axes) -> Pads:
    """Returns the padding of each spatial axis, and checks that the window fits.

    With "same" there are `ceil(length / stride)` outputs and any odd one of padding goes
    behind.

    Args:
        padding: as the user gave it.
        lengths: of the spatial axes of the input.
        window: what each window covers, dilation included.
        strides: steps between windows.

    Raises:
        ArgumentError: the padding is none there is.
        ShapeError: the window is larger than the padded input.
    """
    space = zip(lengths, window, strides, strict=True)
    if not isinstance(padding, str):
        pads: Pads = tuple((before, after) for before, after in padding)
    elif padding.lower() == "valid":
        pads = ((0, 0),) * len(lengths)
    elif padding.lower() == "same":
        pads = tuple(_same(*axis) for axis in space)
    else:
        raise ArgumentError(f"no padding is called {padding!r}", expected="'valid' or 'same'")
    for length, covered, (before, after) in zip(lengths, window, pads, strict=True):
        if is_known(length) and length + before + after < covered:
            raise ShapeError(
                "the window is larger than the input",
                expected=f"an input of at least {show(window)}",
                got=show(lengths),
                todo='use padding="same", a smaller window or larger inputs; channels come last',
            )
    return pads


def _same(length: int, window: int, stride: int) -> tuple[int, int]:
    total = window - 1
    if stride > 1:
        total = max((-(-length // stride) - 1) * stride + window - length, 0)
    return total // 2, total - total // 2


def check_same_shape(one: tuple[int, ...], other: tuple[int, ...], what: str) -> None:
    """Checks that two shapes are the same as far as they are known.

    Raises:
        ShapeError: they are not.
    """
    pairs = zip(one, other, strict=False)
    differ = any(m != n and is_known(m) and is_known(n) for m, n in pairs)
    if len(one) != len(other) or differ:
        raise ShapeError(f"{what} do not fit", expected=show(other), got=show(one))
