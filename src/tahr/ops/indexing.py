"""Picking elements."""

from collections.abc import Sequence
from typing import Any

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import ArgumentError, EngineError, ShapeError
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.ops.axes import axis_of, dims, dtype_of, joint_shape, rank
from tahr.ops.logical import truth
from tahr.ops.op import Rule, op, to_tensor


@op()
def get_item(x: TensorLike, key: Any) -> Tensor:
    """Returns `x[key]`.

    Args:
        x: tensor.
        key: integers, slices, None, Ellipsis, integer tensors, or a tuple of these; bool masks
            only where their values are known.

    Raises:
        ShapeError: there are more indices than axes.
        IndexError: an integer is out of range.

    Example:
        >>> get_item([[1, 2], [3, 4]], (0, slice(None, None, -1))).tolist()
        [2, 1]
    """
    parts = [_part(p) for p in (key if isinstance(key, tuple) else (key,))]
    parts = [q for p in parts for q in (_numbers(p) if _is_mask(p) else [p])]
    taking = [p for p in parts if p is not None and p is not Ellipsis]
    if len(taking) > rank(x):
        raise ShapeError("there are more indices than axes", where="get_item", got=show(dims(x)))
    axis, ready = 0, []
    for part in parts:
        if part is None or part is Ellipsis:
            axis += 0 if part is None else rank(x) - len(taking)
            ready.append(part)
            continue
        ready.append(_resolved(part, dims(x)[axis]))
        axis += 1
    return engine().get_item(x, tuple(ready))


def _part(part: Any) -> Any:
    if part is None or part is Ellipsis or type(part) is int:
        return part
    if isinstance(part, slice):
        return slice(*(_bound(b) for b in (part.start, part.stop, part.step)))
    if isinstance(part, int) or (not getattr(part, "shape", True) and hasattr(part, "__index__")):
        return part if isinstance(part, int) and not isinstance(part, bool) else _scalar(part)
    return to_tensor(part.value if isinstance(part, Variable) else part)


def _bound(bound: Any) -> int | None:
    return bound if bound is None or isinstance(bound, int) else int(bound)


def _scalar(part: Any) -> Any:
    if isinstance(part, bool) or (engine().is_tensor(part)):
        return to_tensor(part)
    return part.__index__()


def _is_mask(part: Any) -> bool:
    return engine().is_tensor(part) and dtype_of(part) == "bool"


def _numbers(mask: Tensor) -> list[Tensor]:
    return list(nonzero(mask))


def _resolved(part: Any, length: int) -> Any:
    if isinstance(part, slice):
        return part
    if not isinstance(part, int):
        return wrapped(part, length)
    if is_known(length) and not -length <= part < length:
        # Python ends a loop over something indexable when it meets this error.
        raise IndexError(f"index {part} is out of range for an axis of length {length}")
    return part + length if part < 0 else part


def wrapped(indices: TensorLike, length: int) -> Tensor:
    """Returns non-negative indices: negative ones count from the end."""
    run, dtype = engine(), dtype_of(indices)
    if dtype.startswith("u"):
        return indices  # type: ignore[return-value]
    if not dtypes.is_integer(dtype):
        indices, dtype = run.cast(indices, "int32"), "int32"
    below = run.less(indices, run.full((), 0, dtype))
    return run.where(below, run.add(indices, run.full((), length, dtype)), indices)


@op()
def take(x: TensorLike, indices: TensorLike, axis: int | None = None) -> Tensor:
    """Picks slices along an axis.

    Args:
        x: tensor.
        indices: integers of any shape; negative ones count from the end.
        axis: along which to pick; None picks elements of the flattened tensor.

    Returns:
        A tensor with the indices' shape in the place of the axis.

    Example:
        >>> take([10, 20, 30], [2, 0]).tolist()
        [30, 10]
    """
    flat = engine().reshape(x, (-1,)) if axis is None else x
    place = 0 if axis is None else axis_of(axis, rank(x))
    return engine().take(flat, wrapped(indices, dims(flat)[place]), place)


@op()
def take_along_axis(x: TensorLike, indices: TensorLike, axis: int | None = None) -> Tensor:
    """Picks one element for each index, the other axes matched.

    Args:
        x: tensor.
        indices: integers, of as many dimensions as x; the other axes broadcast.
        axis: along which to pick; None picks elements of the flattened tensor.

    Example:
        >>> take_along_axis([[1, 2], [3, 4]], [[1], [0]], axis=1).tolist()
        [[2], [3]]
    """
    run = engine()
    if axis is None:
        flat = run.reshape(x, (-1,))
        places = run.reshape(indices, (-1,))
        return run.take(flat, wrapped(places, dims(flat)[0]), 0)
    if rank(x) != rank(indices):
        raise ShapeError(
            "the indices need as many dimensions as the tensor",
            where="take_along_axis",
            expected=rank(x),
            got=show(dims(indices)),
        )
    place = axis_of(axis, rank(x))
    others = joint_shape(_but(dims(x), place), _but(dims(indices), place))
    spread = run.broadcast_to(x, _with(others, place, dims(x)[place]))
    places = run.broadcast_to(indices, _with(others, place, dims(indices)[place]))
    return run.take_along_axis(spread, wrapped(places, dims(x)[place]), place)


def _but(shape: tuple[int, ...], axis: int) -> tuple[int, ...]:
    return shape[:axis] + (1,) + shape[axis + 1 :]


def _with(shape: tuple[int, ...], axis: int, length: int) -> tuple[int, ...]:
    return shape[:axis] + (length,) + shape[axis + 1 :]


@op(rule=Rule.PROMOTE, apart=("condition",))
def where(condition: TensorLike, x1: TensorLike | None = None, x2: TensorLike | None = None) -> Any:
    """Takes from x1 where the condition holds, else from x2.

    Args:
        condition: tensor of truths.
        x1: tensor that broadcasts with it; None, like x2, to get the indices of the truths.
        x2: tensor, likewise.

    Example:
        >>> where([True, False], 1.0, 0.0).tolist()
        [1.0, 0.0]
    """
    if x1 is None and x2 is None:
        return nonzero(condition)
    if x1 is None or x2 is None:
        raise ArgumentError("give both x1 and x2, or neither", where="where")
    return engine().where(truth(condition), x1, x2)


@op()
def nonzero(x: TensorLike) -> Any:
    """Returns the indices of the elements that are not zero, one int32 tensor an axis.

    Their number depends on the values, so this works only where the values are known.

    Raises:
        EngineError: inside a compiled function, or on symbolic tensors.
        ShapeError: the tensor has no axis.

    Example:
        >>> [i.tolist() for i in nonzero([[0, 3], [4, 0]])]
        [[0, 1], [1, 0]]
    """
    run = engine()
    if not run.is_concrete(x):
        raise EngineError(
            "how many elements are not zero is not known before the values are",
            where="nonzero",
            todo="use `where` with three arguments",
        )
    values = run.to_numpy(truth(x))
    if not values.ndim:
        raise ShapeError(
            "a scalar has no places", where="nonzero", expected="one axis or more", got="shape ()"
        )
    return tuple(run.asarray(i, "int32") for i in values.nonzero())


@op(rule=Rule.PROMOTE, apart=("condlist",))
def select(
    condlist: Sequence[TensorLike], choicelist: Sequence[TensorLike], default: TensorLike = 0
) -> Tensor:
    """Takes each element from the first choice whose condition holds.

    Args:
        condlist: tensors of truths.
        choicelist: a tensor for each of them.
        default: where no condition holds.

    Example:
        >>> select([[True, False]], [[1, 2]], 9).tolist()
        [1, 9]
    """
    if len(condlist) != len(choicelist) or not condlist:
        raise ArgumentError(
            "each condition needs one choice",
            where="select",
            got=f"{len(condlist)} conditions, {len(choicelist)} choices",
        )
    chosen: Any = default
    if not engine().is_tensor(default):
        chosen = engine().asarray(default, dtype_of(choicelist[0]))
    for condition, choice in list(zip(condlist, choicelist, strict=True))[::-1]:
        chosen = engine().where(truth(condition), choice, chosen)
    return chosen


@op()
def unravel_index(indices: TensorLike, shape: Sequence[int]) -> tuple[Tensor, ...]:
    """Turns indices into a flattened tensor into indices for each axis.

    Args:
        indices: integers.
        shape: of the tensor they point into.

    Example:
        >>> [i.tolist() for i in unravel_index([5, 1], (2, 3))]
        [[1, 0], [2, 1]]
    """
    run, dtype, found = engine(), dtype_of(indices), []
    for length in tuple(shape)[::-1]:
        step = run.full((), length, dtype)
        found.append(run.mod(indices, step))
        indices = run.floor_divide(indices, step)
    return tuple(found[::-1])
