"""Penalties on the size of weights."""

import math

from tahr.core.errors import ArgumentError, told
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.ops.arithmetic import add, multiply
from tahr.ops.elementwise import absolute, square
from tahr.ops.reductions import sum as total
from tahr.regularizers.base import Regularizer


def factor_of(value: object, default: float, name: str) -> float:
    """Returns a factor as a float, the default for None.

    Raises:
        ArgumentError: it is negative, infinite or no number.
    """
    if value is None:
        return default
    if not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ArgumentError(f"{name} is not a number from zero on", got=told(value))
    return float(value)


@known_as("keras.regularizers", "L1", "l1")
class L1(Regularizer):
    """The sum of absolute values, times a factor.

    Args:
        l1: the factor.

    Example:
        >>> float(L1(0.5)([1.0, -3.0]))
        2.0

    Source: Tibshirani 1996, "Regression shrinkage and selection via the lasso".
    """

    def __init__(self, l1: float = 0.01) -> None:
        self.l1: float = factor_of(l1, 0.01, "l1")

    def __call__(self, x: Tensor) -> Tensor:
        return multiply(self.l1, total(absolute(x)))


@known_as("keras.regularizers", "L2", "l2")
class L2(Regularizer):
    """The sum of squares, times a factor.

    Args:
        l2: the factor.

    Example:
        >>> float(L2(0.5)([1.0, -3.0]))
        5.0

    Source: Hoerl & Kennard 1970, "Ridge regression"; Krogh & Hertz 1992, "A simple weight decay
    can improve generalization".
    """

    def __init__(self, l2: float = 0.01) -> None:
        self.l2: float = factor_of(l2, 0.01, "l2")

    def __call__(self, x: Tensor) -> Tensor:
        return multiply(self.l2, total(square(x)))


@known_as("keras.regularizers", "L1L2", "l1_l2")
class L1L2(Regularizer):
    """The sum of absolute values and the sum of squares, each times a factor.

    Args:
        l1: the factor of absolute values.
        l2: the factor of squares.

    Example:
        >>> float(L1L2(0.5, 0.5)([1.0, -3.0]))
        7.0

    Source: Zou & Hastie 2005, "Regularization and variable selection via the elastic net".
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1: float = factor_of(l1, 0.0, "l1")
        self.l2: float = factor_of(l2, 0.0, "l2")

    def __call__(self, x: Tensor) -> Tensor:
        return add(multiply(self.l1, total(absolute(x))), multiply(self.l2, total(square(x))))
