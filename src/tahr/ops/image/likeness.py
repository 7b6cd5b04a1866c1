"""How like two images are."""

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, divide, multiply, subtract
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.elementwise import square
from tahr.ops.image.batches import as_batch, narrowed_floats, widened
from tahr.ops.image.filters import blurred
from tahr.ops.nn.spatial import check_same_shape
from tahr.ops.op import op
from tahr.ops.reductions import mean


@op()
def ssim(
    image1: TensorLike,
    image2: TensorLike,
    max_val: float = 1.0,
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
    data_format: str | None = None,
) -> Tensor:
    """Returns the structural similarity of images: 1 where they are the same.

    Args:
        image1: `(height, width, channels)` or `(batch, height, width, channels)`, or channels
            first.
        image2: images of the same shape.
        max_val: the largest value a pixel can have.
        filter_size: height and width of the window that is compared.
        filter_sigma: standard deviation, in pixels, of the Gaussian that weights it.
        k1: what keeps the comparison of means from dividing by zero.
        k2: what keeps the comparison of variances from dividing by zero.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        The mean over windows and channels: a scalar, or one number for each of a batch. Integers
        give float32.

    Raises:
        ArgumentError: the window has no size, or the deviation is not above zero.
        ShapeError: these are no images of one shape, or they are smaller than the window.

    Example:
        >>> import numpy as np
        >>> image = np.linspace(0.0, 1.0, 144, dtype="float32").reshape(12, 12, 1)
        >>> round(float(ssim(image, image)), 4), float(ssim(image, 1 - image)) < 0
        (1.0, True)

    Source: Wang et al. 2004, "Image quality assessment: from error visibility to structural
    similarity", equation 13.
    """
    check_same_shape(dims(image1), dims(image2), "the images")
    first, second = (widened(as_batch(image, data_format)) for image in (image1, image2))
    if not isinstance(filter_size, int) or filter_size < 1:
        raise ArgumentError("filter_size does not fit", expected="1 or more", got=told(filter_size))
    if any(is_known(n) and n < filter_size for n in dims(first)[1:3]):
        raise ShapeError(
            "the images are smaller than the window", expected=filter_size, got=show(dims(image1))
        )

    def local(x: Tensor) -> Tensor:
        return blurred(x, (filter_size,) * 2, (filter_sigma,) * 2, False)

    mean1, mean2 = local(first), local(second)
    both = multiply(mean1, mean2)
    squares = add(square(mean1), square(mean2))
    spreads = subtract(local(add(square(first), square(second))), squares)
    common = subtract(local(multiply(first, second)), both)
    c1, c2 = (k1 * max_val) ** 2, (k2 * max_val) ** 2
    alike = multiply(add(multiply(both, 2.0), c1), add(multiply(common, 2.0), c2))
    apart = multiply(add(squares, c1), add(spreads, c2))
    found = narrowed_floats(mean(divide(alike, apart), (1, 2, 3)), dtype_of(image1))
    return found if rank(image1) == 4 else engine().reshape(found, ())
