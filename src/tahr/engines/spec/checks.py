"""The rules about shapes that several primitives share."""

from collections.abc import Iterable

from tahr.core import specs
from tahr.core.dtypes import COMPLEX, is_float
from tahr.core.errors import DtypeError, ShapeError
from tahr.core.specs import TensorSpec, agreed, show


def broadcast(primitive: str, *shapes: tuple[int, ...]) -> tuple[int, ...]:
    """Returns the common shape of several, by NumPy's rules."""
    found = specs.broadcast(*shapes)
    if found is None:
        raise ShapeError(
            f"the shapes of {primitive} do not broadcast",
            expected="equal lengths, or 1, on every axis counted from the last",
            got=" and ".join(show(shape) for shape in shapes),
            todo="reshape one of them, or add an axis with expand_dims",
        )
    return found


def same_lengths(
    primitive: str, one: tuple[int, ...], other: tuple[int, ...], what: str
) -> tuple[int, ...]:
    """Returns the shape two equal ones have; `what` says which part of which tensors they are."""
    result = [agreed(a, b) for a, b in zip(one, other, strict=False)]
    if len(one) != len(other) or None in result:
        raise ShapeError(
            f"{what} of {primitive} differ", expected=show(one), got=show(other), todo=RESHAPE
        )
    return tuple(n for n in result if n is not None)


RESHAPE = "check the shapes of what goes in; reshape or slice one of them"


def same_dtype(primitive: str, *xs: TensorSpec) -> str:
    """Returns the one dtype that several tensors have."""
    dtype = xs[0].dtype
    for x in xs:
        if x.dtype != dtype:
            raise DtypeError(
                f"{primitive} takes tensors of one dtype",
                got=", ".join(x.dtype for x in xs),
                todo="cast one of them",
            )
    return dtype


def float_dtype(primitive: str, x: TensorSpec) -> str:
    """Returns the dtype of a tensor that has to be of floats, or of complex numbers."""
    if not is_float(x.dtype) and x.dtype not in COMPLEX:
        raise DtypeError(
            f"{primitive} takes floats", expected="a float dtype", got=x.dtype, todo="cast it"
        )
    return x.dtype


def integers(primitive: str, x: TensorSpec) -> TensorSpec:
    """Returns a tensor back that has to be of integers."""
    if is_float(x.dtype) or x.dtype == "bool":
        raise DtypeError(
            f"the indices of {primitive} are no integers",
            expected="an integer dtype",
            got=x.dtype,
            todo="cast them to int32; for a bool mask use where or boolean_mask",
        )
    return x


def checked_axis(primitive: str, axis: int, shape: tuple[int, ...]) -> int:
    """Returns an axis back that has to be one of a shape's."""
    if not 0 <= axis < len(shape):
        raise ShapeError(
            f"{primitive} has no axis {axis} to work on",
            expected=f"an axis from 0 to {len(shape) - 1}" if shape else "a tensor with axes",
            got=f"shape {show(shape)}",
        )
    return axis


def checked_axes(primitive: str, axes: Iterable[int], shape: tuple[int, ...]) -> tuple[int, ...]:
    """Returns axes back that have to be a shape's, none of them twice."""
    result = tuple(checked_axis(primitive, axis, shape) for axis in axes)
    if len(set(result)) != len(result):
        raise ShapeError(f"{primitive} is given an axis twice", got=f"axes {result}")
    return result


def at_least(primitive: str, x: TensorSpec, rank: int) -> tuple[int, ...]:
    """Returns the shape of a tensor that has to have so many axes."""
    if x.ndim < rank:
        raise ShapeError(
            f"{primitive} takes tensors of rank {rank} or more", got=f"shape {show(x.shape)}"
        )
    return x.shape
