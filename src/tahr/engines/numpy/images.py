"""Images read at other places, one after the other: what an image needs stays in the cache."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tahr.engines.images import placing

Fold = Callable[[np.ndarray, int], np.ndarray]


def _reflected(places: np.ndarray, length: int) -> np.ndarray:
    if places.min(initial=0) < -length or places.max(initial=0) >= 2 * length:
        places = np.mod(places, 2 * length)
    ahead = places ^ (places >> 31)  # what is below zero, counted from the edge
    return np.minimum(ahead, 2 * length - 1 - ahead)


def _clipped(places: np.ndarray, length: int) -> np.ndarray:
    return np.clip(places, 0, length - 1)


FOLDS: Mapping[str, Fold] = {
    "reflect": _reflected,
    "nearest": _clipped,
    "constant": _clipped,
    "wrap": np.mod,
}
"""Which element stands at a whole place beyond the edges, by fill mode."""


@placing
def affine_transform(
    images: np.ndarray,
    transform: np.ndarray,
    fill_mode: str,
    fill_value: float,
    is_last: bool,
) -> Any:
    """Reads images channel by channel, each in memory that lies in one piece."""
    if images.dtype != np.float32 or not images.size:
        return NotImplemented
    if fill_mode not in FOLDS or transform.shape[0] not in (1, len(images)):
        return NotImplemented
    planes = images.transpose(0, 3, 1, 2) if is_last else images
    found = np.empty(planes.shape, np.float32)
    rows = np.broadcast_to(transform.astype(np.float32), (len(images), 8))
    for image, row, made in zip(planes, rows, found, strict=True):
        _read(np.ascontiguousarray(image), row, FOLDS[fill_mode], made)
        if fill_mode == "constant":
            _fill(row, made, fill_value)
    return found.transpose(0, 2, 3, 1) if is_last else found


def _places(row: np.ndarray, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
    a0, a1, a2, b0, b1, b2, c0, c1 = row
    across, down = a0 * x + (a1 * y + a2), b0 * x + (b1 * y + b2)
    if c0 or c1:
        nearness = c0 * x + (c1 * y + np.float32(1))
        across, down = across / nearness, down / nearness
    return across, down


def _read(planes: np.ndarray, row: np.ndarray, fold: Fold, made: np.ndarray) -> None:
    """Interpolates `(channels, height, width)` between the four pixels around each place."""
    _, height, width = planes.shape
    across, down = _places(row, height, width)
    left, above = np.floor(across), np.floor(down)
    across, down = across - left, down - above
    x, y = left.astype(np.int32), above.astype(np.int32)
    columns = fold(x, width), fold(x + 1, width)
    lines = fold(y, height) * width, fold(y + 1, height) * width
    places = [line + column for line in lines for column in columns]
    for plane, result in zip(planes.reshape(len(planes), -1), made, strict=True):
        one, two, three, four = (plane.take(place) for place in places)
        one += (two - one) * across
        three += (four - three) * across
        one += (three - one) * down
        result[...] = one


def _fill(row: np.ndarray, made: np.ndarray, value: float) -> None:
    """Blends a value in where places lie beyond the edges, by how far they do."""
    _, height, width = made.shape
    across, down = _places(row, height, width)
    share = _inside(across, width) * _inside(down, height)
    made *= share
    if value:
        made += (1 - share) * np.float32(value)


def _inside(places: np.ndarray, length: int) -> np.ndarray:
    """Returns how much of a place lies within an axis: all, nothing, or a part at the edges."""
    return np.clip(np.minimum(places + 1, length - places), 0, 1)


NATIVE: Mapping[str, Callable[..., Any]] = {"affine_transform": affine_transform}
"""Ops that NumPy has a faster version of than the common one."""
