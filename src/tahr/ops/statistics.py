"""Statistics: spread, ranks and relations."""

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, subtract, true_divide
from tahr.ops.axes import Axis, axes_of, axis_of, dims, dtype_of, rank
from tahr.ops.complexes import conjugate
from tahr.ops.elementwise import absolute, clip, sqrt, square
from tahr.ops.op import Rule, op
from tahr.ops.products import matmul
from tahr.ops.reductions import mean, sum
from tahr.ops.shapes import broadcast_to, transpose


@op(rows="axis")
def var(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the variance: the mean square of the distance from the mean.

    Args:
        x: tensor; 16-bit floats are added in 32 bits.
        axis: one axis, several, or None for all.
        keepdims: whether the axes stay, with length one.

    Example:
        >>> float(var([1.0, 3.0]))
        1.0
    """
    dtype = dtypes.to_float(dtype_of(x))
    working = engine().cast(x, dtypes.result_type(dtype, "float32"))
    centred = engine().subtract(working, mean(working, axis, True))
    if dtype in dtypes.COMPLEX:
        centred, dtype = absolute(centred), dtypes.COMPLEX[dtype]
    return engine().cast(mean(engine().square(centred), axis, keepdims), dtype)


@op(rows="axis")
def std(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the standard deviation: the root of the variance.

    Args:
        x: tensor.
        axis: one axis, several, or None for all.
        keepdims: whether the axes stay, with length one.

    Example:
        >>> float(std([1.0, 3.0]))
        1.0
    """
    dtype = dtypes.to_float(dtype_of(x))
    working = engine().cast(x, dtypes.result_type(dtype, "float32"))
    return engine().cast(sqrt(var(working, axis, keepdims)), dtypes.COMPLEX.get(dtype, dtype))


@op(rule=Rule.FLOAT)
def average(x: TensorLike, axis: Axis = None, weights: TensorLike | None = None) -> Tensor:
    """Returns the mean, each element counting by its weight.

    Args:
        x: tensor.
        axis: one axis, several, or None for all.
        weights: of x's shape, or a vector along the axis; all equal by default.

    Raises:
        ShapeError: the weights do not fit.

    Example:
        >>> float(average([1.0, 4.0], weights=[2.0, 1.0]))
        2.0
    """
    if weights is None:
        return mean(x, axis)
    if dims(weights) != dims(x):
        weights = _spread(weights, x, axis)
    return true_divide(sum(multiply(x, weights), axis), sum(weights, axis))


def _spread(weights: TensorLike, x: TensorLike, axis: Axis) -> Tensor:
    axes = axes_of(axis, rank(x))
    if len(axes) != rank(weights):
        raise ShapeError(
            "the weights need the tensor's shape, or its lengths along the axes",
            where="average",
            got=f"{show(dims(weights))} for {show(dims(x))}",
        )
    lengths = iter(dims(weights))
    shape = tuple(next(lengths) if i in axes else 1 for i in range(rank(x)))
    return broadcast_to(engine().reshape(weights, shape), dims(x))


@op(rule=Rule.FLOAT)
def corrcoef(x: TensorLike) -> Tensor:
    """Returns Pearson's correlation of each pair of rows.

    Args:
        x: tensor `(variables, observations)`.

    Returns:
        A tensor `(variables, variables)`; a scalar one for a single variable.

    Example:
        >>> corrcoef([[1.0, 2.0], [2.0, 1.0]]).round(3).tolist()
        [[1.0, -1.0], [-1.0, 1.0]]
    """
    rows = engine().reshape(x, (1, -1)) if rank(x) < 2 else x
    centred = subtract(rows, mean(rows, -1, True))
    covariance = matmul(centred, conjugate(transpose(centred)))
    lengths = sqrt(sum(square(absolute(centred)), -1, True))
    if dtype_of(x) in dtypes.COMPLEX:
        wide = engine().cast(lengths, dtype_of(x))
        found = true_divide(true_divide(covariance, wide), transpose(wide))
    else:
        found = true_divide(true_divide(covariance, lengths), transpose(lengths))
        found = clip(found, -1.0, 1.0)
    return engine().reshape(found, ()) if dims(rows)[0] == 1 else found


@op()
def diff(a: TensorLike, n: int = 1, axis: int = -1) -> Tensor:
    """Returns the differences of neighbours along an axis.

    Args:
        a: tensor.
        n: how many times over.
        axis: along which.

    Example:
        >>> diff([1, 4, 9]).tolist()
        [3, 5]
    """
    run = engine()
    ahead = (slice(None),) * axis_of(axis, rank(a))
    for _ in range(n):
        later, sooner = (run.get_item(a, (*ahead, s)) for s in (slice(1, None), slice(0, -1)))
        same = run.not_equal if dtype_of(a) == "bool" else run.subtract
        a = same(later, sooner)
    return a  # type: ignore[return-value]


@op(rule=Rule.FLOAT)
def trapezoid(
    y: TensorLike, x: TensorLike | None = None, dx: float = 1.0, axis: int = -1
) -> Tensor:
    """Integrates along an axis by the trapezoidal rule.

    Args:
        y: values.
        x: where they stand: y's shape, or a vector; evenly spaced by default.
        dx: their distance where x is not given.
        axis: along which.

    Example:
        >>> float(trapezoid([1.0, 3.0]))
        2.0
    """
    place = axis_of(axis, rank(y))
    ahead = (slice(None),) * place
    later, sooner = (engine().get_item(y, (*ahead, s)) for s in (slice(1, None), slice(0, -1)))
    heights = true_divide(add(later, sooner), 2.0)
    if x is None:
        return multiply(sum(heights, place), dx)
    steps = diff(x, axis=place if rank(x) == rank(y) else -1)
    if rank(steps) != rank(y):
        after = rank(y) - place - 1
        steps = engine().reshape(steps, (*dims(steps), *(1,) * after))
    return sum(multiply(heights, steps), place)


@op(rule=Rule.FLOAT)
def correlate(x1: TensorLike, x2: TensorLike, mode: str = "valid") -> Tensor:
    """Returns the cross-correlation of two vectors.

    Args:
        x1: vector.
        x2: vector.
        mode: "valid" where they overlap wholly, "same" for the length of the longer, "full".

    Example:
        >>> correlate([1.0, 2.0, 3.0], [0.0, 1.0]).tolist()
        [2.0, 3.0]
    """
    run = engine()
    if rank(x1) != 1 or rank(x2) != 1:
        raise ShapeError("expected two vectors", where="correlate")
    swapped = dims(x1)[0] < dims(x2)[0]
    signal, kernel = (x2, x1) if swapped else (x1, x2)
    n, m = dims(signal)[0], dims(kernel)[0]
    pads = {"valid": (0, 0), "full": (m - 1, m - 1), "same": (m // 2, (m - 1) // 2)}
    if mode not in pads:
        raise ArgumentError("no such mode", where="correlate", expected=", ".join(pads), got=mode)
    before, after = pads[mode]
    weights = run.reshape(kernel, (m, 1, 1))
    found = run.conv(run.reshape(signal, (1, n, 1)), weights, (1,), ((before, after),), (1,), 1)
    flat = run.reshape(found, (-1,))
    return run.flip(flat, (0,)) if swapped else flat
