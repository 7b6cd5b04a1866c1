"""Activations that let the positive part through."""

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, true_divide
from tahr.ops.elementwise import sqrt, square
from tahr.ops.exponential import exp, expm1, log1p
from tahr.ops.nn.pieces import above, like, split_by_sign
from tahr.ops.op import Rule, op

SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


@op(rows="each")
def relu(x: TensorLike) -> Tensor:
    """Returns `max(x, 0)`, whose slope at 0 is 0.

    Example:
        >>> relu([-1.0, 2.0]).tolist()
        [0.0, 2.0]

    Source: Nair & Hinton 2010, "Rectified linear units improve restricted Boltzmann machines".
    """
    zero = like(0, x)
    return engine().where(engine().less_equal(x, zero), zero, x)


@op(rows="each")
def relu6(x: TensorLike) -> Tensor:
    """Returns `min(max(x, 0), 6)`.

    Example:
        >>> relu6([-1.0, 2.0, 9.0]).tolist()
        [0.0, 2.0, 6.0]

    Source: Krizhevsky 2010, "Convolutional deep belief networks on CIFAR-10".
    """
    six = like(6, x)
    return engine().where(engine().greater_equal(x, six), six, relu(x))


@op(rule=Rule.FLOAT, rows="each")
def leaky_relu(x: TensorLike, negative_slope: float = 0.2) -> Tensor:
    """Returns x where it is positive, `negative_slope * x` elsewhere.

    Example:
        >>> leaky_relu([-1.0, 2.0], 0.5).tolist()
        [-0.5, 2.0]

    Source: Maas et al. 2013, "Rectifier nonlinearities improve neural network acoustic models".
    """
    run = engine()
    upper = run.greater_equal(x, like(0.0, x))
    return run.where(upper, x, multiply(negative_slope, x))


def _exponential_tail(x: TensorLike, alpha: float, scale: float) -> Tensor:
    """Returns x where positive, `alpha (exp(x / scale) - 1)` elsewhere, and never overflows."""
    run, upper = engine(), above(x, 0.0)
    lower = run.where(upper, like(0.0, x), x)
    return run.where(upper, x, multiply(alpha, expm1(true_divide(lower, scale))))


@op(rule=Rule.FLOAT, rows="each")
def elu(x: TensorLike, alpha: float = 1.0) -> Tensor:
    """Returns x where it is positive, `alpha (exp(x) - 1)` elsewhere.

    Example:
        >>> elu([-100.0, 2.0]).tolist()
        [-1.0, 2.0]

    Source: Clevert et al. 2016, "Fast and accurate deep network learning by exponential linear
    units", equation 15.
    """
    return _exponential_tail(x, alpha, 1.0)


@op(rule=Rule.FLOAT, rows="each")
def selu(x: TensorLike) -> Tensor:
    """Returns a scaled ELU, which keeps mean 0 and variance 1 from layer to layer.

    Example:
        >>> round(float(selu([1.0])[0]), 4)
        1.0507

    Source: Klambauer et al. 2017, "Self-normalizing neural networks", equation 2.
    """
    return multiply(SELU_SCALE, _exponential_tail(x, SELU_ALPHA, 1.0))


@op(rule=Rule.FLOAT, rows="each")
def celu(x: TensorLike, alpha: float = 1.0) -> Tensor:
    """Returns x where it is positive, `alpha (exp(x / alpha) - 1)` elsewhere.

    Example:
        >>> celu([-100.0, 2.0], 2.0).tolist()
        [-2.0, 2.0]

    Source: Barron 2017, "Continuously differentiable exponential linear units".
    """
    return _exponential_tail(x, alpha, alpha)


@op(rule=Rule.FLOAT, rows="each")
def softplus(x: TensorLike) -> Tensor:
    """Returns `log(1 + exp(x))`, without overflow.

    Example:
        >>> [round(float(y), 4) for y in softplus([0.0, 1000.0])]
        [0.6931, 1000.0]

    Source: Dugas et al. 2001, "Incorporating second-order functional knowledge", equation 4.
    """
    upper, lower = split_by_sign(x)
    return add(engine().where(upper, x, like(0.0, x)), log1p(exp(lower)))


@op(rule=Rule.FLOAT, rows="each")
def squareplus(x: TensorLike, b: float = 4) -> Tensor:
    """Returns `(x + sqrt(x**2 + b)) / 2`, a softplus without exponentials.

    Example:
        >>> squareplus([0.0]).tolist()
        [1.0]

    Source: Barron 2021, "Squareplus: a softplus-like algebraic rectifier", equation 1.
    """
    return multiply(0.5, add(x, sqrt(add(square(x), b))))


@op(rule=Rule.FLOAT, rows="each")
def sparse_plus(x: TensorLike) -> Tensor:
    """Returns 0 up to -1, x from 1 on, and `(x + 1)**2 / 4` between.

    Example:
        >>> sparse_plus([-2.0, 0.0, 3.0]).tolist()
        [0.0, 0.25, 3.0]

    Source: Martins & Astudillo 2016, "From softmax to sparsemax", section 3.
    """
    run = engine()
    between = multiply(0.25, square(add(x, 1.0)))
    below = run.less_equal(x, like(-1.0, x))
    beyond = run.greater_equal(x, like(1.0, x))
    return run.where(below, like(0.0, x), run.where(beyond, x, between))
