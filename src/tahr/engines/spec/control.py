"""Control flow: each body runs once, on specs, and what it gives back is checked."""

from collections.abc import Callable
from typing import Any

from tahr.core import trees
from tahr.core.dtypes import standardize
from tahr.core.errors import DtypeError, ShapeError
from tahr.core.specs import TensorSpec, agreed, show
from tahr.engines.base import Engine
from tahr.engines.literals import describe
from tahr.engines.spec.checks import checked_axis
from tahr.engines.spec.cost import charge, count, counting


class Control(Engine[TensorSpec]):
    """The control flow primitives on specs."""

    def scan(
        self,
        step: Callable[[Any, Any], tuple[Any, Any]],
        state: Any,
        xs: Any,
        length: int,
        reverse: bool = False,
    ) -> tuple[Any, Any]:
        state = _specs(state)
        first = trees.each(lambda x: _one_of(x, length), _specs(xs))
        with counting(times=count((length,))):
            after, y = step(state, first)
        state = same_tree("the body of scan", "state", state, _specs(after))
        return state, trees.each(lambda x: TensorSpec((length, *x.shape), x.dtype), _specs(y))

    def while_loop(
        self,
        condition: Callable[[Any], TensorSpec],
        body: Callable[[Any], Any],
        state: Any,
        limit: int | None = None,
    ) -> Any:
        state = _specs(state)
        _check_bool("the condition of while_loop", condition(state))
        return same_tree("the body of while_loop", "state", state, _specs(body(state)))

    def cond(self, predicate: TensorSpec, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        _check_bool("the predicate of cond", predicate)
        with counting(times=0) as one:
            first = _specs(yes())
        with counting(times=0) as other:
            second = _specs(no())
        charge(max(one.flops, other.flops), max(one.nbytes, other.nbytes))
        return same_tree("the second branch of cond", "result", first, second)

    def vmap(
        self, function: Callable[..., Any], in_axes: tuple[int | None, ...]
    ) -> Callable[..., Any]:
        def mapped(*args: Any) -> Any:
            if len(args) != len(in_axes):
                raise ShapeError(
                    "vmap takes one axis for each argument",
                    expected=f"{len(in_axes)} arguments",
                    got=len(args),
                )
            trees_of = [_specs(arg) for arg in args]
            length = _mapped_length(trees_of, in_axes)
            inside = [
                arg if axis is None else trees.each(lambda x, axis=axis: _without(x, axis), arg)
                for arg, axis in zip(trees_of, in_axes, strict=True)
            ]
            with counting(times=count((length,))):
                out = function(*inside)
            return trees.each(lambda x: TensorSpec((length, *x.shape), x.dtype), _specs(out))

        return mapped


def _specs(tree: Any) -> Any:
    """Reads the specs off a tree of tensors, constants of any library among them."""
    return trees.each(lambda x: x if type(x) is TensorSpec else TensorSpec(*describe(x)), tree)


def same_tree(who: str, what: str, before: Any, after: Any) -> Any:
    """Returns the specs two trees have in common, or says which leaf differs and how."""
    old, structure = trees.flatten(before)
    new, other = trees.flatten(after)
    if structure != other:
        raise ShapeError(
            f"{who} gives a {what} of another structure", expected=structure, got=other
        )
    merged = []
    for path, one, two in zip(structure.paths(), old, new, strict=True):
        name = what + "".join(f"[{part!r}]" for part in path)
        merged.append(_same_leaf(who, name, one, two))
    return trees.unflatten(structure, merged)


def _same_leaf(who: str, name: str, one: TensorSpec | None, two: TensorSpec | None) -> Any:
    if one is None or two is None:
        if one is two:
            return None
        raise ShapeError(f"{who} changes {name}", expected=one, got=two)
    if one.dtype != two.dtype:
        raise DtypeError(
            f"{who} changes the dtype of {name}",
            expected=one.dtype,
            got=two.dtype,
            todo="cast it back, or start from that dtype",
        )
    shape = [agreed(a, b) for a, b in zip(one.shape, two.shape, strict=False)]
    if one.ndim != two.ndim or None in shape:
        raise ShapeError(
            f"{who} changes the shape of {name}",
            expected=show(one.shape),
            got=show(two.shape),
            todo="keep the shape from step to step",
        )
    return TensorSpec(shape, one.dtype)


def _one_of(x: TensorSpec, length: int) -> TensorSpec:
    if not x.shape or agreed(x.shape[0], length) is None:
        raise ShapeError(
            "what scan runs over is not as long as the scan",
            expected=f"length {length} on axis 0",
            got=show(x.shape),
        )
    return TensorSpec(x.shape[1:], x.dtype)


def _check_bool(who: str, x: TensorSpec) -> None:
    shape, dtype = tuple(x.shape), standardize(x.dtype)
    if shape != () or dtype != "bool":
        raise ShapeError(f"{who} is no bool scalar", got=f"shape {show(shape)}, dtype {dtype}")


def _without(x: TensorSpec, axis: int) -> TensorSpec:
    checked_axis("vmap", axis, x.shape)
    return TensorSpec((*x.shape[:axis], *x.shape[axis + 1 :]), x.dtype)


def _mapped_length(args: list[Any], in_axes: tuple[int | None, ...]) -> int:
    found: int | None = None
    for arg, axis in zip(args, in_axes, strict=True):
        for leaf in trees.leaves(arg):
            if leaf is None or axis is None:
                continue
            length = leaf.shape[checked_axis("vmap", axis, leaf.shape)]
            together = length if found is None else agreed(found, length)
            if together is None:
                raise ShapeError("vmap maps over different lengths", got=f"{found} and {length}")
            found = together
    if found is None:
        raise ShapeError("vmap has nothing to map over", got=f"in_axes {in_axes}")
    return found
