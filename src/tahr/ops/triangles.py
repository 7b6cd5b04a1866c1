"""Matrices by their diagonals and triangles."""

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import ShapeError
from tahr.core.specs import least, show
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import axis_of, dims, dtype_of, rank
from tahr.ops.op import op
from tahr.ops.reductions import sum
from tahr.ops.shapes import moveaxis


@ends_at_user
def eye(N: int, M: int | None = None, k: int = 0, dtype: object = None) -> Tensor:
    """Makes a matrix with ones on a diagonal and zeros elsewhere.

    Args:
        N: number of rows.
        M: number of columns; N by default.
        k: which diagonal; positive ones are above the main one.
        dtype: the configured float type by default.

    Example:
        >>> eye(2).tolist()
        [[1.0, 0.0], [0.0, 1.0]]
    """
    rows, columns = _grid(N, N if M is None else M, k)
    return engine().cast(engine().equal(rows, columns), dtypes.standardize(dtype))


@ends_at_user
def identity(n: int, dtype: object = None) -> Tensor:
    """Makes the identity matrix of n rows.

    Example:
        >>> identity(2, "int32").tolist()
        [[1, 0], [0, 1]]
    """
    return eye(n, dtype=dtype)


@ends_at_user
def tri(N: int, M: int | None = None, k: int = 0, dtype: object = None) -> Tensor:
    """Makes a matrix with ones on and below a diagonal.

    Args:
        N: number of rows.
        M: number of columns; N by default.
        k: which diagonal; positive ones are above the main one.
        dtype: the configured float type by default.

    Example:
        >>> tri(2).tolist()
        [[1.0, 0.0], [1.0, 1.0]]
    """
    return engine().cast(_below(N, N if M is None else M, k), dtypes.standardize(dtype))


@op()
def tril(x: TensorLike, k: int = 0) -> Tensor:
    """Returns the lower triangles of matrices; the rest becomes zero.

    Example:
        >>> tril([[1, 2], [3, 4]]).tolist()
        [[1, 0], [3, 4]]
    """
    zero = engine().full((), 0, dtype_of(x))
    return engine().where(_below(*_matrix(x), k), x, zero)


@op()
def triu(x: TensorLike, k: int = 0) -> Tensor:
    """Returns the upper triangles of matrices; the rest becomes zero.

    Example:
        >>> triu([[1, 2], [3, 4]]).tolist()
        [[1, 2], [0, 4]]
    """
    zero = engine().full((), 0, dtype_of(x))
    return engine().where(_below(*_matrix(x), k - 1), zero, x)


@op()
def diag(x: TensorLike, k: int = 0) -> Tensor:
    """Makes a matrix with a vector as its diagonal; from a matrix, takes its diagonal.

    Args:
        x: vector or matrix.
        k: which diagonal; positive ones are above the main one.

    Example:
        >>> diag([1, 2]).tolist(), diag([[1, 2], [3, 4]]).tolist()
        ([[1, 0], [0, 2]], [1, 4])
    """
    if rank(x) == 2:
        return diagonal(x, k)
    if rank(x) != 1:
        raise ShapeError("expected a vector or a matrix", where="diag", got=show(dims(x)))
    run = engine()
    n = dims(x)[0] + abs(k)
    rows, columns = _grid(n, n, k)
    padded = run.pad(x, ((0, abs(k)),), 0)
    spread = run.reshape(padded, (n, 1) if k >= 0 else (1, n))
    return run.where(run.equal(rows, columns), spread, run.full((), 0, dtype_of(x)))


@op()
def diagflat(x: TensorLike, k: int = 0) -> Tensor:
    """Makes a matrix with all elements of a tensor as its diagonal.

    Example:
        >>> diagflat([[1], [2]]).tolist()
        [[1, 0], [0, 2]]
    """
    return diag(engine().reshape(x, (-1,)), k)


@op()
def diagonal(x: TensorLike, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """Returns the diagonals of the matrices that two axes span.

    Args:
        x: tensor of two dimensions or more.
        offset: which diagonal; positive ones are above the main one.
        axis1: the rows' axis.
        axis2: the columns' axis.

    Returns:
        A tensor without those axes, the diagonal on a new last one.

    Example:
        >>> diagonal([[1, 2], [3, 4]]).tolist()
        [1, 4]
    """
    run = engine()
    first, second = axis_of(axis1, rank(x)), axis_of(axis2, rank(x))
    moved = moveaxis(x, (first, second), (-2, -1))
    rows, columns = dims(moved)[-2:]
    length = max(least(rows - max(-offset, 0), columns - max(offset, 0)), 0)
    steps = run.arange(0, length, 1, "int32")
    along = [run.add(steps, run.full((), max(o, 0), "int32")) for o in (-offset, offset)]
    return run.get_item(moved, (Ellipsis, *along))


@op()
def trace(x: TensorLike, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """Returns the traces of the matrices that two axes span.

    Example:
        >>> int(trace([[1, 2], [3, 4]]))
        5
    """
    return sum(diagonal(x, offset, axis1, axis2), -1)


def _matrix(x: TensorLike) -> tuple[int, int]:
    if rank(x) < 2:
        raise ShapeError("expected two dimensions or more", got=show(dims(x)))
    return dims(x)[-2:]  # type: ignore[return-value]


def _grid(rows: int, columns: int, k: int) -> tuple[Tensor, Tensor]:
    """Returns the diagonal each row wants, and the column numbers, to compare."""
    run = engine()
    wanted = run.reshape(run.arange(k, rows + k, 1, "int32"), (rows, 1))
    return wanted, run.reshape(run.arange(0, columns, 1, "int32"), (1, columns))


def _below(rows: int, columns: int, k: int) -> Tensor:
    wanted, numbers = _grid(rows, columns, k)
    return engine().greater_equal(wanted, numbers)
