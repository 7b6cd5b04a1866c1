"""Making tensors longer: by padding, and by repeating elements."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.backend.formats import place_of
from tahr.core.errors import ArgumentError
from tahr.core.typing import Tensor


def temporal_padding(x: Any, padding: Any = (1, 1)) -> Tensor:
    """Adds zeros before and after the steps of sequences.

    Args:
        x: `(batch, steps, channels)`.
        padding: how many before and after; one number for both.
    """
    return ops.pad(x, [(0, 0), _two(padding), (0, 0)])


def asymmetric_temporal_padding(x: Any, left_pad: int = 1, right_pad: int = 1) -> Tensor:
    """Adds zeros before and after the steps of sequences.

    Args:
        x: `(batch, steps, channels)`.
        left_pad: how many before.
        right_pad: how many after.
    """
    return temporal_padding(x, (left_pad, right_pad))


def spatial_2d_padding(x: Any, padding: Any = ((1, 1), (1, 1)), data_format: Any = None) -> Tensor:
    """Adds zeros around pictures.

    Args:
        x: `(batch, rows, columns, channels)`, or channels first.
        padding: pairs for rows and columns, or one number for each.
        data_format: where the channels are; the configured place by default.

    Example:
        >>> import numpy as np
        >>> spatial_2d_padding(np.ones((1, 2, 2, 1)), (1, 2), "channels_last").shape
        (1, 4, 6, 1)
    """
    return _padded(x, padding, data_format)


def spatial_3d_padding(
    x: Any, padding: Any = ((1, 1), (1, 1), (1, 1)), data_format: Any = None
) -> Tensor:
    """Adds zeros around volumes, as `spatial_2d_padding` around pictures."""
    return _padded(x, padding, data_format)


def asymmetric_spatial_2d_padding(
    x: Any,
    top_pad: int = 1,
    bottom_pad: int = 1,
    left_pad: int = 1,
    right_pad: int = 1,
    data_format: str | None = None,
) -> Tensor:
    """Adds zeros around pictures.

    Args:
        x: as in `spatial_2d_padding`.
        top_pad: rows above.
        bottom_pad: rows below.
        left_pad: columns on the left.
        right_pad: columns on the right.
        data_format: where the channels are.
    """
    return _padded(x, ((top_pad, bottom_pad), (left_pad, right_pad)), data_format)


def _two(given: Any) -> tuple[int, int]:
    return (given, given) if isinstance(given, int) else tuple(given)


def _padded(x: Any, padding: Sequence[Any], data_format: str | None) -> Tensor:
    pairs = [_two(pair) for pair in padding]
    none = (0, 0)
    is_first = place_of(data_format) == "channels_first"
    return ops.pad(x, [none, none, *pairs] if is_first else [none, *pairs, none])


def resize_images(
    x: Any,
    height_factor: int,
    width_factor: int,
    data_format: str | None = None,
    interpolation: str = "nearest",
) -> Tensor:
    """Makes pictures larger by whole factors.

    Args:
        x: `(batch, rows, columns, channels)`, or channels first.
        height_factor: times as many rows.
        width_factor: times as many columns.
        data_format: where the channels are; the configured place by default.
        interpolation: "nearest", "bilinear" or another of `ops.image.resize`.

    Raises:
        ArgumentError: the lengths are not known and the interpolation is not "nearest".
    """
    place = place_of(data_format)
    first = 1 if place == "channels_last" else 2
    if interpolation == "nearest":
        return _repeated(x, first, (height_factor, width_factor))
    rows, columns = ops.shape(x)[first : first + 2]
    if rows is None or columns is None:
        raise ArgumentError(
            "the size of the pictures is not known yet", where="resize_images", got=repr(x)
        )
    size = (rows * height_factor, columns * width_factor)
    return ops.image.resize(x, size, interpolation=interpolation, data_format=place)


def resize_volumes(
    x: Any,
    depth_factor: int,
    height_factor: int,
    width_factor: int,
    data_format: str | None = None,
) -> Tensor:
    """Makes volumes larger by whole factors.

    Args:
        x: `(batch, depth, rows, columns, channels)`, or channels first.
        depth_factor: times as deep.
        height_factor: times as many rows.
        width_factor: times as many columns.
        data_format: where the channels are; the configured place by default.
    """
    first = 1 if place_of(data_format) == "channels_last" else 2
    return _repeated(x, first, (depth_factor, height_factor, width_factor))


def _repeated(x: Any, first: int, factors: Sequence[int]) -> Tensor:
    for axis, factor in enumerate(factors, first):
        x = ops.repeat(x, factor, axis=axis)
    return x
