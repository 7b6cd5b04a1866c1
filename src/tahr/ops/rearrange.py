"""Shapes rearranged by a pattern of names."""

import math
import re
from collections.abc import Sequence

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import is_known, quotient, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, rank
from tahr.ops.op import op

Groups = list[list[str]]


@op()
def rearrange(tensor: TensorLike, pattern: str, **axes_lengths: int) -> Tensor:
    """Splits, reorders and joins axes as a pattern says.

    Args:
        tensor: tensor.
        pattern: names of the axes before and after an arrow; names in parentheses stand for
            one axis that is their product, "..." for all axes that have no name.
        **axes_lengths: lengths of names that do not follow from the shape.

    Raises:
        ArgumentError: the pattern makes no sense.
        ShapeError: it does not fit the tensor.

    Example:
        >>> rearrange([[1, 2, 3, 4]], "a (b c) -> b (a c)", b=2).tolist()
        [[1, 2], [3, 4]]

    Source: Rogozhnikov, "Einops" (2022).
    """
    before, after = _sides(pattern)
    shape = dims(tensor)
    unnamed = rank(tensor) - len(before) + 1 if ["..."] in before else 0
    spare = [f"...{i}" for i in range(unnamed)]
    before, after = _expanded(before, spare), _expanded(after, spare)
    old, new = [n for g in before for n in g], [n for g in after for n in g]
    if sorted(old) != sorted(new) or len(set(old)) != len(old):
        raise ArgumentError("each name stands once on each side of the arrow", got=pattern)
    if len(before) != len(shape):
        raise ShapeError(f"the pattern {pattern!r} does not fit", got=show(shape))
    lengths = _lengths(before, shape, axes_lengths, pattern)
    run = engine()
    split = run.reshape(tensor, tuple(lengths[n] for n in old))
    moved = run.transpose(split, tuple(old.index(n) for n in new))
    return run.reshape(moved, tuple(math.prod(lengths[n] for n in g) for g in after))


def _sides(pattern: str) -> tuple[Groups, Groups]:
    sides = pattern.split("->")
    if len(sides) != 2:
        raise ArgumentError("a pattern has one arrow", got=pattern, expected='"a b -> b a"')
    parsed = [re.findall(r"\(([^()]*)\)|(\.\.\.|\w+)", side) for side in sides]
    before, after = (
        [[single] if single else [n for n in joined.split() if n != "1"] for joined, single in side]
        for side in parsed
    )
    return [[] if g == ["1"] else g for g in before], [[] if g == ["1"] else g for g in after]


def _expanded(groups: Groups, spare: Sequence[str]) -> Groups:
    found: Groups = []
    for group in groups:
        if group == ["..."]:
            found.extend([name] for name in spare)
        else:
            found.append([n for name in group for n in (spare if name == "..." else [name])])
    return found


def _lengths(
    groups: Groups, shape: tuple[int, ...], given: dict[str, int], pattern: str
) -> dict[str, int]:
    lengths = dict(given)
    for group, total in zip(groups, shape, strict=True):
        open_ = [name for name in group if name not in lengths]
        part = math.prod(lengths[name] for name in group if name in lengths)
        if len(open_) > 1:
            raise ArgumentError(f"say how long {open_[0]} is", got=pattern)
        if open_:
            lengths[open_[0]] = quotient(total, part)
        full = math.prod(lengths[name] for name in group)
        if is_known(full) and is_known(total) and full != total:
            raise ShapeError(f"the pattern {pattern!r} does not fit", got=show(shape))
    return lengths
