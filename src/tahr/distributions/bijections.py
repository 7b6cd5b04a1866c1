"""Increasing functions with an inverse, to transform distributions by."""

from collections.abc import Sequence
from typing import ClassVar

from tahr import ops
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.distribution import parameters
from tahr.distributions.parts import OfParts


class Bijection(OfParts):
    """A function of each element that has an inverse."""

    def forward(self, x: TensorLike) -> Tensor:
        """Returns the function of x."""
        raise NotImplementedError

    def inverse(self, y: TensorLike) -> Tensor:
        """Returns the x whose function y is."""
        raise NotImplementedError

    def log_slope(self, x: TensorLike) -> Tensor:
        """Returns the logarithm of the absolute value of the slope at x."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Affine(Bijection):
    """Scales and shifts: `scale * x + shift`.

    Args:
        shift: is added.
        scale: multiplies; not 0.

    Example:
        >>> float(Affine(1.0, 2.0).forward(3.0))
        7.0
    """

    parts: ClassVar[tuple[str, ...]] = ("shift", "scale")
    shift: Tensor
    scale: Tensor

    def __init__(self, shift: TensorLike = 0.0, scale: TensorLike = 1.0) -> None:
        self.shift, self.scale = parameters(shift, scale)

    def forward(self, x: TensorLike) -> Tensor:
        return ops.add(ops.multiply(self.scale, x), self.shift)

    def inverse(self, y: TensorLike) -> Tensor:
        return ops.true_divide(ops.subtract(y, self.shift), self.scale)

    def log_slope(self, x: TensorLike) -> Tensor:
        return ops.broadcast_to(
            ops.log(ops.absolute(self.scale)), ops.shape(ops.multiply(self.scale, x))
        )


class Exp(Bijection):
    """The exponential function."""

    def forward(self, x: TensorLike) -> Tensor:
        return ops.exp(x)

    def inverse(self, y: TensorLike) -> Tensor:
        return ops.log(y)

    def log_slope(self, x: TensorLike) -> Tensor:
        return ops.convert_to_tensor(x)


class Softplus(Bijection):
    """The softplus function, onto numbers above zero."""

    def forward(self, x: TensorLike) -> Tensor:
        return ops.softplus(x)

    def inverse(self, y: TensorLike) -> Tensor:
        return ops.add(y, ops.log(ops.negative(ops.expm1(ops.negative(y)))))

    def log_slope(self, x: TensorLike) -> Tensor:
        return ops.log_sigmoid(x)


class Sigmoid(Bijection):
    """The logistic function, onto numbers between zero and one."""

    def forward(self, x: TensorLike) -> Tensor:
        return ops.sigmoid(x)

    def inverse(self, y: TensorLike) -> Tensor:
        return ops.subtract(ops.log(y), ops.log1p(ops.negative(y)))

    def log_slope(self, x: TensorLike) -> Tensor:
        return ops.add(ops.log_sigmoid(x), ops.log_sigmoid(ops.negative(x)))


class Tanh(Bijection):
    """The hyperbolic tangent, onto numbers between minus one and one."""

    def forward(self, x: TensorLike) -> Tensor:
        return ops.tanh(x)

    def inverse(self, y: TensorLike) -> Tensor:
        return ops.arctanh(y)

    def log_slope(self, x: TensorLike) -> Tensor:
        doubled = ops.softplus(ops.multiply(x, -2.0))
        return ops.multiply(ops.subtract(ops.subtract(0.6931471805599453, x), doubled), 2.0)


class Chain(Bijection):
    """Bijections one after another.

    Args:
        bijections: in the order in which they are applied.

    Example:
        >>> float(Chain([Exp(), Affine(1.0, 2.0)]).forward(0.0))
        3.0
    """

    parts: ClassVar[tuple[str, ...]] = ("bijections",)

    def __init__(self, bijections: Sequence[Bijection]) -> None:
        self.bijections: tuple[Bijection, ...] = tuple(bijections)

    def forward(self, x: TensorLike) -> Tensor:
        for each in self.bijections:
            x = each.forward(x)
        return ops.convert_to_tensor(x)

    def inverse(self, y: TensorLike) -> Tensor:
        for each in reversed(self.bijections):
            y = each.inverse(y)
        return ops.convert_to_tensor(y)

    def log_slope(self, x: TensorLike) -> Tensor:
        total = ops.zeros_like(x)
        for each in self.bijections:
            total = ops.add(total, each.log_slope(x))
            x = each.forward(x)
        return total
