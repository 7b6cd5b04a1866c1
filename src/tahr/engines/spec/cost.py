"""What a computation would cost: floating-point operations and bytes, per sample."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from tahr.core.dtypes import SIZES
from tahr.core.specs import FILLERS, TensorSpec


@dataclass
class Cost:
    """What has been counted so far.

    A multiply-add is two operations; an elementwise function or a reduction is one an element;
    choosing between two, reshapes and other views are free. Unknown dimensions count as one, so
    that with an unknown batch size the numbers are those of one sample.
    """

    flops: int = 0
    nbytes: int = 0


_open: ContextVar[Cost | None] = ContextVar("cost", default=None)


@contextmanager
def counting(times: int = 1) -> Iterator[Cost]:
    """Counts what the spec engine is asked to do inside the block.

    Args:
        times: how often the block counts in an enclosing one, as for the body of a loop.

    Example:
        >>> from tahr.engines.spec import ENGINE
        >>> with counting() as cost:
        ...     y = ENGINE.matmul(TensorSpec((None, 784)), TensorSpec((784, 10)))
        >>> y.shape, cost
        ((?, 10), Cost(flops=15680, nbytes=40))
    """
    cost = Cost()
    outer = _open.get()
    token = _open.set(cost)
    try:
        yield cost
    finally:
        _open.reset(token)
        if outer is not None:
            outer.flops += times * cost.flops
            outer.nbytes += times * cost.nbytes


def charge(flops: int, nbytes: int = 0) -> None:
    """Adds to the open count, if there is one."""
    cost = _open.get()
    if cost is not None:
        cost.flops += flops
        cost.nbytes += nbytes


def computed(shape: Iterable[int], dtype: str, flops: int | None = None) -> TensorSpec:
    """Makes the spec of a computed tensor and charges for it, one operation an element."""
    spec = TensorSpec(shape, dtype)
    if _open.get() is not None:
        elements = count(spec.shape)
        charge(elements if flops is None else flops, elements * SIZES[dtype])
    return spec


def count(shape: Iterable[int]) -> int:
    """Counts the elements of a shape, unknown dimensions as one.

    Example:
        >>> from tahr.core.specs import filled
        >>> batch, length = filled((None, None))
        >>> count((batch, 28, 28)), count((batch * length, 8)), count((batch * 4,))
        (784, 8, 4)
    """
    total = 1
    for length in shape:
        total *= length if type(length) is int else per_sample(length)
    return total


def per_sample(length: int) -> int:
    """Returns the known factor of an unknown dimension."""
    rest = int(length)
    for prime in FILLERS:
        while rest and rest % prime == 0:
            rest //= prime
    return rest if rest != length else 1
