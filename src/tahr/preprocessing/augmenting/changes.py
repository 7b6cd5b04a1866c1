"""Changes of a picture: moved, turned, stretched, brighter."""

from typing import Any

import numpy as np
from scipy import ndimage

from tahr.core.errors import ArgumentError
from tahr.core.extras import required
from tahr.core.tracebacks import ends_at_user
from tahr.preprocessing.image import array_to_img, img_to_array


def flip_axis(x: Any, axis: int) -> np.ndarray:
    """Returns an array with an axis in reverse order.

    Args:
        x: array.
        axis: which.
    """
    return np.flip(np.asarray(x), axis)


def transform_matrix_offset_center(matrix: np.ndarray, x: int, y: int) -> np.ndarray:
    """Returns a matrix that does about the middle of a picture what another does about its corner.

    Args:
        matrix: `(3, 3)`.
        x: rows of the picture.
        y: columns.
    """
    rows, columns = x / 2 - 0.5, y / 2 - 0.5
    there = np.array([[1, 0, rows], [0, 1, columns], [0, 0, 1]])
    back = np.array([[1, 0, -rows], [0, 1, -columns], [0, 0, 1]])
    return there @ matrix @ back


@ends_at_user
def apply_affine_transform(
    x: Any,
    theta: float = 0,
    tx: float = 0,
    ty: float = 0,
    shear: float = 0,
    zx: float = 1,
    zy: float = 1,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    order: int = 1,
) -> np.ndarray:
    """Turns, moves, shears and stretches a picture.

    Args:
        x: rows, columns and channels.
        theta: degrees by which it is turned.
        tx: rows by which it is moved.
        ty: columns.
        shear: degrees by which its axes are sheared.
        zx: times by which rows lie closer.
        zy: times by which columns do.
        row_axis: where the rows are.
        col_axis: where the columns are.
        channel_axis: where the channels are.
        fill_mode: what stands outside: "nearest", "constant", "reflect" or "wrap".
        cval: that constant.
        order: of the splines that are put through the values.

    Raises:
        ArgumentError: two axes are one.
    """
    if len({row_axis, col_axis, channel_axis}) != 3:
        raise ArgumentError(
            "two axes of a picture are one", got=f"{row_axis}, {col_axis}, {channel_axis}"
        )
    matrix = _matrix(theta, tx, ty, shear, zx, zy)
    if matrix is None:
        return x
    matrix = transform_matrix_offset_center(matrix, x.shape[row_axis], x.shape[col_axis])
    if col_axis > row_axis:  # the matrix has columns first, whatever the array has
        matrix = matrix[[1, 0, 2]][:, [1, 0, 2]]
    offset: Any = matrix[:2, 2]
    channels = [
        ndimage.affine_transform(
            channel, matrix[:2, :2], offset, order=order, mode=fill_mode, cval=cval
        )
        for channel in np.moveaxis(x, channel_axis, 0)
    ]
    return np.moveaxis(np.stack(channels), 0, channel_axis)


def _matrix(
    theta: float, tx: float, ty: float, shear: float, zx: float, zy: float
) -> np.ndarray | None:
    """Returns where in the old picture each place of the new one lies; None where nowhere else."""
    matrix = None
    if theta != 0:
        turn = np.deg2rad(theta)
        matrix = _then(matrix, [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    if tx != 0 or ty != 0:
        matrix = _then(matrix, [[1, 0], [0, 1]], (tx, ty))
    if shear != 0:
        slope = np.deg2rad(shear)
        matrix = _then(matrix, [[1, -np.sin(slope)], [0, np.cos(slope)]])
    if zx != 1 or zy != 1:
        matrix = _then(matrix, [[zx, 0], [0, zy]])
    return matrix


def _then(before: np.ndarray | None, square: Any, moved: Any = (0, 0)) -> np.ndarray:
    whole = np.eye(3)
    whole[:2, :2], whole[:2, 2] = square, moved
    return whole if before is None else before @ whole


@ends_at_user
def apply_channel_shift(x: Any, intensity: float, channel_axis: int = 0) -> np.ndarray:
    """Adds a number to all channels, within the values that were there.

    Args:
        x: picture.
        intensity: the number.
        channel_axis: unused: all channels are shifted alike.
    """
    return np.clip(x + intensity, np.min(x), np.max(x))


@ends_at_user
def apply_brightness_shift(x: Any, brightness: float, scale: bool = True) -> np.ndarray:
    """Makes a picture brighter or darker.

    Args:
        x: picture.
        brightness: 1 for as bright as it is.
        scale: whether its values are stretched to 0..255 first.

    Raises:
        MissingExtraError: Pillow is not installed.
    """
    required("PIL", "plot")
    from PIL import ImageEnhance

    low, high = np.min(x), np.max(x)
    beyond = bool(low < 0 or high > 255)
    picture = array_to_img(x, scale=beyond or scale)
    bright = img_to_array(ImageEnhance.Brightness(picture).enhance(brightness))
    return bright / 255 * (high - low) + low if beyond and not scale else bright
