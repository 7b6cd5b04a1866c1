"""Numbers as the bits they are kept in."""

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import DtypeError, ShapeError
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, dtype_of, joint_shape, rank
from tahr.ops.op import Rule, op

WORDS = {1: "int8", 2: "int16", 4: "int32", 8: "int64"}
"""The integer of as many bytes."""


@op()
def view(x: TensorLike, dtype: object = None) -> Tensor:
    """Returns the same bits as numbers of another dtype.

    Args:
        x: tensor.
        dtype: of the result; what x has by default. Where it has fewer bytes the last axis gets
            longer, where it has more it gets shorter.

    Raises:
        DtypeError: one of the dtypes is bool.
        ShapeError: there is no last axis to change, or its length does not divide.

    Example:
        >>> view([1.0, -0.0]).tolist(), view([1, 2], "int16").tolist()
        ([1.0, -0.0], [1, 0, 2, 0])
    """
    run, source = engine(), dtype_of(x)
    target = source if dtype is None else dtypes.standardize(dtype)
    if source == target:
        return x  # type: ignore[return-value]
    if "bool" in (source, target):
        raise DtypeError("bools have no bits of their own", expected="a number", got="bool")
    old, new = dtypes.SIZES[source], dtypes.SIZES[target]
    if old == new:
        return run.bitcast(x, target)
    if not rank(x):
        raise ShapeError(
            "a scalar has no axis whose length could change", got=f"{source}, {target}"
        )
    *others, last = dims(x)
    if old > new:
        return run.reshape(run.bitcast(x, target), (*others, last * (old // new)))
    each = new // old
    if is_known(last) and last % each:
        raise ShapeError(
            f"the last axis makes no numbers of {target}", expected=f"n * {each}", got=show(dims(x))
        )
    return run.bitcast(run.reshape(x, (*others, last // each, each)), target)


@op(rule=Rule.FLOAT)
def nextafter(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the next float after x1 in the direction of x2; x1 itself where they are equal.

    Args:
        x1: tensor.
        x2: tensor that broadcasts with it.

    Example:
        >>> from tahr.ops.conversion import convert_to_tensor
        >>> nextafter(convert_to_tensor([1.0, 1.0], "float16"), 2.0).tolist()
        [1.0009765625, 1.0009765625]

    Source: IEEE 754-2019, section 5.3.1.
    """
    run, dtype = engine(), dtype_of(x1)
    word = WORDS[dtypes.SIZES[dtype]]
    shape = joint_shape(dims(x1), dims(x2))
    one, other = run.broadcast_to(x1, shape), run.broadcast_to(x2, shape)
    zero, unit = run.full((), 0.0, dtype), run.full((), 1, word)
    bits = run.bitcast(one, word)
    outwards = run.equal(run.less(one, other), run.greater(one, zero))
    moved = run.where(outwards, run.add(bits, unit), run.subtract(bits, unit))
    smallest = run.bitcast(run.full(shape, 1, word), dtype)
    from_zero = run.where(run.less(other, zero), run.negative(smallest), smallest)
    found = run.where(run.equal(one, zero), from_zero, run.bitcast(moved, dtype))
    found = run.where(run.equal(one, other), other, found)
    odd = run.logical_or(run.isnan(one), run.isnan(other))
    return run.where(odd, run.add(one, other), found)
