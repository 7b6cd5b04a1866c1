"""Specs by a framework's own tracing, which knows numbers for lengths and nothing else."""

from collections.abc import Callable
from typing import Any

from tahr.core import trees
from tahr.core.specs import TensorSpec, is_known

LENGTHS = (83, 89)
"""What is tried in the place of an unknown length: what depends on it differs between the two."""


def evaluated(
    trace: Callable[[list[TensorSpec]], Any],
    specs: list[TensorSpec],
    lengths: tuple[int, int] = LENGTHS,
) -> Any:
    """Gives the tree of specs that tracing gives twice, lengths that differ unknown.

    Args:
        trace: gets specs without unknown lengths, gives a tree of what has a shape and a dtype.
        specs: unknown lengths may be among theirs.
        lengths: what takes the place of those.
    """
    first, second = (trace([_settled(spec, length) for spec in specs]) for length in lengths)
    return trees.each(_merged, first, second)


def _settled(spec: TensorSpec, length: int) -> TensorSpec:
    return TensorSpec([int(n) if is_known(n) else length for n in spec.shape], spec.dtype)


def _merged(first: Any, second: Any) -> TensorSpec:
    pairs = zip(first.shape, second.shape, strict=True)
    return TensorSpec([m if m == n else None for m, n in pairs], first.dtype)
