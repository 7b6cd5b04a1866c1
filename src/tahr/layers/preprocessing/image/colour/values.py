"""Values of images in another range."""

from tahr import ops
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.factors import Pair

BYTES = (0.0, 255.0)


def scaled(images: Tensor, source: Pair, target: Pair) -> Tensor:
    """Returns values that lie in one range as they lie in another.

    Args:
        images: tensor of floats.
        source: the least and the most of the values.
        target: the least and the most wanted.

    Example:
        >>> scaled(ops.convert_to_tensor([0.0, 127.5]), (0, 255), (-1, 1)).tolist()
        [-1.0, 0.0]
    """
    (low, high), (least, most) = source, target
    if (low, high) == (least, most):
        return images
    unit = ops.divide(ops.subtract(images, float(low)), float(high - low))
    return ops.add(ops.multiply(unit, float(most - least)), float(least))
