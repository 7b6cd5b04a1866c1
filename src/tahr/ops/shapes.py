"""The same elements in other shapes and orders."""

from collections.abc import Sequence
from typing import Any

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import AXES, is_known, show
from tahr.core.spending import spend_numbers
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import Axis, axes_of, axis_of, dims, joint_shape, lengths_of, rank
from tahr.ops.op import op


@op()
def reshape(x: TensorLike, newshape: Any) -> Tensor:
    """Returns the same elements in another shape.

    Args:
        x: tensor.
        newshape: lengths; one of them may be -1 or None, and follows from the others.

    Raises:
        ShapeError: the sizes differ.

    Example:
        >>> reshape([1, 2, 3, 4], (2, -1)).tolist()
        [[1, 2], [3, 4]]
    """
    listed = newshape if isinstance(newshape, list | tuple) else (newshape,)
    wanted = tuple(-1 if n is None else n if isinstance(n, int) else int(n) for n in listed)
    return engine().reshape(x, wanted)


@op()
def ravel(x: TensorLike) -> Tensor:
    """Returns all elements in one dimension.

    Example:
        >>> ravel([[1, 2], [3, 4]]).tolist()
        [1, 2, 3, 4]
    """
    return engine().reshape(x, (-1,))


@op()
def transpose(x: TensorLike, axes: Sequence[int] | None = None) -> Tensor:
    """Permutes the axes.

    Args:
        x: tensor.
        axes: the old axis for each new one; reversed by default.

    Example:
        >>> transpose([[1, 2], [3, 4]]).tolist()
        [[1, 3], [2, 4]]
    """
    ndim = rank(x)
    order = range(ndim)[::-1] if axes is None else [axis_of(a, ndim) for a in axes]
    if sorted(order) != list(range(ndim)):
        raise ShapeError(
            "the axes are no permutation",
            where="transpose",
            expected=f"each of 0 to {ndim - 1} once",
            got=axes,
        )
    return engine().transpose(x, tuple(order))


@op()
def swapaxes(x: TensorLike, axis1: int, axis2: int) -> Tensor:
    """Swaps two axes.

    Example:
        >>> swapaxes([[1, 2, 3]], 0, 1).tolist()
        [[1], [2], [3]]
    """
    order = list(range(rank(x)))
    first, second = axis_of(axis1, rank(x)), axis_of(axis2, rank(x))
    order[first], order[second] = second, first
    return engine().transpose(x, tuple(order))


@op()
def moveaxis(
    x: TensorLike, source: int | Sequence[int], destination: int | Sequence[int]
) -> Tensor:
    """Moves axes to other places; the others keep their order.

    Args:
        x: tensor.
        source: the axes to move.
        destination: where each of them goes.

    Example:
        >>> moveaxis([[[1, 2, 3]]], 0, -1).shape
        (1, 3, 1)
    """
    ndim = rank(x)
    old, new = _places(source, ndim), _places(destination, ndim)
    if len(old) != len(new):
        raise ArgumentError("each axis needs one destination", where="moveaxis", got=destination)
    order = [a for a in range(ndim) if a not in old]
    for place, axis in sorted(zip(new, old, strict=True)):
        order.insert(place, axis)
    return engine().transpose(x, tuple(order))


def _places(axis: int | Sequence[int], ndim: int) -> list[int]:
    listed = axis if isinstance(axis, list | tuple) else [axis]
    return [axis_of(a, ndim) for a in listed]  # type: ignore[arg-type]


@op(rows="axis")
def expand_dims(x: TensorLike, axis: int | Sequence[int]) -> Tensor:
    """Inserts axes of length one.

    Args:
        x: tensor.
        axis: where they stand in the result.

    Example:
        >>> expand_dims([1, 2], 0).tolist()
        [[1, 2]]
    """
    added = len(axis) if isinstance(axis, list | tuple) else 1
    if added > AXES:
        raise ShapeError("a tensor has more axes than any may", got=rank(x) + added)
    places = axes_of(axis, rank(x) + added)
    old = iter(dims(x))
    shape = tuple(1 if i in places else next(old) for i in range(rank(x) + added))
    return engine().reshape(x, shape)


@op()
def squeeze(x: TensorLike, axis: Axis = None) -> Tensor:
    """Removes axes of length one.

    Args:
        x: tensor.
        axis: which ones; all of length one by default.

    Raises:
        ShapeError: an axis has another length.

    Example:
        >>> squeeze([[1, 2]], 0).tolist()
        [1, 2]
    """
    shape = dims(x)
    ones = tuple(i for i, n in enumerate(shape) if is_known(n) and n == 1)
    gone = ones if axis is None else axes_of(axis, rank(x))
    long = [i for i in gone if is_known(shape[i]) and shape[i] != 1]
    if long:
        raise ShapeError(f"axis {long[0]} has not length one", where="squeeze", got=show(shape))
    return engine().reshape(x, tuple(n for i, n in enumerate(shape) if i not in gone))


@op()
def broadcast_to(x: TensorLike, shape: Any) -> Tensor:
    """Repeats along axes of length one, and along new leading ones.

    Args:
        x: tensor.
        shape: to which x's shape broadcasts.

    Raises:
        ShapeError: it does not.

    Example:
        >>> broadcast_to([1, 2], (2, 2)).tolist()
        [[1, 2], [1, 2]]
    """
    wanted = lengths_of(shape)
    joint = joint_shape(dims(x), wanted)
    if len(joint) != len(wanted) or any(
        is_known(a) and is_known(b) and a != b for a, b in zip(joint, wanted, strict=True)
    ):
        raise ShapeError(
            "the tensor does not broadcast to this shape",
            where="broadcast_to",
            expected=f"a shape that {show(dims(x))} broadcasts to",
            got=show(wanted),
        )
    return engine().broadcast_to(x, wanted)


@op()
def tile(x: TensorLike, repeats: int | Sequence[int]) -> Tensor:
    """Repeats the whole tensor along its axes.

    Args:
        x: tensor.
        repeats: how often for each axis, counted from the last.

    Example:
        >>> tile([1, 2], 2).tolist()
        [1, 2, 1, 2]
    """
    times = lengths_of(repeats)
    ndim = max(rank(x), len(times))
    times = (1,) * (ndim - len(times)) + times
    shape = (1,) * (ndim - rank(x)) + dims(x)
    pairs = list(zip(times, shape, strict=True))
    spread = engine().reshape(x, tuple(n for _, length in pairs for n in (1, length)))
    spread = engine().broadcast_to(spread, tuple(n for pair in pairs for n in pair))
    return engine().reshape(spread, tuple(t * n for t, n in pairs))


@op()
def repeat(x: TensorLike, repeats: int | Sequence[int], axis: int | None = None) -> Tensor:
    """Repeats each element, or slice along an axis.

    Args:
        x: tensor.
        repeats: how often; one number, or one for each slice.
        axis: None repeats the elements of the flattened tensor.

    Example:
        >>> repeat([1, 2], 2).tolist(), repeat([1, 2], [1, 2]).tolist()
        ([1, 1, 2, 2], [1, 2, 2])
    """
    run = engine()
    flat = run.reshape(x, (-1,)) if axis is None else x
    place = 0 if axis is None else axis_of(axis, rank(x))
    times = list(lengths_of(repeats))
    if len(times) > 1:
        spend_numbers(sum(times))
        rows = [i for i, n in enumerate(times) for _ in range(n)]
        return run.take(flat, run.asarray(rows, "int32"), place)
    shape = dims(flat)
    before, length, after = shape[:place], shape[place], shape[place + 1 :]
    spread = run.reshape(flat, (*before, length, 1, *after))
    spread = run.broadcast_to(spread, (*before, length, times[0], *after))
    return run.reshape(spread, (*before, length * times[0], *after))


@op()
def flip(x: TensorLike, axis: Axis = None) -> Tensor:
    """Reverses along axes, all of them by default.

    Example:
        >>> flip([1, 2, 3]).tolist()
        [3, 2, 1]
    """
    return engine().flip(x, axes_of(axis, rank(x)))


@op()
def fliplr(x: TensorLike) -> Tensor:
    """Reverses along the second axis."""
    return engine().flip(x, (axis_of(1, rank(x)),))


@op()
def flipud(x: TensorLike) -> Tensor:
    """Reverses along the first axis."""
    return engine().flip(x, (axis_of(0, rank(x)),))


@op()
def rot90(array: TensorLike, k: int = 1, axes: Sequence[int] = (0, 1)) -> Tensor:
    """Rotates by multiples of 90 degrees, from the first axis towards the second.

    Args:
        array: tensor of two dimensions or more.
        k: how many times.
        axes: the plane to turn.

    Example:
        >>> rot90([[1, 2], [3, 4]]).tolist()
        [[2, 4], [1, 3]]
    """
    first, second = _places(axes, rank(array))
    if first == second:
        raise ArgumentError("a plane has two different axes", where="rot90", got=axes)
    turns = k % 4
    if turns == 2:
        return engine().flip(array, tuple(sorted((first, second))))
    if turns == 0:
        return array  # type: ignore[return-value]
    turned = engine().flip(array, (second,)) if turns == 1 else array
    turned = swapaxes(turned, first, second)
    return turned if turns == 1 else engine().flip(turned, (second,))
