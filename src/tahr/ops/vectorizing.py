"""Functions of single elements, or of small arrays, made functions of whole tensors."""

import functools
import re
from collections.abc import Callable, Collection
from typing import Any

from tahr.core import trees
from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import show
from tahr.core.typing import Tensor
from tahr.ops.axes import dims, joint_shape
from tahr.ops.op import to_tensor

Names = list[list[str]]


def vectorize(
    pyfunc: Callable[..., Any],
    *,
    excluded: Collection[int] | None = None,
    signature: str | None = None,
) -> Callable[..., Any]:
    """Makes a function of scalars a function of tensors, whose axes broadcast.

    Args:
        pyfunc: gets scalar tensors, or tensors with the axes of the signature.
        excluded: positions of arguments that are handed on as they are.
        signature: the axes that the function itself takes and gives, as "(m,n),(n)->(m)"; all
            axes before those broadcast.

    Returns:
        A function of tensors.

    Raises:
        ArgumentError: the signature makes no sense.

    Example:
        >>> from tahr import ops
        >>> vectorize(lambda a, b: ops.maximum(a, b))([1, 2, 3], 2).tolist()
        [2, 2, 3]
        >>> vectorize(ops.sum, signature="(n)->()")([[1, 2], [3, 4]]).tolist()
        [3, 7]
    """
    left_out = frozenset(excluded or ())
    takes, gives = _parsed(signature) if signature is not None else (None, None)

    @functools.wraps(pyfunc)
    def vectorized(*args: Any, **kwargs: Any) -> Any:
        run, places = engine(), [i for i in range(len(args)) if i not in left_out]
        given = [to_tensor(args[i]) for i in places]
        axes = [[] for _ in given] if takes is None else takes
        if len(axes) != len(given):
            raise ArgumentError(
                "the signature is of another number of arguments", expected=len(axes),
                got=len(given),
            )  # fmt: skip
        outer = joint_shape(*(_outer(t, names) for t, names in zip(given, axes, strict=True)))
        rows = [_spread(t, outer, names) for t, names in zip(given, axes, strict=True)]

        def one(*parts: Tensor) -> Any:
            filled = list(args)
            for place, part in zip(places, parts, strict=True):
                filled[place] = part
            return trees.map(to_tensor, pyfunc(*filled, **kwargs))

        found = run.vmap(one, (0,) * len(rows))(*rows) if outer else one(*given)
        _check(found, gives, bool(outer))
        if not outer:
            return found
        return trees.map(lambda t: run.reshape(t, (*outer, *dims(t)[1:])), found)

    return vectorized


def _parsed(signature: str) -> tuple[Names, Names]:
    """Returns the names of the axes that a function takes and gives."""
    compact = signature.replace(" ", "")
    group = r"\((\w+(,\w+)*)?\)"
    if not re.fullmatch(rf"{group}(,{group})*->{group}(,{group})*", compact):
        raise ArgumentError(
            "the signature makes no sense", where="vectorize", expected="'(m,n),(n)->(m)'",
            got=told(signature),
        )  # fmt: skip
    sides = compact.split("->")
    takes, gives = ([g.split(",") if g else [] for g in re.findall(r"\(([^)]*)\)", s)]
                    for s in sides)  # fmt: skip
    return takes, gives


def _outer(x: Tensor, names: list[str]) -> tuple[int, ...]:
    """Returns the axes that the function itself does not take."""
    if len(dims(x)) < len(names):
        raise ShapeError(
            "the function takes more axes", where="vectorize", expected=f"({', '.join(names)})",
            got=show(dims(x)),
        )  # fmt: skip
    return dims(x)[: len(dims(x)) - len(names)]


def _spread(x: Tensor, outer: tuple[int, ...], names: list[str]) -> Tensor:
    """Returns a tensor with one axis in place of those that broadcast."""
    run = engine()
    inner = dims(x)[len(dims(x)) - len(names) :]
    return run.reshape(run.broadcast_to(x, (*outer, *inner)), (-1, *inner))


def _check(found: Any, gives: Names | None, mapped: bool) -> None:
    if gives is None:
        return
    ranks = [len(dims(t)) - mapped for t in trees.leaves(found)]
    if ranks != [len(names) for names in gives]:
        raise ShapeError(
            "the function gives other axes than the signature says", where="vectorize",
            expected=", ".join(f"({','.join(names)})" for names in gives), got=ranks,
        )  # fmt: skip
