"""Rectangles at random places in images."""

from tahr import ops
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.image_layer import Lengths, drawn_between
from tahr.ops.image.kernels import as_number
from tahr.ops.random.seeds import Seed


def patches(lengths: Lengths, high: Tensor, wide: Tensor, seed: Seed) -> Tensor:
    """Draws a rectangle inside each image of a batch.

    Args:
        lengths: (batch, height, width, channels).
        high: `(batch,)`, the heights in parts of the image's.
        wide: `(batch,)`, the widths in parts of the image's.
        seed: what to draw by.

    Returns:
        Truths `(batch, height, width, 1)`, true inside.
    """
    count, height, width, _ = lengths
    rows = _inside(count, height, high, seed)
    columns = _inside(count, width, wide, seed)
    inside = ops.logical_and(ops.expand_dims(rows, 2), ops.expand_dims(columns, 1))
    return ops.expand_dims(inside, -1)


def _inside(count: int, length: int, part: Tensor, seed: Seed) -> Tensor:
    """Returns which places of an axis lie in an interval, `(batch, length)`."""
    whole = as_number(length, "float32")
    size = ops.expand_dims(ops.multiply(part, whole), 1)
    start = ops.multiply(drawn_between((0.0, 1.0), (count, 1), seed), ops.subtract(whole, size))
    places = ops.add(ops.expand_dims(ops.arange(length, dtype="float32"), 0), 0.5)
    after = ops.greater_equal(places, start)
    return ops.logical_and(after, ops.less_equal(places, ops.add(start, size)))
