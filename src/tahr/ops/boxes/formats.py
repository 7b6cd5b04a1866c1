"""How a box is written: by corners, size or centre, in pixels or in parts of an image."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import show
from tahr.core.suggesting import closest
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.ops.arithmetic import add, divide, multiply, subtract
from tahr.ops.conversion import cast, convert_to_tensor
from tahr.ops.image.kernels import as_number
from tahr.ops.joining import stack, unstack

Boxes: TypeAlias = dict[str, Any]
"""Boxes `(..., n, 4)` as "boxes", and their "labels" `(..., n)`."""

Four: TypeAlias = tuple[Tensor, Tensor, Tensor, Tensor]
RELATIVE = "rel_"


class Form(NamedTuple):
    """One way to write a box, and the way back to left, top, right and bottom."""

    written: Callable[[Tensor, Tensor, Tensor, Tensor], Four]
    corners: Callable[[Tensor, Tensor, Tensor, Tensor], Four]


def _same(left: Tensor, top: Tensor, right: Tensor, bottom: Tensor) -> Four:
    return left, top, right, bottom


def _swapped(left: Tensor, top: Tensor, right: Tensor, bottom: Tensor) -> Four:
    return top, left, bottom, right


def _size(left: Tensor, top: Tensor, right: Tensor, bottom: Tensor) -> Four:
    return left, top, subtract(right, left), subtract(bottom, top)


def _of_size(left: Tensor, top: Tensor, width: Tensor, height: Tensor) -> Four:
    return left, top, add(left, width), add(top, height)


def _centre(left: Tensor, top: Tensor, right: Tensor, bottom: Tensor) -> Four:
    middle = multiply(add(left, right), 0.5), multiply(add(top, bottom), 0.5)
    return *middle, subtract(right, left), subtract(bottom, top)


def _of_centre(x: Tensor, y: Tensor, width: Tensor, height: Tensor) -> Four:
    across, down = multiply(width, 0.5), multiply(height, 0.5)
    return subtract(x, across), subtract(y, down), add(x, across), add(y, down)


def _centre_down(left: Tensor, top: Tensor, right: Tensor, bottom: Tensor) -> Four:
    return _swapped(*_centre(left, top, right, bottom))


def _of_centre_down(y: Tensor, x: Tensor, height: Tensor, width: Tensor) -> Four:
    return _of_centre(x, y, width, height)


FORMS: Mapping[str, Form] = {
    "xyxy": Form(_same, _same),
    "yxyx": Form(_swapped, _swapped),
    "xywh": Form(_size, _of_size),
    "center_xywh": Form(_centre, _of_centre),
    "center_yxhw": Form(_centre_down, _of_centre_down),
}
"""The ways to write a box in pixels; each also in parts of the image, its name after "rel_"."""

FORMATS: tuple[str, ...] = (*FORMS, *(RELATIVE + name for name in FORMS))


def checked_format(name: object, where: str = "bounding_box_format") -> str:
    """Returns the name of a format in lower case.

    Args:
        name: of a format, in any case.
        where: what it was given as.

    Raises:
        ArgumentError: there is no such format.

    Example:
        >>> checked_format("XYWH")
        'xywh'
    """
    known = name.lower() if isinstance(name, str) else ""
    if known not in FORMATS:
        near = closest(known, FORMATS) if known else ""
        raise ArgumentError(
            f"{where} cannot be {told(name)}{near}", expected=", ".join(map(repr, FORMATS))
        )
    return known


def is_relative(name: str) -> bool:
    """Returns whether a format, checked, counts in parts of the image rather than in pixels."""
    return name.startswith(RELATIVE)


@ends_at_user
def convert_format(
    boxes: Any,
    source: str,
    target: str,
    height: Any = None,
    width: Any = None,
    dtype: Any = "float32",
) -> Any:
    """Writes bounding boxes in another format.

    A format is "xyxy" (left, top, right, bottom), "yxyx", "xywh" (left, top, width, height),
    "center_xywh" or "center_yxhw", each in pixels, or one of these after "rel_", in parts of the
    height and width of the image.

    Args:
        boxes: `(..., 4)`, or a dictionary with such "boxes", of which nothing else changes.
        source: the format they are in, in any case.
        target: the format wanted.
        height: of the image in pixels; needed from pixels to parts and back.
        width: of the image in pixels, likewise.
        dtype: a float; of the result.

    Returns:
        Boxes of the same shape, or the dictionary with them.

    Raises:
        ArgumentError: there is no such format, or the size of the image is needed.
        ShapeError: a box does not have four numbers.

    Example:
        >>> convert_format([[10.0, 20.0, 30.0, 60.0]], "xyxy", "center_xywh").tolist()
        [[20.0, 40.0, 20.0, 40.0]]
    """
    source, target = checked_format(source, "source"), checked_format(target, "target")
    if isinstance(boxes, Mapping):
        inner = convert_format(boxes["boxes"], source, target, height, width, dtype)
        return {**boxes, "boxes": inner}
    tensor = cast(convert_to_tensor(boxes), dtype)
    if not tensor.shape or tensor.shape[-1] != 4:
        raise ShapeError("a box has four numbers", expected="(..., 4)", got=show(tensor.shape))
    if source == target:
        return tensor
    found = FORMS[source.removeprefix(RELATIVE)].corners(*unstack(tensor, 4, -1))
    if is_relative(source) != is_relative(target):
        found = _scaled(found, height, width, divide if is_relative(target) else multiply)
    return stack(FORMS[target.removeprefix(RELATIVE)].written(*found), -1)


def _scaled(corners: Four, height: Any, width: Any, by: Callable[[Any, Any], Tensor]) -> Four:
    tall, wide = (cast(n, corners[0].dtype) for n in size_of(height, width))
    left, top, right, bottom = corners
    return by(left, wide), by(top, tall), by(right, wide), by(bottom, tall)


def size_of(height: Any, width: Any) -> tuple[Tensor, Tensor]:
    """Returns the height and width of an image as tensors.

    Raises:
        ArgumentError: they are not given.
    """
    if height is None or width is None:
        raise ArgumentError(
            "between pixels and parts of an image, and at its edges, its size is needed",
            expected="height and width",
            got=f"height={height}, width={width}",
        )
    return _number(height), _number(width)


def _number(length: Any) -> Tensor:
    whole = isinstance(length, int)
    return convert_to_tensor(as_number(length, "float32") if whole else length)


def check_in_pixels(name: str) -> None:
    """Checks that a format counts in pixels.

    Raises:
        ArgumentError: it does not, or there is no such format.
    """
    if is_relative(checked_format(name)):
        raise ArgumentError(
            "boxes have to be in pixels here",
            got=repr(name),
            todo="use convert_format before and after",
        )


def in_pixels(boxes: Any, source: str, image_shape: Any, target: str = "xyxy") -> Tensor:
    """Returns boxes in a format in pixels.

    Args:
        boxes: `(..., 4)`.
        source: their format.
        image_shape: (height, width, channels), needed by relative formats.
        target: the format wanted.

    Raises:
        ArgumentError: they are relative, and the image's shape is not given.
    """
    name = checked_format(source)
    return convert_format(boxes, name, target, *size_for(name, image_shape))


def size_for(name: str, image_shape: Any) -> tuple[Any, Any]:
    """Returns the height and width in the shape of an image; Nones where a format needs none.

    Args:
        name: of a format, checked.
        image_shape: (height, width, channels), or None.

    Raises:
        ArgumentError: the format is relative, and the image's shape is not given.
    """
    if image_shape is not None:
        return image_shape[0], image_shape[1]
    if is_relative(name):
        raise ArgumentError(
            "boxes in parts of an image need its shape",
            expected="image_shape=(height, width, channels)",
            got=f"{name!r} and no image_shape",
        )
    return None, None
