"""Constraints on the norms and signs of weights.

`axis` is what a norm is taken along: 0 for the inputs of each unit of a dense layer,
`(0, 1, 2)` for each filter of a two-dimensional convolution.
"""

from tahr.constraints.base import Constraint
from tahr.core.arguments import checked
from tahr.core.config import epsilon
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Axes, Fraction, NotNegative
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.ops.arithmetic import add, maximum, multiply, true_divide
from tahr.ops.axes import Axis
from tahr.ops.elementwise import clip, sqrt, square
from tahr.ops.reductions import sum as total


def _norms(w: Tensor, axis: Axis) -> Tensor:
    return sqrt(total(square(w), axis=axis, keepdims=True))


def _rescaled(w: Tensor, norms: Tensor, wanted: Tensor | float) -> Tensor:
    return multiply(w, true_divide(wanted, add(epsilon(), norms)))


@known_as("keras.constraints", "MaxNorm", "max_norm")
class MaxNorm(Constraint):
    """Limits the norm to a maximum.

    Args:
        max_value: the largest norm.
        axis: what the norm is taken along.

    Example:
        >>> MaxNorm(1.0)([[3.0], [4.0]]).round(3).tolist()
        [[0.6...], [0.8...]]

    Source: Srivastava et al. 2014, "Dropout", section 5.1.
    """

    @checked
    def __init__(self, max_value: NotNegative = 2, axis: Axes = 0) -> None:
        self.max_value = max_value
        self.axis = axis

    def __call__(self, w: Tensor) -> Tensor:
        norms = _norms(w, self.axis)
        return _rescaled(w, norms, clip(norms, 0, self.max_value))


@known_as("keras.constraints", "MinMaxNorm", "min_max_norm")
class MinMaxNorm(Constraint):
    """Keeps the norm between a minimum and a maximum.

    Args:
        min_value: the smallest norm.
        max_value: the largest norm.
        rate: how far: 1 for all of the way at each step.
        axis: what the norm is taken along.

    Raises:
        ArgumentError: the smallest norm is larger than the largest.

    Example:
        >>> MinMaxNorm(0.0, 1.0)([[3.0], [4.0]]).round(3).tolist()
        [[0.6...], [0.8...]]
    """

    @checked
    def __init__(
        self,
        min_value: NotNegative = 0.0,
        max_value: NotNegative = 1.0,
        rate: Fraction = 1.0,
        axis: Axes = 0,
    ) -> None:
        if min_value > max_value:
            raise ArgumentError(
                "the smallest norm is larger than the largest",
                where="MinMaxNorm",
                expected="min_value <= max_value",
                got=f"min_value={min_value!r}, max_value={max_value!r}",
            )
        self.min_value = min_value
        self.max_value = max_value
        self.rate = rate
        self.axis = axis

    def __call__(self, w: Tensor) -> Tensor:
        norms = _norms(w, self.axis)
        inside = clip(norms, self.min_value, self.max_value)
        wanted = add(multiply(self.rate, inside), multiply(1 - self.rate, norms))
        return _rescaled(w, norms, wanted)


@known_as("keras.constraints", "UnitNorm", "unit_norm")
class UnitNorm(Constraint):
    """Scales to norm one.

    Args:
        axis: what the norm is taken along.

    Example:
        >>> UnitNorm()([[3.0], [4.0]]).round(3).tolist()
        [[0.6...], [0.8...]]
    """

    @checked
    def __init__(self, axis: Axes = 0) -> None:
        self.axis = axis

    def __call__(self, w: Tensor) -> Tensor:
        return _rescaled(w, _norms(w, self.axis), 1.0)


@known_as("keras.constraints", "NonNeg", "non_neg")
class NonNeg(Constraint):
    """Sets negative elements to zero.

    Example:
        >>> NonNeg()([-1.0, 2.0]).tolist()
        [0.0, 2.0]
    """

    def __call__(self, w: Tensor) -> Tensor:
        return maximum(w, 0)
