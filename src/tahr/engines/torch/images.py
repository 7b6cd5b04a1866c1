"""Images resized by PyTorch's kernels, which read few pixels for each."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn import functional

from tahr.core.config import data_format as checked_format
from tahr.engines.torch.tracing import is_transforming
from tahr.engines.torch.widening import Tensor

MODES = {"nearest": "nearest-exact", "bilinear": "bilinear", "bicubic": "bicubic"}
"""What PyTorch calls each interpolation."""


def resize(
    images: Tensor,
    size: Sequence[int],
    interpolation: str = "bilinear",
    antialias: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    fill_mode: str = "constant",
    fill_value: float = 0.0,
    data_format: str | None = None,
) -> Any:
    """Resizes batches of float32; without antialiasing PyTorch's cubic is another one."""
    exact = interpolation in ("nearest", "bilinear") or (antialias and interpolation == "bicubic")
    plain = not (crop_to_aspect_ratio or pad_to_aspect_ratio) and fill_mode == "constant"
    fits = images.ndim == 4 and images.dtype is torch.float32 and not is_transforming()
    if not (exact and plain and fits):
        return NotImplemented
    is_last = checked_format(data_format) == "channels_last"
    first = images.permute(0, 3, 1, 2) if is_last else images
    smooth = antialias and interpolation != "nearest"
    found = functional.interpolate(first, tuple(size), mode=MODES[interpolation], antialias=smooth)
    return found.permute(0, 2, 3, 1) if is_last else found
