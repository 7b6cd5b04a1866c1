"""Gamma and beta numbers."""

from collections.abc import Sequence

from tahr.core.current import engine
from tahr.core.dtypes import result_type
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, maximum, multiply, power, subtract, true_divide
from tahr.ops.axes import lengths_of
from tahr.ops.comparison import greater, less
from tahr.ops.elementwise import rsqrt, square
from tahr.ops.exponential import log
from tahr.ops.indexing import where
from tahr.ops.logical import logical_and
from tahr.ops.op import op
from tahr.ops.random.bits import inside
from tahr.ops.random.normal import standard_normal
from tahr.ops.random.rejection import split, until_accepted
from tahr.ops.random.seeds import Seed, key_of
from tahr.ops.random.uniform import float_name

SMALLEST = 1e-37


@op()
def gamma(
    shape: Sequence[int], alpha: TensorLike, dtype: object = None, seed: Seed = None
) -> Tensor:
    """Draws from gamma distributions of scale one.

    Args:
        shape: of the result.
        alpha: the shape parameter, positive; broadcasts to shape.
        dtype: a float; the configured one by default.
        seed: an integer, a `SeedGenerator`, or None for the default generator.

    Returns:
        A tensor of that shape. No gradient flows to alpha.

    Example:
        >>> gamma((2, 3), 2.0, seed=1).shape
        (2, 3)

    Source: Marsaglia & Tsang 2000, "A simple method for generating gamma variables".
    """
    run, name = engine(), float_name(dtype)
    drawn = _gamma(key_of(seed), lengths_of(shape), alpha, result_type(name, "float32"))
    return run.asarray(drawn, name)


def _gamma(key: Tensor, shape: tuple[int, ...], alpha: TensorLike, dtype: str) -> Tensor:
    run = engine()
    first, second = split(key, 2)
    wanted = run.broadcast_to(run.asarray(alpha, dtype), shape)
    small = less(wanted, 1.0)
    d = subtract(where(small, add(wanted, 1.0), wanted), 1.0 / 3.0)
    c = multiply(rsqrt(d), 1.0 / 3.0)

    def attempt(now: Tensor) -> tuple[Tensor, Tensor]:
        one, other = split(now, 2)
        x = standard_normal(one, shape, dtype)
        v = power(add(1.0, multiply(c, x)), 3)
        positive = greater(v, 0.0)
        safe = where(positive, v, 1.0)
        bound = add(multiply(0.5, square(x)), multiply(d, add(subtract(1.0, safe), log(safe))))
        chance = log(inside(other, shape, dtype))
        return multiply(d, safe), logical_and(positive, less(chance, bound))

    drawn = until_accepted(first, attempt, shape, dtype)
    boost = power(inside(second, shape, dtype), true_divide(1.0, where(small, wanted, 1.0)))
    return where(small, multiply(drawn, boost), drawn)


@op()
def beta(
    shape: Sequence[int],
    alpha: TensorLike,
    beta: TensorLike,
    dtype: object = None,
    seed: Seed = None,
) -> Tensor:
    """Draws from beta distributions.

    Args:
        shape: of the result.
        alpha: the first parameter, positive; broadcasts to shape.
        beta: the second, likewise.
        dtype: a float; the configured one by default.
        seed: an integer, a `SeedGenerator`, or None for the default generator.

    Returns:
        A tensor of that shape. No gradient flows to the parameters.

    Example:
        >>> beta((2, 3), 2.0, 5.0, seed=1).shape
        (2, 3)

    Source: Devroye 1986, "Non-uniform random variate generation", theorem IX.4.1.
    """
    run, name = engine(), float_name(dtype)
    wide, lengths = result_type(name, "float32"), lengths_of(shape)
    one, other = split(key_of(seed), 2)
    x, y = _gamma(one, lengths, alpha, wide), _gamma(other, lengths, beta, wide)
    return run.asarray(true_divide(x, maximum(add(x, y), SMALLEST)), name)
