"""Boxes as what they differ by from anchors: what a detector predicts."""

from collections.abc import Mapping
from typing import Any

from tahr.core.errors import ArgumentError, told
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.ops.arithmetic import add, divide, multiply, subtract
from tahr.ops.boxes.formats import checked_format, convert_format, in_pixels, size_for
from tahr.ops.conversion import cast, convert_to_tensor
from tahr.ops.exponential import exp, log
from tahr.ops.image.batches import check_choice
from tahr.ops.joining import concatenate

CENTRED = ("center_yxhw", "center_xywh")


@ends_at_user
def encode_box_to_deltas(
    anchors: Any,
    boxes: Any,
    anchor_format: str,
    box_format: str,
    encoding_format: str = "center_yxhw",
    variance: Any = None,
    image_shape: Any = None,
) -> Tensor:
    """Returns how boxes differ from anchors: their centres by size, their sizes by logarithm.

    Args:
        anchors: `(n, 4)`.
        boxes: `(n, 4)` or `(batch, n, 4)`.
        anchor_format: of the anchors, a name that `convert_format` knows.
        box_format: of the boxes.
        encoding_format: the order of the result: "center_yxhw" or "center_xywh".
        variance: four numbers that the differences are divided by.
        image_shape: (height, width, channels), needed by relative formats.

    Returns:
        A tensor of the shape of the boxes.

    Raises:
        ArgumentError: there is no such format, or variance is not four numbers.

    Example:
        >>> anchor, box = [[0.0, 0.0, 2.0, 2.0]], [[1.0, 0.0, 3.0, 2.0]]
        >>> encode_box_to_deltas(anchor, box, "xyxy", "xyxy").tolist()
        [[0.0, 0.5, 0.0, 0.0]]

    Source: Girshick et al. 2014, "Rich feature hierarchies", appendix C.
    """
    check_choice("encoding_format", encoding_format, CENTRED)
    base = in_pixels(anchors, anchor_format, image_shape, encoding_format)
    wanted = in_pixels(boxes, box_format, image_shape, encoding_format)
    place = divide(subtract(wanted[..., :2], base[..., :2]), base[..., 2:])
    found = concatenate([place, log(divide(wanted[..., 2:], base[..., 2:]))], -1)
    return found if variance is None else divide(found, four(variance, found))


@ends_at_user
def decode_deltas_to_boxes(
    anchors: Any,
    boxes_delta: Any,
    anchor_format: str,
    box_format: str,
    encoded_format: str = "center_yxhw",
    variance: Any = None,
    image_shape: Any = None,
) -> Any:
    """Returns the boxes that differ from anchors in a given way: what encoding undoes.

    Args:
        anchors: `(n, 4)`, or a dictionary of such by level.
        boxes_delta: `(n, 4)` or `(batch, n, 4)`, or a dictionary of such by level.
        anchor_format: of the anchors, a name that `convert_format` knows.
        box_format: the format wanted.
        encoded_format: the order of the differences: "center_yxhw" or "center_xywh".
        variance: four numbers that the differences are multiplied by.
        image_shape: (height, width, channels), needed by relative formats.

    Returns:
        Boxes of the shape of the differences, or a dictionary of them.

    Raises:
        ArgumentError: there is no such format, or variance is not four numbers.

    Example:
        >>> anchor, delta = [[0.0, 0.0, 2.0, 2.0]], [[0.0, 0.5, 0.0, 0.0]]
        >>> decode_deltas_to_boxes(anchor, delta, "xyxy", "xyxy").tolist()
        [[1.0, 0.0, 3.0, 2.0]]

    Source: Girshick et al. 2014, "Rich feature hierarchies", appendix C.
    """
    check_choice("encoded_format", encoded_format, CENTRED)
    options = (anchor_format, box_format, encoded_format, variance, image_shape)
    if isinstance(boxes_delta, Mapping):
        return {
            level: decode_deltas_to_boxes(anchors[level], delta, *options)
            for level, delta in boxes_delta.items()
        }
    base = in_pixels(anchors, anchor_format, image_shape, encoded_format)
    delta = cast(convert_to_tensor(boxes_delta), base.dtype)
    delta = delta if variance is None else multiply(delta, four(variance, delta))
    place = add(multiply(delta[..., :2], base[..., 2:]), base[..., :2])
    found = concatenate([place, multiply(exp(delta[..., 2:]), base[..., 2:])], -1)
    target = checked_format(box_format, "box_format")
    return convert_format(found, encoded_format, target, *size_for(target, image_shape))


def four(variance: Any, like: Tensor) -> Tensor:
    """Returns four numbers as a tensor.

    Raises:
        ArgumentError: they are not four.
    """
    tensor = cast(convert_to_tensor(variance), like.dtype)
    if tuple(tensor.shape)[-1:] != (4,):
        raise ArgumentError("variance does not fit", expected="four numbers", got=told(variance))
    return tensor
