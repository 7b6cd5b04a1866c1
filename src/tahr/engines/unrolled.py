"""Loops round by round, for engines whose framework has none that gradients flow through."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from tahr.core import trees

Zeros: TypeAlias = Callable[[Any, tuple[int, ...]], Any]
"""Makes zeros of a shape, in the dtype and the place of a tensor."""


def scan(
    step: Callable[[Any, Any], tuple[Any, Any]],
    state: Any,
    xs: Any,
    length: int,
    reverse: bool,
    rows: Callable[[Any], Sequence[Any]],
    stack: Callable[[Sequence[Any]], Any],
    zeros: Zeros,
) -> tuple[Any, Any]:
    """Does what `Engine.scan` does.

    Args:
        step: one round.
        state: what it starts from.
        xs: a tree of tensors to go along, or None.
        length: the number of rounds.
        reverse: whether it goes from the end.
        rows: cuts a tensor along its first axis.
        stack: puts tensors together along a new first axis.
        zeros: stands in for the rows of an empty tensor.
    """
    if length == 0:
        return state, emptied(step(state, hollow(xs, 0, zeros))[1], zeros)
    tensors, structure = trees.split(xs)
    columns = [rows(tensor) for tensor in tensors]
    ys: list[Any] = []
    for i in reversed(range(length)) if reverse else range(length):
        state, y = step(state, trees.unflatten(structure, [column[i] for column in columns]))
        ys.append(y)
    return state, trees.each(lambda *found: stack(found), *(ys[::-1] if reverse else ys))


def hollow(tree: Any, axis: int, zeros: Zeros) -> Any:
    """Stands in for an element where there is none, so that a body shows what it returns."""
    return trees.each(lambda x: zeros(x, (*x.shape[:axis], *x.shape[axis + 1 :])), tree)


def emptied(tree: Any, zeros: Zeros) -> Any:
    """Returns what stacking no element of a kind gives."""
    return trees.each(lambda x: zeros(x, (0, *x.shape)), tree)
