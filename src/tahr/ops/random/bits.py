"""Random bits made into numbers between zero and one."""

from tahr.core.current import engine
from tahr.core.typing import Tensor

DIGITS = {"bfloat16": 8, "float16": 11, "float32": 24}
"""Binary digits of a float: as many as a fraction can have and never round up to one."""

LOW_WORD = 2.0**26


def fractions(key: Tensor, shape: tuple[int, ...], dtype: str) -> Tensor:
    """Returns numbers from 0 to below 1, each multiple of the smallest step as likely as another.

    Source: Vigna, "xoshiro / xoroshiro generators", section "Generating uniform doubles".
    """
    run = engine()
    if dtype == "float64":
        words = run.random_bits(key, (*shape, 2))
        high, low = (run.get_item(words, (..., i)) for i in (0, 1))
        return _scaled(_top(high, 27, dtype), _top(low, 26, dtype), LOW_WORD, 2.0**-53)
    digits = DIGITS.get(dtype, 24)
    number = _top(run.random_bits(key, shape), digits, "float32")
    step = run.full((), 2.0**-digits, "float32")
    return run.cast(run.multiply(number, step), dtype)


def centred(key: Tensor, shape: tuple[int, ...], dtype: str) -> Tensor:
    """Returns numbers between -1 and 1, both excluded, as likely below zero as above.

    Args:
        key: a random key.
        shape: of the result.
        dtype: "float32" or "float64".
    """
    run, digits = engine(), 53 if dtype == "float64" else 24
    twice = run.multiply(fractions(key, shape, dtype), run.full((), 2.0, dtype))
    return run.subtract(twice, run.full((), 1.0 - 2.0**-digits, dtype))


def inside(key: Tensor, shape: tuple[int, ...], dtype: str) -> Tensor:
    """Returns numbers between 0 and 1, both excluded, so that they have a logarithm."""
    run, half = engine(), engine().full((), 0.5, dtype)
    return run.add(run.multiply(centred(key, shape, dtype), half), half)


def _top(bits: Tensor, count: int, dtype: str) -> Tensor:
    run = engine()
    return run.cast(run.right_shift(bits, run.full((), 32 - count, "uint32")), dtype)


def _scaled(high: Tensor, low: Tensor, factor: float, step: float) -> Tensor:
    run, dtype = engine(), engine().dtype_of(high)
    whole = run.add(run.multiply(high, run.full((), factor, dtype)), low)
    return run.multiply(whole, run.full((), step, dtype))
