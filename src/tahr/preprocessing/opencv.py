"""What OpenCV does faster than Pillow and SciPy, with the same numbers, where it is installed.

Each function returns None for what it does not take: then the others do it, and tell of damaged
files.
"""

from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from tahr.core.extras import installed_spec

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
JPEG_END, PNG_END = b"\xff\xd9", b"IEND\xaeB`\x82"
"""How whole files end: of others, OpenCV would return the part that is there."""
FRAMES = (0xC0, 0xC1, 0xC2)
"""The markers of a JPEG file after which its channels are told: baseline and progressive ones."""
FLAGS = {"L": "IMREAD_GRAYSCALE", "RGB": "IMREAD_COLOR_RGB"}
PNG_COLOURS = {b"\x08\0": "L", b"\x08\2": "RGB"}
"""By bits of a channel and kind of colour, a byte each: the mode in which they can be read."""


@cache
def _opencv() -> Any:
    if installed_spec("cv2") is None:
        return None
    try:
        found = import_module("cv2")
    except ImportError:  # of a system without its libraries
        return None
    return found if hasattr(found, FLAGS["RGB"]) else None


def decoded(data: bytes, mode: str) -> np.ndarray | None:
    """Reads a whole JPEG or PNG file of bytes, gray or of three channels.

    Args:
        data: what is in the file.
        mode: "L" or "RGB", as Pillow calls them.

    Returns:
        `(height, width)` or `(height, width, 3)`; None for other files.
    """
    if mode not in FLAGS or not (_plain_jpeg(data) or _plain_png(data, mode)):
        return None
    library = _opencv()
    if library is None:
        return None
    flags = getattr(library, FLAGS[mode]) | library.IMREAD_IGNORE_ORIENTATION
    try:
        return library.imdecode(np.frombuffer(data, "uint8"), flags)
    except library.error:
        return None


def _plain_jpeg(data: bytes) -> bool:
    return data.startswith(JPEG) and data.endswith(JPEG_END) and _channels(data) in (1, 3)


def _channels(jpeg: bytes) -> int:
    """Returns how many channels a JPEG file says it has; 0 where that is not to be found."""
    place = len(JPEG)
    while place + 9 < len(jpeg) and jpeg[place] == 0xFF:
        if jpeg[place + 1] in FRAMES:
            return jpeg[place + 9]
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4])
    return 0


def _plain_png(data: bytes, mode: str) -> bool:
    whole = data.startswith(PNG) and data.endswith(PNG_END)
    return whole and PNG_COLOURS.get(data[24:26]) == mode


def resized(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray | None:
    """Brings a picture to a size by linear interpolation, without smoothing what becomes smaller.

    Args:
        picture: of float32, `(height, width, channels)`.
        size: height and width.

    Returns:
        `(*size, channels)`; None where OpenCV is missing or the picture too large for it.
    """
    library = _opencv()
    if library is None or picture.shape[-1] not in (1, 3, 4):
        return None
    try:
        found = library.resize(picture, size[::-1], interpolation=library.INTER_LINEAR)
    except library.error:
        return None
    return found.reshape(*size, picture.shape[-1])
