"""What loops carry from round to round, Python's numbers among it."""

from collections.abc import Callable
from typing import Any

from tahr.core import dtypes, trees
from tahr.core.current import engine
from tahr.core.errors import ArgumentError
from tahr.ops.op import SCALARS, to_tensor

Body = Callable[[Any, Any], Any]


def carrying(loop: Callable[[Any, Body], Any], state: Any, traces: bool, raw: bool = False) -> Any:
    """Runs a loop whose state may hold Python's numbers.

    A number has no dtype of its own: it takes the one that the body gives back in its place. Where
    rounds run one by one that comes by itself. Where the body is traced, the loop begins once more
    with that dtype.

    Args:
        loop: gets a state of tensors, and a function of the state before and after a round that
            returns the one after in the structure of the one before; returns what the loop gives.
        state: a tree of tensors and numbers.
        traces: whether the loop traces its body.
        raw: whether the first round gets numbers as they are.
    """
    leaves, structure = trees.flatten(state)
    kinds = [SCALARS.get(type(leaf)) for leaf in leaves]
    usual = [
        leaf if leaf is None or (kind and raw) else to_tensor(leaf)
        for leaf, kind in zip(leaves, kinds, strict=True)
    ]
    strict = traces and any(kinds)
    try:
        return loop(
            trees.unflatten(structure, usual), lambda old, new: _like(old, new, kinds, strict)
        )
    except _OtherDtypesError as other:
        found = other.dtypes
    places = zip(leaves, usual, found, strict=True)
    start = [tensor if dtype is None else to_tensor(leaf, dtype) for leaf, tensor, dtype in places]
    return loop(trees.unflatten(structure, start), lambda old, new: _like(old, new, kinds, False))


class _OtherDtypesError(Exception):
    """A body gives back another dtype in a number's place than the number started with."""

    def __init__(self, found: list[str | None]) -> None:
        super().__init__(found)
        self.dtypes = found


def _like(before: Any, after: Any, kinds: list[str | None], strict: bool) -> Any:
    """Returns what a body returned in the structure it got, Python's numbers as tensors."""
    run = engine()
    old, structure = trees.flatten(before)
    new = trees.leaves(after)
    if len(old) != len(new):
        raise ArgumentError(
            "the body of a loop gives back another structure than it got",
            expected=structure,
            got=trees.flatten(after)[1],
        )
    wanted = [
        None if kind is None or n is None else dtypes.result_type(kind, _dtype_of(n))
        for n, kind in zip(new, kinds, strict=True)
    ]
    own = [None if o is None else _dtype_of(o) for o in old]
    if strict and any(w not in (None, o) for w, o in zip(wanted, own, strict=True)):
        raise _OtherDtypesError(wanted)
    return trees.unflatten(
        structure,
        [
            n if n is None or run.is_tensor(n) else to_tensor(n, w or o)
            for n, w, o in zip(new, wanted, own, strict=True)
        ],
    )


def _dtype_of(value: Any) -> str:
    """Returns a dtype, `"int"` or `"float"` for Python's numbers."""
    return SCALARS.get(type(value)) or engine().dtype_of(to_tensor(value))
