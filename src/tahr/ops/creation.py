"""New tensors."""

from typing import Any

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import power
from tahr.ops.axes import axis_of, dims, dtype_of, lengths_of, rank
from tahr.ops.op import op, to_tensor
from tahr.ops.shapes import moveaxis


@ends_at_user
def zeros(shape: Any, dtype: object = None) -> Tensor:
    """Makes a tensor of zeros.

    Args:
        shape: lengths.
        dtype: the configured float type by default.

    Example:
        >>> zeros((2, 2)).tolist()
        [[0.0, 0.0], [0.0, 0.0]]
    """
    return engine().full(lengths_of(shape), 0, dtypes.standardize(dtype))


@ends_at_user
def ones(shape: Any, dtype: object = None) -> Tensor:
    """Makes a tensor of ones.

    Args:
        shape: lengths.
        dtype: the configured float type by default.

    Example:
        >>> ones((2,), "int32").tolist()
        [1, 1]
    """
    return engine().full(lengths_of(shape), 1, dtypes.standardize(dtype))


empty = zeros


@ends_at_user
def full(shape: Any, fill_value: TensorLike, dtype: object = None) -> Tensor:
    """Makes a tensor of one value.

    Args:
        shape: lengths.
        fill_value: a scalar, or a tensor that broadcasts to the shape.
        dtype: the configured float type by default.

    Example:
        >>> full((2,), 7).tolist()
        [7.0, 7.0]
    """
    value = to_tensor(fill_value, dtypes.standardize(dtype))
    return engine().broadcast_to(value, lengths_of(shape))


@op()
def zeros_like(x: TensorLike, dtype: object = None) -> Tensor:
    """Makes zeros of the shape and, unless another is given, the dtype of x.

    Example:
        >>> zeros_like([1, 2]).tolist()
        [0, 0]
    """
    return engine().full(dims(x), 0, _like(x, dtype))


@op()
def ones_like(x: TensorLike, dtype: object = None) -> Tensor:
    """Makes ones of the shape and, unless another is given, the dtype of x.

    Example:
        >>> ones_like([1.5, 2]).tolist()
        [1.0, 1.0]
    """
    return engine().full(dims(x), 1, _like(x, dtype))


empty_like = zeros_like


@op()
def full_like(x: TensorLike, fill_value: TensorLike, dtype: object = None) -> Tensor:
    """Makes one value in the shape and, unless another is given, the dtype of x.

    Example:
        >>> full_like([1, 2], 7).tolist()
        [7, 7]
    """
    return engine().broadcast_to(engine().cast(fill_value, _like(x, dtype)), dims(x))


def _like(x: TensorLike, dtype: object) -> str:
    return dtype_of(x) if dtype is None else dtypes.standardize(dtype)


@ends_at_user
def arange(
    start: float, stop: float | None = None, step: float | None = None, dtype: object = None
) -> Tensor:
    """Makes start, start + step, ... as long as they are below stop.

    Args:
        start: the first number; with one argument it is stop, and zero the first.
        stop: where to end, exclusive.
        step: one by default.
        dtype: int32 where all three are integers, else the configured float type.

    Example:
        >>> arange(3).tolist(), arange(1, 2, 0.5).tolist()
        ([0, 1, 2], [1.0, 1.5])
    """
    given = [v for v in (start, stop, step) if v is not None]
    kinds = [getattr(v, "dtype", "int" if isinstance(v, int) else "float") for v in given]
    target = dtypes.result_type(*kinds) if dtype is None else dtypes.standardize(dtype)
    first, last = (0, start) if stop is None else (start, stop)
    by = 1 if step is None else step
    return engine().arange(_number(first), _number(last), _number(by), target)


def _number(value: Any) -> float:
    return value if isinstance(value, int | float) else value.item()


@op(apart=("start", "stop"))
def linspace(
    start: TensorLike,
    stop: TensorLike,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: object = None,
    axis: int = 0,
) -> Any:
    """Makes evenly spaced numbers between two ends.

    Args:
        start: the first number; tensors give a new axis of numbers.
        stop: the last number.
        num: how many.
        endpoint: whether stop itself is among them.
        retstep: whether to return the spacing too.
        dtype: a float type by default.
        axis: where the new axis stands.

    Returns:
        A tensor; with retstep, a pair of it and the spacing.

    Example:
        >>> linspace(0, 1, 5).tolist()
        [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    run = engine()
    common = dtypes.to_float(dtypes.result_type(dtype_of(start), dtype_of(stop)))
    target = common if dtype is None else dtypes.standardize(dtype)
    working = dtypes.result_type(dtypes.to_float(target), "float32")
    start, stop = run.cast(start, working), run.cast(stop, working)
    parts = num - 1 if endpoint else num
    span = run.subtract(stop, start)
    step = run.divide(span, run.full((), max(parts, 1), working))
    steps = run.arange(0, num, 1, working)
    steps = run.reshape(steps, (num,) + (1,) * max(rank(start), rank(stop)))
    ratio = run.divide(steps, run.full((), max(parts, 1), working))
    rest = run.subtract(run.full((), 1.0, working), ratio)
    values = run.add(run.multiply(start, rest), run.multiply(stop, ratio))
    if dtypes.is_integer(target):
        values = run.floor(values)
    values = run.cast(values, target)
    values = moveaxis(values, 0, axis) if axis else values
    return (values, run.cast(step, common)) if retstep else values


@op()
def logspace(
    start: TensorLike,
    stop: TensorLike,
    num: int = 50,
    endpoint: bool = True,
    base: float = 10,
    dtype: object = None,
    axis: int = 0,
) -> Tensor:
    """Makes powers of a base whose exponents are evenly spaced.

    Args:
        start: the first exponent.
        stop: the last exponent.
        num: how many.
        endpoint: whether stop itself is among them.
        base: the base.
        dtype: a float type by default.
        axis: where the new axis stands.

    Example:
        >>> logspace(0, 2, 3, base=2).tolist()
        [1.0, 2.0, 4.0]
    """
    run = engine()
    exponents = linspace(start, stop, num, endpoint, axis=axis)
    own = dtype_of(exponents)
    values = run.power(run.full((), base, own), exponents)
    return run.cast(values, own if dtype is None else dtypes.standardize(dtype))


@op()
def geomspace(
    start: TensorLike,
    stop: TensorLike,
    num: int = 50,
    endpoint: bool = True,
    dtype: object = None,
    axis: int = 0,
) -> Tensor:
    """Makes numbers with a constant ratio between two ends of one sign.

    Args:
        start: the first number.
        stop: the last number.
        num: how many.
        endpoint: whether stop itself is among them.
        dtype: a float type by default.
        axis: where the new axis stands.

    Example:
        >>> geomspace(1, 8, 4).round(3).tolist()
        [1.0, 2.0, 4.0, 8.0]
    """
    run = engine()
    working = dtypes.to_float(dtypes.result_type(dtype_of(start), dtype_of(stop)))
    start, stop = run.cast(start, working), run.cast(stop, working)
    exponents = linspace(run.log(run.abs(start)), run.log(run.abs(stop)), num, endpoint, axis=axis)
    sign = run.sign(start)
    if rank(sign):
        shape = list(dims(sign))
        shape.insert(axis_of(axis, rank(exponents)), 1)
        sign = run.reshape(sign, tuple(shape))
    values = run.multiply(sign, run.exp(exponents))
    return run.cast(values, working if dtype is None else dtypes.standardize(dtype))


@op()
def meshgrid(*x: TensorLike, indexing: str = "xy") -> list[Tensor]:
    """Returns the coordinates of the grid that vectors span.

    Args:
        *x: vectors.
        indexing: "xy" puts the first vector along the second axis, "ij" along the first.

    Example:
        >>> [g.tolist() for g in meshgrid([1, 2], [3, 4])]
        [[[1, 2], [1, 2]], [[3, 3], [4, 4]]]
    """
    run = engine()
    vectors = [run.reshape(v, (-1,)) for v in x]
    order = list(range(len(vectors)))
    if indexing == "xy" and len(vectors) > 1:
        order[:2] = [1, 0]
    lengths = [dims(vectors[i])[0] for i in order]
    grids = []
    for i, vector in enumerate(vectors):
        shape = tuple(n if order[a] == i else 1 for a, n in enumerate(lengths))
        grids.append(run.broadcast_to(run.reshape(vector, shape), tuple(lengths)))
    return grids


@op()
def vander(x: TensorLike, N: int | None = None, increasing: bool = False) -> Tensor:
    """Makes a Vandermonde matrix: the powers of each element of a vector in a row.

    Args:
        x: vector `(n,)`.
        N: number of columns; n by default.
        increasing: whether powers rise from left to right.

    Example:
        >>> vander([2, 3]).tolist()
        [[2, 1], [3, 1]]
    """
    columns = dims(x)[0] if N is None else N
    powers = engine().arange(0, columns, 1, "int32")
    powers = powers if increasing else engine().flip(powers, (0,))
    return engine().cast(power(engine().reshape(x, (-1, 1)), powers), dtype_of(x))
