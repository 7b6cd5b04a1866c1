"""How near two signals are."""

from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import multiply, subtract
from tahr.ops.axes import dims
from tahr.ops.elementwise import square
from tahr.ops.exponential import log10
from tahr.ops.nn.spatial import check_same_shape
from tahr.ops.op import Rule, op
from tahr.ops.reductions import mean


@op(rule=Rule.FLOAT)
def psnr(x1: TensorLike, x2: TensorLike, max_val: TensorLike) -> Tensor:
    """Returns the peak signal-to-noise ratio: `20 log10(max_val) - 10 log10(mse)`.

    Args:
        x1: tensor of any shape.
        x2: tensor of the same shape.
        max_val: the largest value a signal can have.

    Returns:
        A scalar, in decibels.

    Raises:
        ShapeError: the shapes differ.

    Example:
        >>> round(float(psnr([0.0, 1.0], [0.1, 0.9], 1.0)), 3)
        20.0

    Source: Huynh-Thu & Ghanbari 2008, "Scope of validity of PSNR", equation 1.
    """
    check_same_shape(dims(x1), dims(x2), "the signals")
    noise = log10(mean(square(subtract(x1, x2))))
    return subtract(multiply(20.0, log10(max_val)), multiply(10.0, noise))
