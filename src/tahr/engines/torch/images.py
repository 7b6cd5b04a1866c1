"""Images resized, and read at other places, by PyTorch's kernels."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn import functional

from tahr.engines.images import placing, resizing
from tahr.engines.torch.tracing import is_transforming
from tahr.engines.torch.widening import Tensor

MODES = {"nearest": "nearest-exact", "bilinear": "bilinear", "bicubic": "bicubic"}
"""What PyTorch calls each interpolation."""
PADDINGS = {"constant": "zeros", "nearest": "border", "reflect": "reflection"}
"""What the kernel calls the fill modes that it has."""


@resizing
def resize(
    images: Tensor,
    size: Sequence[int],
    interpolation: str,
    antialias: bool,
    is_last: bool,
) -> Any:
    """Resizes batches of float32; without antialiasing PyTorch's cubic is another one."""
    exact = interpolation in ("nearest", "bilinear") or (antialias and interpolation == "bicubic")
    if not exact or images.dtype is not torch.float32 or is_transforming():
        return NotImplemented
    first = images.permute(0, 3, 1, 2) if is_last else images
    smooth = antialias and interpolation != "nearest"
    found = functional.interpolate(first, tuple(size), mode=MODES[interpolation], antialias=smooth)
    return found.permute(0, 2, 3, 1) if is_last else found


@placing
def affine_transform(
    images: Tensor,
    transform: Tensor,
    fill_mode: str,
    fill_value: float,
    is_last: bool,
) -> Any:
    """Reads all channels of a pixel in one pass, where the common version goes through four."""
    if images.dtype is not torch.float32 or fill_mode not in PADDINGS:
        return NotImplemented
    if fill_mode == "constant" and fill_value:
        return NotImplemented
    batch = images.permute(0, 3, 1, 2) if is_last else images
    count, _, height, width = batch.shape
    if transform.shape[0] not in (1, count):
        return NotImplemented
    rows = transform.to(torch.float32).expand(count, 8)
    a0, a1, a2, b0, b1, b2, c0, c1 = (row[:, None, None] for row in rows.unbind(1))
    x = torch.arange(width, dtype=torch.float32, device=batch.device)
    y = torch.arange(height, dtype=torch.float32, device=batch.device)[:, None]
    nearness = c0 * x + c1 * y + 1.0
    across = (a0 * x + a1 * y + a2) / nearness
    down = (b0 * x + b1 * y + b2) / nearness
    # The kernel's places go from -1 to 1, from edge to edge.
    places = torch.stack([(2 * across + 1) / width - 1, (2 * down + 1) / height - 1], -1)
    found = functional.grid_sample(
        batch, places, "bilinear", PADDINGS[fill_mode], align_corners=False
    )
    return found.permute(0, 2, 3, 1) if is_last else found
