"""Images deformed at random, as if they were printed on rubber."""

from tahr.core.errors import ArgumentError, told
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import multiply
from tahr.ops.axes import dims
from tahr.ops.image.batches import as_batch, as_given, check_choice, wide_dtype
from tahr.ops.image.coordinates import ORDERS
from tahr.ops.image.fills import FILLS
from tahr.ops.image.filters import blurred
from tahr.ops.image.transforms import displaced
from tahr.ops.op import op
from tahr.ops.random.normal import normal
from tahr.ops.random.seeds import Seed


@op()
def elastic_transform(
    images: TensorLike,
    alpha: float = 20.0,
    sigma: float = 5.0,
    interpolation: str = "bilinear",
    fill_mode: str = "reflect",
    fill_value: float = 0.0,
    seed: Seed = None,
    data_format: str | None = None,
) -> Tensor:
    """Returns images whose pixels come from random places nearby, neighbours from near each other.

    How far each comes from is drawn from a normal distribution, of a standard deviation of
    sigma, smoothed by a Gaussian of the same and multiplied by alpha: about 0.28 alpha pixels.

    Args:
        images: `(height, width, channels)` or `(batch, height, width, channels)`, or channels
            first.
        alpha: how strong the deformation is.
        sigma: how smooth it is, in pixels.
        interpolation: "nearest" or "bilinear".
        fill_mode: what lies beyond the edges, as in `affine_transform`.
        fill_value: for "constant".
        seed: an integer, a `SeedGenerator`, or None for the default generator.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        Images of the same shape and dtype.

    Raises:
        ArgumentError: there is no such interpolation or mode, or sigma is not above zero.
        ShapeError: these are no images.

    Example:
        >>> elastic_transform([[[1.0], [2.0]]], alpha=0.0, seed=1).tolist()
        [[[1.0], [2.0]]]

    Source: Simard, Steinkraus and Platt 2003, "Best practices for convolutional neural networks
    applied to visual document analysis", section 2.
    """
    check_choice("interpolation", interpolation, ORDERS)
    check_choice("fill_mode", fill_mode, FILLS)
    if not isinstance(sigma, int | float) or not sigma > 0:
        raise ArgumentError("sigma does not fit", expected="a number above 0", got=told(sigma))
    batch = as_batch(images, data_format)
    number, height, width, _ = dims(batch)
    drawn = normal((number, height, width, 2), 0.0, float(sigma), wide_dtype(batch), seed)
    size = int(6 * sigma) | 1
    shifts = multiply(blurred(drawn, (size, size), (sigma, sigma), True), alpha)
    found = displaced(batch, shifts, ORDERS[interpolation], fill_mode, fill_value)
    return as_given(found, images, data_format)
