"""Activations that multiply their input by a gate."""

import math

from tahr.core.current import engine
from tahr.core.errors import ShapeError
from tahr.core.specs import is_known
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply
from tahr.ops.axes import axis_of, dims, rank
from tahr.ops.nn.rectifiers import softplus
from tahr.ops.nn.sigmoids import hard_sigmoid, sigmoid
from tahr.ops.op import Rule, op
from tahr.ops.trigonometry import tanh


@op(rule=Rule.FLOAT)
def silu(x: TensorLike) -> Tensor:
    """Returns `x * sigmoid(x)`, also called swish.

    Example:
        >>> silu([0.0, 1000.0]).tolist()
        [0.0, 1000.0]

    Source: Elfwing et al. 2018, "Sigmoid-weighted linear units", equation 9; Ramachandran et
    al. 2017, "Searching for activation functions".
    """
    return multiply(x, sigmoid(x))


@op(rule=Rule.FLOAT)
def hard_silu(x: TensorLike) -> Tensor:
    """Returns `x * hard_sigmoid(x)`, also called hard swish.

    Example:
        >>> hard_silu([0.0, 3.0, 4.0]).tolist()
        [0.0, 3.0, 4.0]

    Source: Howard et al. 2019, "Searching for MobileNetV3", section 5.2.
    """
    return multiply(x, hard_sigmoid(x))


@op(rule=Rule.FLOAT)
def gelu(x: TensorLike, approximate: bool = True) -> Tensor:
    """Returns `x P(X <= x)` for a standard normal X.

    Args:
        x: tensor of any shape.
        approximate: whether tanh stands in for the error function.

    Example:
        >>> [round(float(y), 4) for y in gelu([-1.0, 1.0], approximate=False)]
        [-0.1587, 0.8413]

    Source: Hendrycks & Gimpel 2016, "Gaussian error linear units", section 2.
    """
    half = multiply(0.5, x)
    if not approximate:
        return multiply(half, add(1.0, engine().erf(multiply(math.sqrt(0.5), x))))
    cubic = multiply(x, add(1.0, multiply(0.044715, multiply(x, x))))
    return multiply(half, add(1.0, tanh(multiply(math.sqrt(2.0 / math.pi), cubic))))


@op(rule=Rule.FLOAT)
def mish(x: TensorLike) -> Tensor:
    """Returns `x * tanh(softplus(x))`.

    Example:
        >>> round(float(mish([1.0])[0]), 4)
        0.8651

    Source: Misra 2020, "Mish: a self regularized non-monotonic activation function".
    """
    return multiply(x, tanh(softplus(x)))


@op(rule=Rule.FLOAT)
def glu(x: TensorLike, axis: int = -1) -> Tensor:
    """Returns `a * sigmoid(b)` for the halves a and b of x.

    Args:
        x: tensor whose length along the axis is even.
        axis: which axis is halved.

    Raises:
        ShapeError: the length is odd.

    Example:
        >>> glu([2.0, 0.0]).tolist()
        [1.0]

    Source: Dauphin et al. 2017, "Language modeling with gated convolutional networks",
    equation 1.
    """
    place = axis_of(axis, rank(x))
    length = dims(x)[place]
    if is_known(length) and length % 2:
        raise ShapeError("cannot halve an odd length", expected="an even length", got=length)
    before = (slice(None),) * place
    value = engine().get_item(x, (*before, slice(0, length // 2)))
    gate = engine().get_item(x, (*before, slice(length // 2, length)))
    return multiply(value, sigmoid(gate))
