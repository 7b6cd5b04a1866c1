"""Activations that flatten on both sides."""

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, true_divide
from tahr.ops.elementwise import absolute, clip, negative
from tahr.ops.exponential import exp
from tahr.ops.nn.origins import remembers
from tahr.ops.nn.pieces import above, like, split_by_sign
from tahr.ops.nn.rectifiers import relu6, softplus
from tahr.ops.op import Rule, op


@remembers("sigmoid")
@op(rule=Rule.FLOAT, rows="each")
def sigmoid(x: TensorLike) -> Tensor:
    """Returns `1 / (1 + exp(-x))`, without overflow.

    Example:
        >>> sigmoid([-1000.0, 0.0]).tolist()
        [0.0, 0.5]

    Source: Verhulst 1845, "Recherches mathématiques sur la loi d'accroissement de la
    population".
    """
    upper, lower = split_by_sign(x)
    power = exp(lower)
    return true_divide(engine().where(upper, like(1.0, x), power), add(1.0, power))


@op(rule=Rule.FLOAT, rows="each")
def log_sigmoid(x: TensorLike) -> Tensor:
    """Returns the logarithm of `sigmoid`, without the loss of digits on the way.

    Example:
        >>> log_sigmoid([-1000.0]).tolist()
        [-1000.0]
    """
    return negative(softplus(negative(x)))


@op(rule=Rule.FLOAT, rows="each")
def hard_sigmoid(x: TensorLike) -> Tensor:
    """Returns `relu6(x + 3) / 6`: 0 up to -3, 1 from 3 on, straight between.

    Example:
        >>> hard_sigmoid([-4.0, 0.0, 4.0]).tolist()
        [0.0, 0.5, 1.0]

    Source: Howard et al. 2019, "Searching for MobileNetV3", section 5.2.
    """
    return true_divide(relu6(add(x, 3.0)), 6.0)


@op(rule=Rule.FLOAT, rows="each")
def sparse_sigmoid(x: TensorLike) -> Tensor:
    """Returns `clip((x + 1) / 2, 0, 1)`: 0 up to -1, 1 from 1 on, straight between.

    Example:
        >>> sparse_sigmoid([-2.0, 0.0, 2.0]).tolist()
        [0.0, 0.5, 1.0]

    Source: Martins & Astudillo 2016, "From softmax to sparsemax", section 2.
    """
    return multiply(0.5, clip(add(x, 1.0), 0.0, 2.0))


@op(rule=Rule.FLOAT, rows="each")
def hard_tanh(x: TensorLike) -> Tensor:
    """Returns x kept between -1 and 1.

    Example:
        >>> hard_tanh([-2.0, 0.5, 2.0]).tolist()
        [-1.0, 0.5, 1.0]

    Source: Collobert 2004, "Large scale machine learning".
    """
    run = engine()
    low = run.less(x, like(-1.0, x))
    return run.where(above(x, 1.0), like(1.0, x), run.where(low, like(-1.0, x), x))


@op(rule=Rule.FLOAT, rows="each")
def softsign(x: TensorLike) -> Tensor:
    """Returns `x / (1 + |x|)`.

    Example:
        >>> softsign([-1.0, 0.0, 1.0]).tolist()
        [-0.5, 0.0, 0.5]

    Source: Turian et al. 2009, "Quadratic features and deep architectures for chunking".
    """
    return true_divide(x, add(1.0, absolute(x)))
