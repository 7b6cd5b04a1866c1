"""Activations that put small elements to zero."""

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import subtract
from tahr.ops.elementwise import absolute
from tahr.ops.nn.pieces import above, like
from tahr.ops.op import Rule, op
from tahr.ops.trigonometry import tanh


@op(rule=Rule.FLOAT, rows="each")
def hard_shrink(x: TensorLike, threshold: float = 0.5) -> Tensor:
    """Returns x where `|x|` exceeds the threshold, zero elsewhere.

    Example:
        >>> hard_shrink([-0.25, 1.0]).tolist()
        [0.0, 1.0]

    Source: Donoho & Johnstone 1994, "Ideal spatial adaptation by wavelet shrinkage".
    """
    return engine().where(above(absolute(x), threshold), x, like(0.0, x))


@op(rule=Rule.FLOAT, rows="each")
def soft_shrink(x: TensorLike, threshold: float = 0.5) -> Tensor:
    """Moves x towards zero by the threshold, and not past it.

    Example:
        >>> soft_shrink([-1.0, 0.25, 2.0]).tolist()
        [-0.5, 0.0, 1.5]

    Source: Donoho 1995, "De-noising by soft-thresholding".
    """
    run = engine()
    low = run.less(x, like(-threshold, x))
    risen = run.where(low, subtract(x, -threshold), like(0.0, x))
    return run.where(above(x, threshold), subtract(x, threshold), risen)


@op(rule=Rule.FLOAT, rows="each")
def tanh_shrink(x: TensorLike) -> Tensor:
    """Returns `x - tanh(x)`.

    Example:
        >>> tanh_shrink([0.0]).tolist()
        [0.0]
    """
    return subtract(x, tanh(x))


@op(rows="each")
def threshold(x: TensorLike, threshold: float, default_value: float) -> Tensor:
    """Returns x where it exceeds the threshold, a default elsewhere.

    Example:
        >>> threshold([-1.0, 2.0], 0.0, 9.0).tolist()
        [9.0, 2.0]
    """
    return engine().where(above(x, threshold), x, like(default_value, x))
