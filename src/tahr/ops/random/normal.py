"""Normal numbers, by the inverse of their distribution function."""

import math
from collections.abc import Sequence

from tahr.core.dtypes import result_type
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply
from tahr.ops.axes import lengths_of
from tahr.ops.conversion import cast
from tahr.ops.elementwise import clip
from tahr.ops.random.bits import centred
from tahr.ops.random.seeds import Seed, key_of
from tahr.ops.random.uniform import float_name
from tahr.ops.special import erfinv

WITHIN_TWO = math.erf(math.sqrt(2.0))
"""How much of a normal distribution lies within two standard deviations."""


def standard_normal(key: Tensor, shape: tuple[int, ...], dtype: str, share: float = 1.0) -> Tensor:
    """Draws standard normal numbers, from the middle share of the distribution.

    Args:
        key: a random key.
        shape: of the result.
        dtype: "float32" or "float64".
        share: how much of the distribution is kept around its middle.

    Source: Devroye 1986, "Non-uniform random variate generation", section II.2.
    """
    chance = centred(key, shape, dtype)
    return multiply(erfinv(multiply(chance, share)), math.sqrt(2.0))


@ends_at_user
def normal(
    shape: Sequence[int],
    mean: TensorLike = 0.0,
    stddev: TensorLike = 1.0,
    dtype: object = None,
    seed: Seed = None,
) -> Tensor:
    """Draws from a normal distribution.

    Args:
        shape: of the result.
        mean: of the distribution.
        stddev: its standard deviation.
        dtype: a float; the configured one by default.
        seed: an integer, a `SeedGenerator`, or None for the default generator.

    Returns:
        A tensor of that shape.

    Example:
        >>> normal((2, 3), seed=1).shape
        (2, 3)
    """
    name = float_name(dtype)
    wide = result_type(name, "float32")
    drawn = standard_normal(key_of(seed), lengths_of(shape), wide)
    return cast(add(mean, multiply(drawn, stddev)), name)


@ends_at_user
def truncated_normal(
    shape: Sequence[int],
    mean: TensorLike = 0.0,
    stddev: TensorLike = 1.0,
    dtype: object = None,
    seed: Seed = None,
) -> Tensor:
    """Draws from a normal distribution truncated at two standard deviations.

    Args:
        shape: of the result.
        mean: of the distribution before it is cut.
        stddev: its standard deviation before it is cut.
        dtype: a float; the configured one by default.
        seed: an integer, a `SeedGenerator`, or None for the default generator.

    Returns:
        A tensor of that shape.

    Example:
        >>> bool((abs(truncated_normal((99,), seed=1)) <= 2.0).all())
        True
    """
    name = float_name(dtype)
    wide = result_type(name, "float32")
    drawn = standard_normal(key_of(seed), lengths_of(shape), wide, WITHIN_TWO)
    return cast(add(mean, multiply(clip(drawn, -2.0, 2.0), stddev)), name)
