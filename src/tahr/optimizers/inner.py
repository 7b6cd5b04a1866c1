"""The optimizers that update weights, inside those that wrap others."""

from collections.abc import Iterator
from typing import Any


def plain_optimizers(optimizer: Any) -> Iterator[Any]:
    """Goes through the optimizers inside one, or returns it alone.

    Example:
        >>> from tahr.optimizers import SGD, Adam, MultiOptimizer, OptimizerMap
        >>> several = MultiOptimizer(OptimizerMap(SGD(1.0), {"b": Adam()}))
        >>> [type(one).__name__ for one in plain_optimizers(several)]
        ['Adam', 'SGD']
    """
    inner = getattr(optimizer, "inner_optimizer", None)
    several = [inner] if inner is not None else getattr(optimizer, "optimizers", None)
    if several is None:
        yield optimizer
        return
    for one in several:
        yield from plain_optimizers(one)
