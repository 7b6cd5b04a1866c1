"""Changes of a picture that are drawn by NumPy's global random numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import ends_at_user
from tahr.preprocessing.augmenting.changes import (
    apply_affine_transform,
    apply_brightness_shift,
    apply_channel_shift,
)


@ends_at_user
def random_rotation(
    x: Any,
    rg: float,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> np.ndarray:
    """Turns a picture.

    Args:
        x: picture.
        rg: the most degrees, either way.
        row_axis: where the rows are.
        col_axis: where the columns are.
        channel_axis: where the channels are.
        fill_mode: what stands outside.
        cval: where that is "constant".
        interpolation_order: of the splines between values.
    """
    axes = (row_axis, col_axis, channel_axis)
    theta = np.random.uniform(-rg, rg)
    return _moved(x, axes, fill_mode, cval, interpolation_order, theta=theta)


@ends_at_user
def random_shift(
    x: Any,
    wrg: float,
    hrg: float,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> np.ndarray:
    """Moves a picture.

    Args:
        x: picture.
        wrg: the largest share of its width, either way.
        hrg: of its height.
        row_axis: where the rows are.
        col_axis: where the columns are.
        channel_axis: where the channels are.
        fill_mode: what stands outside.
        cval: where that is "constant".
        interpolation_order: of the splines between values.
    """
    axes = (row_axis, col_axis, channel_axis)
    tx = np.random.uniform(-hrg, hrg) * x.shape[row_axis]
    ty = np.random.uniform(-wrg, wrg) * x.shape[col_axis]
    return _moved(x, axes, fill_mode, cval, interpolation_order, tx=tx, ty=ty)


@ends_at_user
def random_shear(
    x: Any,
    intensity: float,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> np.ndarray:
    """Shears a picture.

    Args:
        x: picture.
        intensity: the most degrees, either way.
        row_axis: where the rows are.
        col_axis: where the columns are.
        channel_axis: where the channels are.
        fill_mode: what stands outside.
        cval: where that is "constant".
        interpolation_order: of the splines between values.
    """
    axes = (row_axis, col_axis, channel_axis)
    shear = np.random.uniform(-intensity, intensity)
    return _moved(x, axes, fill_mode, cval, interpolation_order, shear=shear)


@ends_at_user
def random_zoom(
    x: Any,
    zoom_range: Sequence[float],
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> np.ndarray:
    """Stretches a picture.

    Args:
        x: picture.
        zoom_range: the least and the most.
        row_axis: where the rows are.
        col_axis: where the columns are.
        channel_axis: where the channels are.
        fill_mode: what stands outside.
        cval: where that is "constant".
        interpolation_order: of the splines between values.

    Raises:
        ArgumentError: the range is not two numbers.
    """
    low, high = two_numbers("zoom_range", zoom_range)
    zx, zy = (1, 1) if low == high == 1 else np.random.uniform(low, high, 2)
    axes = (row_axis, col_axis, channel_axis)
    return _moved(x, axes, fill_mode, cval, interpolation_order, zx=zx, zy=zy)


@ends_at_user
def random_channel_shift(x: Any, intensity_range: float, channel_axis: int = 0) -> np.ndarray:
    """Adds a number to all channels.

    Args:
        x: picture.
        intensity_range: the largest, either way.
        channel_axis: unused: all channels are shifted alike.
    """
    return apply_channel_shift(x, np.random.uniform(-intensity_range, intensity_range))


@ends_at_user
def random_brightness(x: Any, brightness_range: Sequence[float], scale: bool = True) -> np.ndarray:
    """Makes a picture brighter or darker.

    Args:
        x: picture.
        brightness_range: the least and the most; 1 is as bright as it is.
        scale: whether its values are stretched to 0..255 first.

    Raises:
        ArgumentError: the range is not two numbers.
    """
    low, high = two_numbers("brightness_range", brightness_range)
    return apply_brightness_shift(x, np.random.uniform(low, high), scale)


def two_numbers(name: str, given: Any) -> tuple[float, float]:
    """Returns the ends of a range.

    Raises:
        ArgumentError: it is not two numbers.
    """
    if not isinstance(given, str) and np.shape(given) == (2,):
        return given[0], given[1]
    raise ArgumentError(f"{name} is two numbers, the least and the most", got=repr(given))


def _moved(
    x: Any, axes: tuple[int, int, int], fill_mode: str, cval: float, order: int, **how: Any
) -> np.ndarray:
    return apply_affine_transform(
        x, **how, row_axis=axes[0], col_axis=axes[1], channel_axis=axes[2],
        fill_mode=fill_mode, cval=cval, order=order,
    )  # fmt: skip
