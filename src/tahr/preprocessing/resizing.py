"""Pictures brought to another size, on the host: each row and column a weighted sum of others."""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from tahr.ops.image.kernels import GAUSSIAN, KERNELS, MITCHELL, on_host
from tahr.preprocessing import opencv

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Interpolation: TypeAlias = Literal[
    "bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"
]
METHODS: tuple[str, ...] = get_args(Interpolation)
NEAREST, AREA, LINEAR = "nearest", "area", "bilinear"
REACHING = {**KERNELS, "mitchellcubic": MITCHELL, "gaussian": GAUSSIAN}
"""The kernel of each interpolation by distance."""

Taps = tuple[np.ndarray, np.ndarray]
"""By place in the result: the places summed up, and the weight of each."""


@lru_cache(maxsize=512)
def taps(old: int, new: int, method: str) -> Taps:
    """Returns what the places along an axis are summed up of.

    Args:
        old: the length of the axis.
        new: its length afterwards.
        method: one of `METHODS`.

    Example:
        >>> places, weights = taps(2, 4, "bilinear")
        >>> places.tolist()
        [[0, 0], [0, 1], [0, 1], [1, 1]]
        >>> weights.tolist()
        [[0.0, 1.0], [0.75, 0.25], [0.25, 0.75], [1.0, 0.0]]
    """
    scale = old / new
    if method == AREA:
        return _areas(old, new)
    middle = (np.arange(new) + 0.5) * scale
    if method == NEAREST:
        places = np.minimum(np.floor(middle).astype("int64"), old - 1)[:, None]
        return places, np.ones((new, 1), "float32")
    kernel = REACHING[method]
    first = np.ceil(middle - kernel.radius - 0.5).astype("int64")
    places = first[:, None] + np.arange(math.ceil(2 * kernel.radius))
    counted = on_host(kernel, np.abs(places + 0.5 - middle[:, None]))
    weights = np.where((places >= 0) & (places < old), counted, 0.0)
    weights /= weights.sum(1, keepdims=True)
    return np.clip(places, 0, old - 1), weights.astype("float32")


def _areas(old: int, new: int) -> Taps:
    edges = np.arange(new + 1) * (old / new)
    count = math.ceil(old / new) + 1
    places = np.floor(edges[:-1]).astype("int64")[:, None] + np.arange(count)
    covered = np.minimum(places + 1, edges[1:, None]) - np.maximum(places, edges[:-1, None])
    weights = np.maximum(np.where(places < old, covered, 0.0), 0.0)
    weights /= weights.sum(1, keepdims=True)
    return np.clip(places, 0, old - 1), weights.astype("float32")


def resized(pictures: np.ndarray, size: tuple[int, int], method: str = "bilinear") -> np.ndarray:
    """Brings pictures to a size, without smoothing what becomes smaller.

    Args:
        pictures: `(..., height, width, channels)`.
        size: height and width.
        method: one of `METHODS`.

    Returns:
        Of float32; with "nearest", of the same dtype.

    Example:
        >>> resized(np.array([[[0], [4]]], "uint8"), (1, 4))[0, :, 0].tolist()
        [0.0, 1.0, 3.0, 4.0]
    """
    height, width, channels = pictures.shape[-3:]
    if method == NEAREST:
        down, across = (taps(*pair, method)[0][:, 0] for pair in _pairs(pictures, size))
        return np.take(np.take(pictures, down, -3, mode="clip"), across, -2, mode="clip")
    several = pictures.shape[:-3]
    flat = pictures.astype("float32", copy=False).reshape(-1, height, width, channels)
    made = [_brought(picture, size, method) for picture in flat]
    found = made[0] if len(made) == 1 else np.stack(made)
    return np.ascontiguousarray(found).reshape(*several, *size, channels)


def _brought(picture: np.ndarray, size: tuple[int, int], method: str) -> np.ndarray:
    if picture.shape[:2] == size:
        return picture
    found = opencv.resized(picture, size) if method == LINEAR else None
    if found is not None:
        return found
    height, width, channels = picture.shape
    return _summed(picture.reshape(height, -1), height, width, channels, size, method)


def _pairs(pictures: np.ndarray, size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    return zip(pictures.shape[-3:-1], size, strict=True)


def _summed(
    rows: np.ndarray, height: int, width: int, channels: int, size: tuple[int, int], method: str
) -> np.ndarray:
    """Sums up the rows and the columns of one picture `(height, width * channels)`."""
    rows_first = size[0] * width <= size[1] * height
    for along in ("rows", "columns") if rows_first else ("columns", "rows"):
        if along == "rows" and height != size[0]:
            rows = _matrix(height, size[0], method, 1) @ rows
        elif along == "columns" and width != size[1]:
            rows = (_matrix(width, size[1], method, channels) @ rows.T).T
    return rows


@lru_cache(maxsize=512)
def _matrix(old: int, new: int, method: str, channels: int) -> "csr_array":
    """Returns the weights of places in all places, of which most are zero, for each channel."""
    from scipy.sparse import csr_array, kron

    places, weights = taps(old, new, method)
    ends = np.arange(0, places.size + 1, places.shape[1], dtype="int32")
    found = csr_array((weights.ravel(), places.ravel().astype("int32"), ends), shape=(new, old))
    return csr_array(kron(found, np.eye(channels, dtype="float32"), format="csr"))


def cropped_to_ratio(pictures: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Cuts the largest part of the ratio of a size out of the middle of pictures.

    Args:
        pictures: `(..., height, width, channels)`.
        size: height and width, of which the ratio is taken.
    """
    height, width = pictures.shape[-3:-1]
    high = min(height, int(width * size[0] / size[1])) or height
    wide = min(width, int(height * size[1] / size[0])) or width
    top, left = (height - high) // 2, (width - wide) // 2
    return pictures[..., top : top + high, left : left + wide, :]


def fitted(pictures: np.ndarray, size: tuple[int, int], method: str = "bilinear") -> np.ndarray:
    """Brings pictures to the largest size of their own ratio that fits, in the middle of black.

    Args:
        pictures: `(..., height, width, channels)`.
        size: height and width of the result.
        method: one of `METHODS`.

    Example:
        >>> fitted(np.ones((1, 2, 1), "uint8"), (4, 4))[..., 0].tolist()[1:3]
        [[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]]
    """
    height, width = pictures.shape[-3:-1]
    high = max(1, min(size[0], height * size[1] // width))
    wide = max(1, min(size[1], width * size[0] // height))
    inside = resized(pictures, (high, wide), method)
    top, left = (size[0] - high) // 2, (size[1] - wide) // 2
    made = np.zeros((*pictures.shape[:-3], *size, pictures.shape[-1]), inside.dtype)
    made[..., top : top + high, left : left + wide, :] = inside
    return made
