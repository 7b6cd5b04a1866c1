"""How far boxes overlap."""

import math
from typing import Any

from tahr.core.config import epsilon
from tahr.core.errors import ShapeError
from tahr.core.specs import show
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.ops.arithmetic import (
    add,
    divide,
    divide_no_nan,
    maximum,
    minimum,
    multiply,
    subtract,
)
from tahr.ops.boxes.formats import checked_format, convert_format, in_pixels, is_relative
from tahr.ops.comparison import less
from tahr.ops.conversion import stop_gradient
from tahr.ops.elementwise import square
from tahr.ops.indexing import where
from tahr.ops.joining import unstack
from tahr.ops.logical import logical_or
from tahr.ops.reductions import all
from tahr.ops.shapes import expand_dims
from tahr.ops.trigonometry import arctan


@ends_at_user
def compute_iou(
    boxes1: Any,
    boxes2: Any,
    bounding_box_format: str,
    use_masking: bool = False,
    mask_val: float = -1,
    image_shape: Any = None,
) -> Tensor:
    """Returns the intersection over union of each box with each of others.

    Args:
        boxes1: `(m, 4)` or `(batch, m, 4)`.
        boxes2: `(n, 4)` or `(batch, n, 4)`.
        bounding_box_format: a name that `convert_format` knows.
        use_masking: whether pairs with a box that has no number of zero or more count for nothing.
        mask_val: what stands for these pairs.
        image_shape: (height, width, channels); not needed.

    Returns:
        `(m, n)`, or `(batch, m, n)` where one of them is a batch.

    Raises:
        ArgumentError: there is no such format.
        ShapeError: the boxes are neither a list of boxes nor a batch of lists.

    Example:
        >>> compute_iou([[0.0, 0.0, 2.0, 2.0]], [[0.0, 0.0, 2.0, 1.0]], "xyxy").tolist()
        [[0.5]]

    Source: Jaccard 1912, "The distribution of the flora in the alpine zone".
    """
    first, second = (_corners(b, bounding_box_format, image_shape) for b in (boxes1, boxes2))
    for boxes in (first, second):
        if len(boxes.shape) not in (2, 3):
            raise ShapeError(
                "expected boxes, or a batch of them",
                expected="(n, 4) or (batch, n, 4)",
                got=show(boxes.shape),
            )
    one, other = expand_dims(first, -2), expand_dims(second, -3)
    shared = _shared(one, other)
    found = divide_no_nan(shared, _together(one, other, shared))
    if not use_masking:
        return found
    gone = logical_or(expand_dims(_is_gone(first), -1), expand_dims(_is_gone(second), -2))
    return where(gone, float(mask_val), found)


@ends_at_user
def compute_ciou(
    boxes1: Any, boxes2: Any, bounding_box_format: str, image_shape: Any = None
) -> Tensor:
    """Returns the complete intersection over union of boxes with others, pair by pair.

    From the overlap it takes off how far the centres are apart, and how far the ratios of height
    and width are.

    Args:
        boxes1: `(..., 4)`.
        boxes2: `(..., 4)`.
        bounding_box_format: a name that `convert_format` knows.
        image_shape: (height, width, channels), needed by relative formats.

    Returns:
        A tensor without the last axis; 1 for boxes that are the same.

    Raises:
        ArgumentError: there is no such format.

    Example:
        >>> compute_ciou([[0.0, 0.0, 2.0, 2.0]], [[0.0, 0.0, 2.0, 2.0]], "xyxy").round(3).tolist()
        [1.0]

    Source: Zheng et al. 2020, "Distance-IoU loss", equations 10 to 12.
    """
    one, other = (in_pixels(b, bounding_box_format, image_shape) for b in (boxes1, boxes2))
    small = epsilon()
    shared = _shared(one, other)
    overlap = divide(shared, add(_together(one, other, shared), small))
    left1, top1, right1, bottom1 = unstack(one, 4, -1)
    left2, top2, right2, bottom2 = unstack(other, 4, -1)
    across = subtract(maximum(right1, right2), minimum(left1, left2))
    down = subtract(maximum(bottom1, bottom2), minimum(top1, top2))
    sideways = subtract(add(left2, right2), add(left1, right1))
    upright = subtract(add(top2, bottom2), add(top1, bottom1))
    apart = multiply(add(square(sideways), square(upright)), 0.25)
    distance = divide(apart, add(add(square(across), square(down)), small))
    lean1 = arctan(divide(subtract(right1, left1), add(subtract(bottom1, top1), small)))
    lean2 = arctan(divide(subtract(right2, left2), add(subtract(bottom2, top2), small)))
    ratios = multiply(square(subtract(lean2, lean1)), 4 / math.pi**2)
    weight = stop_gradient(divide(ratios, add(subtract(ratios, overlap), 1.0 + small)))
    return subtract(subtract(overlap, distance), multiply(ratios, weight))


def _corners(boxes: Any, name: str, image_shape: Any) -> Tensor:
    """Returns left, top, right and bottom; ratios of areas are the same in parts of an image."""
    if image_shape is None and is_relative(checked_format(name)):
        return convert_format(boxes, name, "rel_xyxy")
    return in_pixels(boxes, name, image_shape)


def _shared(one: Tensor, other: Tensor) -> Tensor:
    left1, top1, right1, bottom1 = unstack(one, 4, -1)
    left2, top2, right2, bottom2 = unstack(other, 4, -1)
    across = maximum(subtract(minimum(right1, right2), maximum(left1, left2)), 0.0)
    down = maximum(subtract(minimum(bottom1, bottom2), maximum(top1, top2)), 0.0)
    return multiply(across, down)


def _together(one: Tensor, other: Tensor, shared: Tensor) -> Tensor:
    """Returns the area of two boxes, what they share counted once."""
    return subtract(add(_area(one), _area(other)), shared)


def _area(boxes: Tensor) -> Tensor:
    left, top, right, bottom = unstack(boxes, 4, -1)
    return multiply(subtract(right, left), subtract(bottom, top))


def _is_gone(boxes: Tensor) -> Tensor:
    return all(less(boxes, 0.0), -1)
