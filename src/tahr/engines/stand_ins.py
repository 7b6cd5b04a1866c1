"""Specs by a framework's own tracing, which knows numbers for lengths and nothing else."""

import sys
from collections.abc import Callable
from typing import Any

from tahr.core import current, trees
from tahr.core.specs import TensorSpec, is_known
from tahr.core.valueless import clearer

LENGTHS = (83, 89)
"""What is tried in the place of an unknown length: what depends on it differs between the two."""


def evaluated(
    trace: Callable[[list[TensorSpec]], Any],
    specs: list[TensorSpec],
    lengths: tuple[int, int] = LENGTHS,
) -> Any:
    """Returns the tree of specs that tracing gives twice, lengths that differ unknown.

    It is asked where describing has failed; where it fails too, the clearer of both errors is
    raised.

    Args:
        trace: gets specs without unknown lengths, gives a tree of what has a shape and a dtype.
        specs: unknown lengths may be among theirs.
        lengths: what takes the place of those.
    """
    earlier = sys.exception()
    try:
        first, second = (trace([_settled(spec, length) for spec in specs]) for length in lengths)
    except Exception as error:
        better = clearer(earlier, error, current.engine().name)
        better.__suppress_context__ = True
        if better is error and str(lengths[0]) in str(error):
            error.add_note(f"{lengths[0]} stands for a length that is not known yet")
        raise better from better.__cause__
    return trees.each(_merged, first, second)


def _settled(spec: TensorSpec, length: int) -> TensorSpec:
    return TensorSpec([int(n) if is_known(n) else length for n in spec.shape], spec.dtype)


def _merged(first: Any, second: Any) -> TensorSpec:
    pairs = zip(first.shape, second.shape, strict=True)
    return TensorSpec([m if m == n else None for m, n in pairs], first.dtype)
