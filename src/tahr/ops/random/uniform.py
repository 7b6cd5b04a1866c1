"""Uniform numbers."""

from collections.abc import Sequence

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, subtract
from tahr.ops.axes import lengths_of
from tahr.ops.comparison import less
from tahr.ops.conversion import cast
from tahr.ops.indexing import where
from tahr.ops.random.bits import fractions
from tahr.ops.random.seeds import WORD, Seed, key_of


@ends_at_user
def uniform(
    shape: Sequence[int],
    minval: TensorLike = 0.0,
    maxval: TensorLike = 1.0,
    dtype: object = None,
    seed: Seed = None,
) -> Tensor:
    """Draws from a uniform distribution.

    Args:
        shape: of the result.
        minval: the lower end.
        maxval: the upper end, which is never reached.
        dtype: a float; the configured one by default.
        seed: an integer, a `SeedGenerator`, or None for the default generator.

    Returns:
        A tensor of that shape.

    Raises:
        ArgumentError: the dtype is no float.

    Example:
        >>> uniform((2, 3), seed=1).shape
        (2, 3)
    """
    name = float_name(dtype)
    drawn = fractions(key_of(seed), lengths_of(shape), name)
    if not (minval == 0.0 and maxval == 1.0):
        drawn = cast(add(minval, multiply(drawn, subtract(maxval, minval))), name)
        return where(less(drawn, maxval), drawn, cast(minval, name))
    return drawn


def float_name(dtype: object) -> str:
    """Returns the name of a float dtype.

    Raises:
        ArgumentError: it is no float.
    """
    name = dtypes.standardize(dtype)
    if not dtypes.is_float(name):
        raise ArgumentError("these random numbers are floats", expected="a float dtype", got=name)
    return name


@ends_at_user
def randint(
    shape: Sequence[int], minval: int, maxval: int, dtype: object = "int32", seed: Seed = None
) -> Tensor:
    """Draws integers uniformly.

    Args:
        shape: of the result.
        minval: the smallest.
        maxval: one above the largest.
        dtype: an integer dtype.
        seed: an integer, a `SeedGenerator`, or None for the default generator.

    Returns:
        A tensor of that shape. The odds differ by less than one in 2**32.

    Raises:
        ArgumentError: the dtype is no integer's, or there is no integer between the ends.

    Example:
        >>> randint((3,), 5, 6, seed=1).tolist()
        [5, 5, 5]
    """
    name = dtypes.standardize(dtype)
    low, span = int(minval), int(maxval) - int(minval)
    if not dtypes.is_integer(name) or not 0 < span <= WORD:
        raise ArgumentError(
            "cannot draw such integers",
            expected="an integer dtype and minval < maxval <= minval + 2**32",
            got=f"{name}, {minval}, {maxval}",
        )
    run, lengths = engine(), lengths_of(shape)
    words = run.random_bits(key_of(seed), (2, *lengths))
    high, below = (run.get_item(words, (i,)) for i in (0, 1))
    if span == WORD:
        return add(run.cast(below, name), run.full((), low, name))
    found = _remainder(high, below, span)
    return run.add(run.cast(found, name), run.full((), low, name))


def _remainder(high: Tensor, low: Tensor, span: int) -> Tensor:
    """Returns (high * 2**32 + low) modulo span, where no product overflows a word.

    A larger span takes the low word alone.
    """
    run = engine()
    size = run.full((), span, "uint32")
    rest = run.mod(low, size)
    if span >= 2**16:
        return rest
    carried = run.multiply(run.mod(high, size), run.full((), WORD % span, "uint32"))
    return run.mod(run.add(carried, rest), size)
