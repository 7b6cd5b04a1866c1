"""Gamma numbers through which gradients flow to the shape parameter."""

from collections.abc import Callable

from tahr import ops
from tahr.core.typing import Tensor
from tahr.distributions.distribution import Shape
from tahr.ops import random
from tahr.ops.random.seeds import Seed

LARGE = 20.0
"""From this shape parameter on the draw is a cube of a nearly normal number."""
TERMS = 120
"""How many terms of the series the smaller ones take; these are below 10⁻⁷ of the first then."""
TINY = 1e-30


def standard_gamma(shape: Shape, concentration: Tensor, seed: Seed) -> Tensor:
    """Draws from gamma distributions of rate one.

    Args:
        shape: of the result.
        concentration: the shape parameter, broadcasts to shape; gradients flow to it.
        seed: an integer, a `SeedGenerator`, or None for the default generator.

    Source: Figurnov, Mohamed & Mnih 2018, "Implicit reparameterization gradients", equation 5.
    """
    wide = ops.broadcast_to(concentration, shape)
    drawn = random.gamma(shape, ops.stop_gradient(wide), dtype=ops.dtype(wide), seed=seed)

    @ops.custom_gradient
    def passed(
        alpha: Tensor, z: Tensor
    ) -> tuple[Tensor, Callable[[Tensor], tuple[Tensor, Tensor]]]:
        def gradient(upstream: Tensor) -> tuple[Tensor, Tensor]:
            return ops.multiply(upstream, gamma_slope(alpha, z)), ops.zeros_like(z)

        return ops.add(z, 0.0), gradient

    return passed(wide, drawn)


def gamma_slope(alpha: Tensor, z: Tensor) -> Tensor:
    """Returns how a draw moves with its shape parameter, its quantile held.

    Args:
        alpha: shape parameters, above 0.
        z: draws of rate one, of the same shape.

    Source: the derivative of the series of the incomplete gamma function, Abramowitz and Stegun
    6.5.29, by its density; and for large parameters of the transformation in Marsaglia & Tsang
    2000, "A simple method for generating gamma variables".
    """
    large = ops.greater(alpha, LARGE)
    a, drawn = ops.where(large, 1.0, alpha), ops.maximum(z, TINY)
    x = ops.where(large, 1.0, drawn)
    series = ops.multiply(ops.true_divide(x, a), ops.negative(_series(a, x)))
    root = ops.power(
        ops.true_divide(drawn, ops.where(large, ops.subtract(alpha, 1 / 3), 1.0)), 1 / 3
    )
    cubic = ops.multiply(ops.square(root), ops.subtract(1.5, ops.multiply(root, 0.5)))
    return ops.where(large, cubic, series)


def _series(a: Tensor, x: Tensor) -> Tensor:
    """Sums the derivatives of the terms of the series, as multiples of the first term."""
    first = ops.subtract(ops.log(x), ops.digamma(ops.add(a, 1.0)))

    def term(i: Tensor, state: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        total, ratio, slope = state
        below = ops.add(a, ops.add(ops.cast(i, ops.dtype(a)), 1.0))
        ratio = ops.true_divide(ops.multiply(ratio, x), below)
        slope = ops.subtract(slope, ops.reciprocal(below))
        return ops.add(total, ops.multiply(ratio, slope)), ratio, slope

    return ops.fori_loop(0, TERMS, term, (first, ops.ones_like(x), first))[0]
