"""Where boxes come to lie when their image is turned, moved, cut or padded."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.ops.arithmetic import add, divide, maximum, minimum, multiply, subtract
from tahr.ops.boxes.formats import (
    Boxes,
    check_in_pixels,
    checked_format,
    convert_format,
    is_relative,
    size_of,
)
from tahr.ops.comparison import less_equal
from tahr.ops.conversion import cast, convert_to_tensor, dtype as dtype_of
from tahr.ops.image.kernels import as_number
from tahr.ops.indexing import where
from tahr.ops.joining import stack, unstack
from tahr.ops.logical import logical_or
from tahr.ops.reductions import max, min
from tahr.ops.shapes import reshape
from tahr.ops.trigonometry import cos, sin, tan


@ends_at_user
def clip_to_image_size(
    bounding_boxes: Boxes,
    height: Any = None,
    width: Any = None,
    bounding_box_format: str = "xyxy",
) -> Boxes:
    """Cuts off what lies beyond the edges of the image.

    Args:
        bounding_boxes: "boxes" `(..., n, 4)`, and their "labels" `(..., n)`.
        height: of the image in pixels; not needed by relative formats.
        width: of the image in pixels, likewise.
        bounding_box_format: a name that `convert_format` knows.

    Returns:
        The dictionary, with the label -1 for boxes of which nothing is left.

    Raises:
        ArgumentError: there is no such format, or the size of the image is needed.

    Example:
        >>> boxes = {"boxes": [[-5.0, 2.0, 4.0, 9.0]], "labels": [3]}
        >>> clip_to_image_size(boxes, height=8, width=8)["boxes"].tolist()
        [[0.0, 2.0, 4.0, 8.0]]
    """
    name = checked_format(bounding_box_format)
    lacking = [key for key in ("boxes", "labels") if key not in bounding_boxes]
    if lacking:
        raise ArgumentError(
            "boxes are clipped with their labels, of which some may become -1",
            where="clip_to_image_size",
            expected='{"boxes": ..., "labels": ...}',
            got=f"no {' and no '.join(map(repr, lacking))}",
        )
    corners = "rel_xyxy" if is_relative(name) else "xyxy"
    tall, wide = (1.0, 1.0) if is_relative(name) else size_of(height, width)
    boxes = convert_format(bounding_boxes["boxes"], name, corners)
    left, top, right, bottom = _clipped(unstack(boxes, 4, -1), tall, wide)
    gone = logical_or(less_equal(right, left), less_equal(bottom, top))
    labels = convert_to_tensor(bounding_boxes["labels"])
    kept = where(gone, cast(-1, dtype_of(labels)), labels)
    clipped = convert_format(stack([left, top, right, bottom], -1), corners, name)
    return {**bounding_boxes, "boxes": clipped, "labels": kept}


@ends_at_user
def crop(
    boxes: Any, top: Any, left: Any, height: Any, width: Any, bounding_box_format: str = "xyxy"
) -> Tensor:
    """Returns boxes as they lie in a window cut out of their image.

    Args:
        boxes: `(..., 4)`, or a dictionary with such "boxes".
        top: of the window in pixels.
        left: of the window in pixels.
        height: of the window in pixels.
        width: of the window in pixels.
        bounding_box_format: one in pixels.

    Raises:
        ArgumentError: there is no such format, or it is a relative one.

    Example:
        >>> crop([[1.0, 2.0, 5.0, 6.0]], top=2, left=1, height=3, width=3).tolist()
        [[0.0, 0.0, 3.0, 3.0]]
    """

    def cut(edges: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        return _clipped(shifted(edges, left, top, subtract), height, width)

    return _on_corners(boxes, bounding_box_format, cut)


@ends_at_user
def pad(
    boxes: Any,
    top: Any,
    left: Any,
    height: Any = None,
    width: Any = None,
    bounding_box_format: str = "xyxy",
) -> Tensor:
    """Returns boxes as they lie when something is put above and to the left of their image.

    Args:
        boxes: `(..., 4)`, or a dictionary with such "boxes".
        top: how many rows are put above.
        left: how many columns are put to the left.
        height: of the result; not needed.
        width: of the result; not needed.
        bounding_box_format: one in pixels.

    Raises:
        ArgumentError: there is no such format, or it is a relative one.

    Example:
        >>> pad([[1.0, 2.0, 5.0, 6.0]], top=2, left=1).tolist()
        [[2.0, 4.0, 6.0, 8.0]]
    """
    return _on_corners(boxes, bounding_box_format, lambda edges: shifted(edges, left, top, add))


@ends_at_user
def affine_transform(
    boxes: Any,
    angle: Any,
    translate_x: Any,
    translate_y: Any,
    scale: Any,
    shear_x: Any,
    shear_y: Any,
    height: Any,
    width: Any,
    center_x: Any = None,
    center_y: Any = None,
    bounding_box_format: str = "xyxy",
) -> Tensor:
    """Returns the smallest boxes around boxes that are moved, sheared, turned and scaled.

    Args:
        boxes: `(n, 4)` or `(batch, n, 4)`.
        angle: in degrees, counter-clockwise as one looks at the image; a number, or one for each
            image, as all that follow.
        translate_x: to the right, in parts of the width.
        translate_y: down, in parts of the height.
        scale: how many times larger.
        shear_x: an angle in degrees.
        shear_y: an angle in degrees.
        height: of the image in pixels.
        width: of the image in pixels.
        center_x: what stays in its place, in parts of the width; the middle by default.
        center_y: likewise, in parts of the height.
        bounding_box_format: a name that `convert_format` knows.

    Raises:
        ArgumentError: there is no such format.

    Example:
        >>> affine_transform([[0.0, 0.0, 2.0, 1.0]], 90.0, 0, 0, 1.0, 0, 0, 5, 5).round(3).tolist()
        [[0.0, 2.0, 1.0, 4.0]]
    """
    corners = convert_format(boxes, bounding_box_format, "xyxy", height, width)
    kind = dtype_of(corners)
    ahead = (-1, *(1 for _ in range(len(corners.shape) - 2)))

    def number(value: Any) -> Tensor:
        tensor = cast(as_number(value, kind) if isinstance(value, int) else value, kind)
        return reshape(tensor, ahead) if len(tensor.shape) else tensor

    wide, tall = (subtract(number(n), 1.0) for n in (width, height))
    x0 = multiply(wide, 0.5 if center_x is None else number(center_x))
    y0 = multiply(tall, 0.5 if center_y is None else number(center_y))
    across = add(subtract(0.0, x0), multiply(number(translate_x), wide))
    down = add(subtract(0.0, y0), multiply(number(translate_y), tall))
    turn, lean, tilt = (
        multiply(number(degrees), math.pi / 180) for degrees in (angle, shear_x, shear_y)
    )
    rest, slope = subtract(turn, tilt), tan(lean)
    along, aside = divide(cos(rest), cos(tilt)), divide(sin(rest), cos(tilt))
    matrix = (
        add(cos(turn), multiply(aside, slope)), add(multiply(along, slope), sin(turn)),
        subtract(0.0, aside), along,
    )  # fmt: skip
    xx, xy, yx, yy = (multiply(number(scale), n) for n in matrix)
    left, top, right, bottom = unstack(corners, 4, -1)
    points = [(add(x, across), add(y, down)) for x in (left, right) for y in (top, bottom)]
    xs = [add(add(multiply(xx, x), multiply(xy, y)), x0) for x, y in points]
    ys = [add(add(multiply(yx, x), multiply(yy, y)), y0) for x, y in points]
    return convert_format(around(xs, ys), "xyxy", bounding_box_format, height, width)


def around(xs: Sequence[Tensor], ys: Sequence[Tensor]) -> Tensor:
    """Returns the smallest boxes `(..., n, 4)` around points, given by their coordinates."""
    across, down = stack(list(xs), -1), stack(list(ys), -1)
    edges = [min(across, -1), min(down, -1), max(across, -1), max(down, -1)]
    return stack(edges, -1)


def shifted(edges: tuple[Tensor, ...], left: Any, top: Any, by: Any) -> tuple[Tensor, ...]:
    """Returns left, top, right and bottom with something added to them or taken off."""
    x1, y1, x2, y2 = edges
    across, down = (cast(convert_to_tensor(n), x1.dtype) for n in (left, top))
    return by(x1, across), by(y1, down), by(x2, across), by(y2, down)


def _clipped(edges: Sequence[Tensor], height: Any, width: Any) -> tuple[Tensor, ...]:
    """Returns left, top, right and bottom, none beyond the edges of an image."""
    ends = (width, height, width, height)
    return tuple(
        maximum(minimum(edge, cast(end, edge.dtype)), 0.0)
        for edge, end in zip(edges, ends, strict=True)
    )


def _on_corners(boxes: Any, name: str, change: Any) -> Any:
    """Applies a function of left, top, right and bottom to boxes in pixels."""
    if isinstance(boxes, Mapping):
        return {**boxes, "boxes": _on_corners(boxes["boxes"], name, change)}
    check_in_pixels(name)
    edges = change(tuple(unstack(convert_format(boxes, name, "xyxy"), 4, -1)))
    return convert_format(stack(list(edges), -1), "xyxy", name)
