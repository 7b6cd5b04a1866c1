"""Binomial numbers."""

from collections.abc import Sequence

from tahr.core.current import engine
from tahr.core.dtypes import result_type
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, maximum, minimum, multiply, subtract, true_divide
from tahr.ops.axes import lengths_of
from tahr.ops.comparison import greater, greater_equal, less, less_equal
from tahr.ops.elementwise import absolute, sqrt
from tahr.ops.exponential import log, log1p
from tahr.ops.indexing import where
from tahr.ops.logical import logical_and, logical_not, logical_or
from tahr.ops.op import op
from tahr.ops.random.bits import centred, inside
from tahr.ops.random.rejection import split, until_accepted
from tahr.ops.random.seeds import Seed, key_of
from tahr.ops.random.uniform import float_name
from tahr.ops.rounding import ceil, floor

FEW = 10.0
"""The mean below which successes are counted one by one."""


@op()
def binomial(
    shape: Sequence[int],
    counts: TensorLike,
    probabilities: TensorLike,
    dtype: object = None,
    seed: Seed = None,
) -> Tensor:
    """Draws from binomial distributions: the successes in a number of trials.

    Args:
        shape: of the result.
        counts: how many trials; broadcasts to shape.
        probabilities: how likely each succeeds, 0 to 1; broadcasts likewise.
        dtype: a float; the configured one by default.
        seed: an integer, a `SeedGenerator`, or None for the default generator.

    Returns:
        A tensor of that shape, of whole numbers.

    Example:
        >>> binomial((3,), 5.0, 1.0, seed=1).tolist()
        [5.0, 5.0, 5.0]

    Source: Devroye 1986, "Non-uniform random variate generation", section X.4.3 (waiting times),
    where the mean is small; Hörmann 1993, "The generation of binomial random variates",
    algorithm BTRS, elsewhere.
    """
    run, name = engine(), float_name(dtype)
    wide, lengths = result_type(name, "float32"), lengths_of(shape)
    n = run.broadcast_to(run.asarray(counts, wide), lengths)
    likely = run.broadcast_to(run.asarray(probabilities, wide), lengths)
    p = minimum(likely, subtract(1.0, likely))
    few = less(multiply(n, p), FEW)
    one, other = split(key_of(seed), 2)
    rare = _waiting(one, n, where(few, p, 0.0), lengths, wide)
    many = _btrs(other, where(few, 2 * FEW + 2, n), where(few, 0.5, p), lengths, wide)
    drawn = where(few, rare, many)
    drawn = where(greater(likely, 0.5), subtract(n, drawn), drawn)
    return run.asarray(drawn, name)


def _waiting(key: Tensor, n: Tensor, p: Tensor, shape: tuple[int, ...], dtype: str) -> Tensor:
    """Adds up the trials until each success, and counts how many fit."""
    run = engine()
    rate = log1p(multiply(-1.0, where(greater(p, 0.0), p, 0.5)))
    possible = greater(p, 0.0)

    def unfinished(state: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        waits = logical_and(possible, less_equal(state[1], n))
        return run.any(waits, tuple(range(len(shape))), False)

    def success(state: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        now, following = split(state[0], 2)
        gap = maximum(ceil(true_divide(log(inside(now, shape, dtype)), rate)), 1.0)
        passed = add(state[1], gap)
        fits = logical_and(possible, less_equal(passed, n))
        return following, passed, where(fits, add(state[2], 1.0), state[2])

    nothing = run.full(shape, 0.0, dtype)
    return run.while_loop(unfinished, success, (key, nothing, nothing))[2]


def _btrs(key: Tensor, n: Tensor, p: Tensor, shape: tuple[int, ...], dtype: str) -> Tensor:
    """Transformed rejection with a squeeze, for p up to one half and means from ten on."""
    spread = sqrt(multiply(multiply(n, p), subtract(1.0, p)))
    b = add(1.15, multiply(2.53, spread))
    a = add(add(-0.0873, multiply(0.0248, b)), multiply(0.01, p))
    c = add(multiply(n, p), 0.5)
    squeeze = subtract(0.92, true_divide(4.2, b))
    alpha = multiply(add(2.83, true_divide(5.1, b)), spread)
    odds = true_divide(p, subtract(1.0, p))
    mode = floor(multiply(add(n, 1.0), p))

    def bound(k: Tensor) -> Tensor:
        """Returns the logarithm of the chance of k over that of the mode."""
        left, rest = subtract(n, k), subtract(n, mode)
        first = multiply(
            add(mode, 0.5), log(true_divide(add(mode, 1.0), multiply(odds, add(rest, 1.0))))
        )
        second = multiply(add(n, 1.0), log(true_divide(add(rest, 1.0), add(left, 1.0))))
        third = multiply(add(k, 0.5), log(true_divide(multiply(odds, add(left, 1.0)), add(k, 1.0))))
        tails = subtract(add(_stirling(mode), _stirling(rest)), add(_stirling(k), _stirling(left)))
        return add(add(first, second), add(third, tails))

    def attempt(now: Tensor) -> tuple[Tensor, Tensor]:
        one, other = split(now, 2)
        u = multiply(0.5, centred(one, shape, dtype))
        v = inside(other, shape, dtype)
        us = subtract(0.5, absolute(u))
        slope = add(true_divide(multiply(2.0, a), us), b)
        k = floor(add(multiply(slope, u), c))
        quick = logical_and(greater_equal(us, 0.07), less_equal(v, squeeze))
        outside = logical_or(less(k, 0.0), greater(k, n))
        k = minimum(maximum(k, 0.0), n)
        ratio = add(true_divide(a, multiply(us, us)), b)
        slow = less_equal(log(true_divide(multiply(v, alpha), ratio)), bound(k))
        return k, logical_and(logical_not(outside), logical_or(quick, slow))

    return until_accepted(key, attempt, shape, dtype)


def _stirling(k: Tensor) -> Tensor:
    """Returns what Stirling's formula misses of log(k!)."""
    x = add(k, 1.0)
    squared = multiply(x, x)
    inner = true_divide(subtract(1 / 360, true_divide(1 / 1260, squared)), squared)
    return true_divide(subtract(1 / 12, inner), x)
