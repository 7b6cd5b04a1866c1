"""Products of vectors, matrices and higher tensors."""

import math
from collections.abc import Sequence
from typing import Any

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import axis_of, dims, dtype_of, rank
from tahr.ops.complexes import conjugate
from tahr.ops.op import Rule, op
from tahr.ops.shapes import moveaxis


@op(rule=Rule.PROMOTE)
def matmul(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Multiplies matrices; vectors count as a row on the left and a column on the right.

    Args:
        x1: tensor `(..., n, k)` or `(k,)`.
        x2: tensor `(..., k, m)` or `(k,)`.

    Returns:
        A tensor `(..., n, m)`, without the axes that a vector does not have.

    Raises:
        ShapeError: the inner lengths differ.

    Example:
        >>> matmul([[1, 2]], [[3], [4]]).tolist()
        [[11]]
    """
    if not (rank(x1) and rank(x2)):
        raise ShapeError("a scalar is no matrix", where="matmul", todo="use `multiply`")
    return engine().matmul(_roomy(x1), _roomy(x2))


@op(rule=Rule.PROMOTE)
def dot(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Sums products over the last axis of x1 and the last but one of x2.

    Args:
        x1: tensor `(..., k)`, or a scalar, which multiplies.
        x2: tensor `(..., k, m)` or `(k,)`, or a scalar.

    Example:
        >>> int(dot([1, 2], [3, 4]))
        11
    """
    if not (rank(x1) and rank(x2)):
        return engine().multiply(x1, x2)
    return tensordot(x1, x2, [[-1], [-2 if rank(x2) > 1 else -1]])


@op(rule=Rule.PROMOTE)
def vdot(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Sums the products of all elements of two tensors of one size, the first one conjugate.

    Example:
        >>> int(vdot([[1, 2]], [[3], [4]]))
        11
    """
    flat1, flat2 = (engine().reshape(x, (-1,)) for x in (conjugate(x1), x2))
    return engine().matmul(flat1, flat2)


@op(rule=Rule.PROMOTE)
def inner(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Sums products over the last axes of both.

    Example:
        >>> inner([[1, 2]], [[3, 4], [5, 6]]).tolist()
        [[11, 17]]
    """
    if not (rank(x1) and rank(x2)):
        return engine().multiply(x1, x2)
    return tensordot(x1, x2, [[-1], [-1]])


@op(rule=Rule.PROMOTE)
def outer(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Multiplies every element of x1 with every one of x2: a row for each of x1.

    Example:
        >>> outer([1, 2], [3, 4]).tolist()
        [[3, 4], [6, 8]]
    """
    column, row = engine().reshape(x1, (-1, 1)), engine().reshape(x2, (1, -1))
    return engine().multiply(column, row)


@op(rule=Rule.PROMOTE)
def tensordot(x1: TensorLike, x2: TensorLike, axes: int | Sequence[Any] = 2) -> Tensor:
    """Sums products over axes of x1 paired with axes of x2.

    Args:
        x1: tensor.
        x2: tensor.
        axes: a pair of lists of axes, or how many last axes of x1 meet the first of x2.

    Returns:
        A tensor with the other axes of x1, then those of x2.

    Example:
        >>> tensordot([[1, 2]], [[3], [4]], axes=1).tolist()
        [[11]]
    """
    run = engine()
    left, right = _paired(axes, rank(x1), rank(x2))
    kept1 = [a for a in range(rank(x1)) if a not in left]
    kept2 = [a for a in range(rank(x2)) if a not in right]
    size = math.prod(dims(x1)[a] for a in left)
    rows, columns = [dims(x1)[a] for a in kept1], [dims(x2)[a] for a in kept2]
    first = run.reshape(run.transpose(x1, (*kept1, *left)), (math.prod(rows), size))
    second = run.reshape(run.transpose(x2, (*right, *kept2)), (size, math.prod(columns)))
    return run.reshape(run.matmul(first, second), (*rows, *columns))


@op(rule=Rule.PROMOTE)
def einsum(subscripts: str, *operands: TensorLike, **kwargs: Any) -> Tensor:
    """Evaluates Einstein's summation convention.

    Args:
        subscripts: letters for the axes of each operand, as in "ij,jk->ik"; "..." allowed.
        *operands: tensors.
        **kwargs: kept for Keras's signature.

    Raises:
        ShapeError: the subscripts do not fit the operands.

    Example:
        >>> einsum("ij,jk->ik", [[1, 2]], [[3], [4]]).tolist()
        [[11]]
    """
    equation = subscripts.replace(" ", "")
    return engine().einsum(equation, *map(_roomy, operands))


@op(rule=Rule.PROMOTE)
def kron(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the Kronecker product: a copy of x2 for each element of x1, times it.

    Example:
        >>> kron([1, 10], [1, 2]).tolist()
        [1, 2, 10, 20]
    """
    run = engine()
    ndim = max(rank(x1), rank(x2))
    shape1 = (1,) * (ndim - rank(x1)) + dims(x1)
    shape2 = (1,) * (ndim - rank(x2)) + dims(x2)
    spread1 = run.reshape(x1, tuple(n for m in shape1 for n in (m, 1)))
    spread2 = run.reshape(x2, tuple(n for m in shape2 for n in (1, m)))
    shape = tuple(a * b for a, b in zip(shape1, shape2, strict=True))
    return run.reshape(run.multiply(spread1, spread2), shape)


@op(rule=Rule.PROMOTE)
def cross(
    x1: TensorLike,
    x2: TensorLike,
    axisa: int = -1,
    axisb: int = -1,
    axisc: int = -1,
    axis: int | None = None,
) -> Tensor:
    """Returns the cross products of vectors of two or three elements.

    Args:
        x1: tensor.
        x2: tensor.
        axisa: the axis of x1 that holds vectors.
        axisb: the axis of x2 that holds vectors.
        axisc: the axis of the result that holds vectors.
        axis: all three of them.

    Returns:
        A tensor of vectors; of scalars where both have two elements.

    Example:
        >>> cross([1, 0, 0], [0, 1, 0]).tolist()
        [0, 0, 1]
    """
    run = engine()
    if axis is not None:
        axisa = axisb = axisc = axis
    first, second = _components(x1, axisa), _components(x2, axisb)
    if len(first) == len(second) == 2:
        return run.subtract(run.multiply(first[0], second[1]), run.multiply(first[1], second[0]))
    zero = run.full((), 0, dtype_of(x1))
    a, b = [*first, zero][:3], [*second, zero][:3]
    parts = [
        run.subtract(run.multiply(a[i], b[j]), run.multiply(a[j], b[i]))
        for i, j in ((1, 2), (2, 0), (0, 1))
    ]
    shape = dims(run.add(run.add(parts[0], parts[1]), parts[2]))
    parts = [run.reshape(run.broadcast_to(p, shape), (*shape, 1)) for p in parts]
    return moveaxis(run.concatenate(parts, len(shape)), -1, axisc)


def _roomy(x: TensorLike) -> Tensor:
    """Adds up the products of 8-bit integers in 32 bits, as Keras does."""
    return engine().cast(x, "int32") if dtype_of(x) == "int8" else x  # type: ignore[return-value]


def _components(x: TensorLike, axis: int) -> list[Any]:
    place = axis_of(axis, rank(x))
    length = dims(x)[place]
    if length not in (2, 3):
        raise ShapeError("a cross product is for 2 or 3 elements", where="cross", got=show(dims(x)))
    return [engine().get_item(x, ((slice(None),) * place) + (i,)) for i in range(length)]


def _paired(axes: int | Sequence[Any], left: int, right: int) -> tuple[list[int], list[int]]:
    if isinstance(axes, int):
        if axes > min(left, right):
            raise ShapeError("there are not so many axes", where="tensordot", got=axes)
        return list(range(left - axes, left)), list(range(axes))
    first, second = ([a] if isinstance(a, int) else list(a) for a in axes)
    if len(first) != len(second):
        raise ArgumentError("axes come in pairs", where="tensordot", got=axes)
    return [axis_of(a, left) for a in first], [axis_of(a, right) for a in second]
