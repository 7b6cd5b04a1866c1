"""Weights as images, and images as PNG files."""

import struct
import zlib

import numpy as np


def as_bytes(images: np.ndarray) -> np.ndarray:
    """Returns numbers spread over 0 to 255; what is not finite is zero."""
    finite = np.nan_to_num(images.astype("float64"), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = finite.min(initial=0.0), finite.max(initial=0.0)
    return np.round((finite - low) * (255 / max(high - low, 1e-30))).astype("uint8")


def png(image: np.ndarray) -> bytes:
    """Returns an image as a PNG file.

    Args:
        image: uint8 numbers `(height, width, channels)`, channels 1 (grey), 3 or 4 (colour).

    Example:
        >>> png(np.zeros((2, 3, 1), "uint8"))[:4]
        b'\\x89PNG'

    Source: ISO/IEC 15948:2004, "Portable Network Graphics".
    """
    height, width, channels = image.shape
    color = {1: 0, 3: 2, 4: 6}[channels]
    head = struct.pack(">IIBBBBB", width, height, 8, color, 0, 0, 0)
    rows = b"".join(b"\0" + row.tobytes() for row in image)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


def as_images(weight: np.ndarray) -> np.ndarray | None:
    """Returns a weight as images `(n, height, width, 1 or 3 or 4)`, None where it makes none.

    A vector is a row, a matrix lies on its longer side, of three axes the last counts images.

    Example:
        >>> as_images(np.zeros((5, 2))).shape, as_images(np.zeros((3, 4, 7))).shape
        ((1, 2, 5, 1), (7, 3, 4, 1))
    """
    squeezed = weight.squeeze()
    if squeezed.ndim == 1:
        return squeezed[None, None, :, None]
    if squeezed.ndim == 2:
        lying = squeezed if squeezed.shape[0] <= squeezed.shape[1] else squeezed.T
        return lying[None, :, :, None]
    if squeezed.ndim == 3:
        return np.moveaxis(squeezed, -1, 0)[..., None]
    if squeezed.ndim == 4 and squeezed.shape[-1] in (1, 3, 4):
        return squeezed
    return None
