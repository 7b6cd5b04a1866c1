"""Activations whose arguments differ from those of the op of that name."""

from tahr.core.rows import rows_apart
from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.ops import nn
from tahr.ops.arithmetic import add, multiply, subtract
from tahr.ops.comparison import greater
from tahr.ops.conversion import convert_to_tensor
from tahr.ops.elementwise import clip, negative
from tahr.ops.exponential import exp
from tahr.ops.indexing import where


@ends_at_user
@rows_apart
def linear(x: TensorLike) -> Tensor:
    """Returns x itself.

    Example:
        >>> linear([1.0, -2.0]).tolist()
        [1.0, -2.0]
    """
    return convert_to_tensor(x)


@ends_at_user
@rows_apart
def exponential(x: TensorLike) -> Tensor:
    """Returns `exp(x)`.

    Example:
        >>> exponential([0.0]).tolist()
        [1.0]
    """
    return exp(x)


@ends_at_user
@rows_apart
def gelu(x: TensorLike, approximate: bool = False) -> Tensor:
    """Returns `x P(X <= x)` for a standard normal X.

    Args:
        x: tensor of any shape.
        approximate: whether tanh stands in for the error function.

    Example:
        >>> gelu([0.0]).tolist()
        [0.0]

    Source: Hendrycks & Gimpel 2016, "Gaussian error linear units", section 2.
    """
    return nn.gelu(x, approximate)


@ends_at_user
@accepts_old_spellings
@rows_apart
def relu(
    x: TensorLike,
    negative_slope: float = 0.0,
    max_value: float | None = None,
    threshold: float = 0.0,
) -> Tensor:
    """Returns x where it exceeds a threshold, up to a largest value, and a slope below.

    Args:
        x: tensor of any shape.
        negative_slope: of `x - threshold` where x is not above the threshold.
        max_value: the largest value; none by default.
        threshold: where the positive part begins.

    Example:
        >>> relu([-10.0, 2.0, 9.0], negative_slope=0.5, max_value=5.0).tolist()
        [-5.0, 2.0, 5.0]

    Source: Nair & Hinton 2010, "Rectified linear units improve restricted Boltzmann machines".
    """
    if max_value is None and not threshold:
        return nn.leaky_relu(x, negative_slope) if negative_slope else nn.relu(x)
    upper = where(greater(x, threshold), x, 0) if threshold else nn.relu(x)
    upper = upper if max_value is None else clip(upper, 0, max_value)
    if not negative_slope:
        return upper
    lower = nn.relu(subtract(threshold, x) if threshold else negative(x))
    return subtract(upper, multiply(negative_slope, lower))


@rows_apart
def older_hard_sigmoid(x: TensorLike) -> Tensor:
    """Computes the `hard_sigmoid` of Keras 1 and 2, whose slope is 0.2 in place of 1/6.

    Args:
        x: tensor.

    Returns:
        `clip(0.2 x + 0.5, 0, 1)`, shape and dtype of `x`.

    Example:
        >>> older_hard_sigmoid([-3.0, 0.0, 1.0]).tolist()
        [0.0, 0.5, 0.699999988079071]

    Source: Courbariaux, Bengio and David (2015), "BinaryConnect", section 2.2, as Keras 2 has it.
    """
    return clip(add(multiply(x, 0.2), 0.5), 0.0, 1.0)
