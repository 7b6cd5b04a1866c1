"""Where images change."""

from tahr.core.errors import ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.image.batches import as_batch, narrowed_floats, widened
from tahr.ops.image.filters import filtered
from tahr.ops.joining import stack
from tahr.ops.nn.spatial import from_last
from tahr.ops.op import op

SLOPE, SMOOTH = (-1.0, 0.0, 1.0), (1.0, 2.0, 1.0)


@op()
def sobel_edges(images: TensorLike, data_format: str | None = None) -> Tensor:
    """Returns how steeply images change downwards and to the right; beyond them are zeros.

    Args:
        images: `(batch, height, width, channels)`, or channels first.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        Floats in the shape of the images, with one more axis of two: down and right. Integers
        give float32.

    Raises:
        ShapeError: these are no batch of images.

    Example:
        >>> sobel_edges([[[[1.0], [2.0], [4.0]]]])[0, 0, 1, 0].tolist()
        [0.0, 6.0]

    Source: Sobel and Feldman 1968, "A 3x3 isotropic gradient operator for image processing".
    """
    if rank(images) != 4:
        raise ShapeError(
            "expected a batch of images",
            expected="(batch, height, width, channels)",
            got=show(dims(images)),
        )
    batch = widened(as_batch(images, data_format))
    both = [
        filtered(filtered(batch, 1, down, True), 2, right, True)
        for down, right in ((SLOPE, SMOOTH), (SMOOTH, SLOPE))
    ]
    found = stack([from_last(slope, data_format) for slope in both], -1)
    return narrowed_floats(found, dtype_of(images))
