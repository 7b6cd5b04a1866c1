"""Linear algebra on the last two axes, batched over the others."""

from typing import Any, Literal

from tahr.core.current import engine
from tahr.core.dtypes import COMPLEX, result_type
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.complexes import conjugate
from tahr.ops.elementwise import absolute
from tahr.ops.op import Rule, op
from tahr.ops.products import matmul
from tahr.ops.shapes import swapaxes
from tahr.ops.triangles import diagonal, eye

EPSILON = {"float64": 2.0**-52, "float32": 2.0**-23, "float16": 2.0**-10, "bfloat16": 2.0**-7}
"""The distance from one to the next number."""


@op(rule=Rule.FLOAT)
def cholesky(x: TensorLike, upper: bool = False) -> Tensor:
    """Returns the Cholesky factor of positive-definite matrices.

    Args:
        x: tensor `(..., n, n)`.
        upper: whether to give the upper factor u, u^T u = x, rather than l, l l^T = x.

    Raises:
        ArgumentError: a matrix is not positive-definite, where that is known.

    Example:
        >>> cholesky([[4.0, 0.0], [0.0, 9.0]]).tolist()
        [[2.0, 0.0], [0.0, 3.0]]
    """
    factor = engine().cholesky(_square("cholesky", x))
    if engine().is_concrete(factor) and not bool(engine().all(*_every(factor))):
        raise ArgumentError("a matrix is not positive-definite", where="cholesky")
    return swapaxes(factor, -2, -1) if upper else factor


def _every(x: Tensor) -> tuple[Tensor, tuple[int, ...], bool]:
    return engine().isfinite(x), tuple(range(rank(x))), False


@op(rule=Rule.FLOAT)
def cholesky_inverse(x: TensorLike, upper: bool = False) -> Tensor:
    """Returns the inverse of the matrices whose Cholesky factors these are.

    Args:
        x: tensor `(..., n, n)` of triangular factors.
        upper: whether they are upper factors.

    Example:
        >>> cholesky_inverse([[2.0, 0.0], [0.0, 1.0]]).tolist()
        [[0.25, 0.0], [0.0, 1.0]]
    """
    one = _identity(_square("cholesky_inverse", x))
    inverse = engine().solve_triangular(x, one, not upper)
    turned = swapaxes(inverse, -2, -1)
    return matmul(inverse, turned) if upper else matmul(turned, inverse)


@op(rule=Rule.FLOAT)
def det(x: TensorLike) -> Tensor:
    """Returns the determinants of matrices `(..., n, n)`.

    Example:
        >>> round(float(det([[1.0, 2.0], [3.0, 4.0]])), 3)
        -2.0
    """
    return engine().det(_square("det", x))


@op(rule=Rule.FLOAT)
def matrix_power(x: TensorLike, n: int) -> Tensor:
    """Multiplies matrices `(..., n, n)` with themselves.

    Args:
        x: tensor of matrices.
        n: how often; a negative number multiplies their inverses.

    Raises:
        ArgumentError: n is no integer.

    Example:
        >>> matrix_power([[1.0, 1.0], [0.0, 1.0]], 3).tolist()
        [[1.0, 3.0], [0.0, 1.0]]

    Source: Knuth, "The Art of Computer Programming", volume 2, section 4.6.3, algorithm A.
    """
    if not isinstance(n, int) or isinstance(n, bool):
        raise ArgumentError("n is an integer", where="matrix_power", got=told(n))
    run, square = engine(), _square("matrix_power", x)
    if n < 0:
        square = run.solve(square, _identity(square))
    found, left = None, abs(n)
    while left:
        if left & 1:
            found = square if found is None else run.matmul(found, square)
        left >>= 1
        square = run.matmul(square, square) if left else square
    return run.broadcast_to(_identity(square), dims(square)) if found is None else found


@op(rule=Rule.FLOAT)
def slogdet(x: TensorLike) -> tuple[Tensor, Tensor]:
    """Returns the sign and the logarithm of the absolute value of determinants, without overflow.

    Args:
        x: tensor `(..., n, n)`.

    Example:
        >>> [float(t) for t in slogdet([[2.0, 0.0], [0.0, 0.5]])]
        [1.0, 0.0]
    """
    run = engine()
    q, r = run.qr(_square("slogdet", x), "reduced")
    diagonals = diagonal(r, 0, -2, -1)
    last = (rank(diagonals) - 1,)
    sizes = absolute(diagonals)
    if dtype_of(x) in COMPLEX:
        none = run.equal(sizes, run.full((), 0.0, dtype_of(sizes)))
        safe = _like(run.where(none, run.full((), 1.0, dtype_of(sizes)), sizes), x)
        signs, turn = run.divide(diagonals, safe), run.det(q)
    else:
        signs, turn = run.sign(diagonals), run.round(run.det(q))
    sign = run.multiply(turn, run.prod(signs, last, False))
    return sign, run.sum(run.log(sizes), last, False)


@op(rule=Rule.FLOAT)
def logdet(x: TensorLike) -> Tensor:
    """Returns the logarithms of the absolute determinants of matrices `(..., n, n)`.

    Example:
        >>> float(logdet([[2.0, 0.0], [0.0, 0.5]]))
        0.0
    """
    return slogdet(x)[1]


@op(rule=Rule.FLOAT)
def eig(x: TensorLike) -> tuple[Tensor, Tensor]:
    """Returns the eigenvalues of square matrices and the eigenvectors as columns, both complex.

    Args:
        x: tensor `(..., n, n)`.

    Returns:
        The eigenvalues `(..., n)`, in any order, and the eigenvectors `(..., n, n)`, each of
        length one.

    Raises:
        EngineError: the engine has no complex numbers.

    Example:
        >>> values, _ = eig([[0.0, 1.0], [-1.0, 0.0]])
        >>> sorted(values.tolist(), key=lambda value: value.imag)
        [-1j, 1j]
    """
    square = _square("eig", x)
    return engine().eig(engine().cast(square, result_type(dtype_of(square), "float32")))


@op(rule=Rule.FLOAT)
def eigh(x: TensorLike) -> tuple[Tensor, Tensor]:
    """Returns the eigenvalues of symmetric matrices, ascending, and the eigenvectors as columns.

    Args:
        x: tensor `(..., n, n)`.

    Example:
        >>> eigh([[1.0, 0.0], [0.0, 2.0]])[0].tolist()
        [1.0, 2.0]
    """
    return engine().eigh(_square("eigh", x))


@op(rule=Rule.FLOAT)
def inv(x: TensorLike) -> Tensor:
    """Returns the inverses of matrices `(..., n, n)`.

    Example:
        >>> inv([[2.0, 0.0], [0.0, 4.0]]).tolist()
        [[0.5, 0.0], [0.0, 0.25]]
    """
    return engine().solve(_square("inv", x), _identity(x))


@op(rule=Rule.FLOAT)
def qr(x: TensorLike, mode: Literal["reduced", "complete"] = "reduced") -> tuple[Tensor, Tensor]:
    """QR decomposition: orthonormal q and upper-triangular r with q r = x.

    Args:
        x: tensor `(..., n, m)`.
        mode: "reduced" for min(n, m) columns in q, "complete" for n.

    Example:
        >>> qr([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])[0].shape
        (3, 2)
    """
    if mode not in ("reduced", "complete"):
        raise ArgumentError("mode is 'reduced' or 'complete'", where="qr", got=told(mode))
    return engine().qr(_matrices("qr", x), mode)


@op(rule=Rule.FLOAT)
def solve(a: TensorLike, b: TensorLike) -> Tensor:
    """Solves a x = b.

    Args:
        a: tensor `(..., n, n)`.
        b: tensor `(..., n, k)`, or `(n,)`.

    Example:
        >>> solve([[2.0, 0.0], [0.0, 4.0]], [2.0, 2.0]).tolist()
        [1.0, 0.5]
    """
    if rank(b) > 1:
        return engine().solve(_square("solve", a), b)
    column = engine().reshape(b, (*dims(b), 1))
    solved = engine().solve(_square("solve", a), column)
    return engine().reshape(solved, dims(solved)[:-1])


@op(rule=Rule.FLOAT)
def solve_triangular(a: TensorLike, b: TensorLike, lower: bool = False) -> Tensor:
    """Solves a x = b for triangular a.

    Args:
        a: tensor `(..., n, n)`; the other triangle is not looked at.
        b: tensor `(..., n, k)` or `(..., n)`.
        lower: whether a is lower-triangular.

    Example:
        >>> solve_triangular([[2.0, 0.0], [0.0, 4.0]], [2.0, 2.0]).tolist()
        [1.0, 0.5]
    """
    if rank(b) == rank(a):
        return engine().solve_triangular(_square("solve_triangular", a), b, lower)
    column = engine().reshape(b, (*dims(b), 1))
    solved = engine().solve_triangular(_square("solve_triangular", a), column, lower)
    return engine().reshape(solved, dims(b))


@op(rule=Rule.FLOAT)
def svd(x: TensorLike, full_matrices: bool = True, compute_uv: bool = True) -> Any:
    """Singular value decomposition: u, s, vh with u diag(s) vh = x, s descending.

    Args:
        x: tensor `(..., n, m)`.
        full_matrices: whether u and vh are square.
        compute_uv: whether to give u and vh at all, or s alone.

    Example:
        >>> svd([[3.0, 0.0], [0.0, 4.0]], compute_uv=False).tolist()
        [4.0, 3.0]
    """
    u, s, vh = engine().svd(_matrices("svd", x), full_matrices and compute_uv)
    return (u, s, vh) if compute_uv else s


@op(rule=Rule.FLOAT)
def pinv(x: TensorLike, rcond: float | None = None) -> Tensor:
    """Returns the pseudo-inverses of matrices.

    Args:
        x: tensor `(..., n, m)`.
        rcond: singular values below this share of the largest count as zero; by default ten
            times the larger length times the dtype's precision.

    Example:
        >>> pinv([[2.0, 0.0], [0.0, 0.0]]).tolist()
        [[0.5, 0.0], [0.0, 0.0]]
    """
    u, s, vh = engine().svd(_matrices("pinv", x), False)
    share = 10 * max(dims(x)[-2:]) * EPSILON[dtype_of(s)] if rcond is None else rcond
    scaled = engine().multiply(_adjoint(u), _like(_column(_inverted(s, share)), u))
    return matmul(_adjoint(vh), scaled)


@op(rule=Rule.FLOAT)
def lstsq(a: TensorLike, b: TensorLike, rcond: float | None = None) -> Tensor:
    """Returns the x of least length that minimizes the length of a x - b.

    Args:
        a: matrix `(n, m)`.
        b: tensor `(n,)` or `(n, k)`.
        rcond: singular values below this share of the largest count as zero; by default the
            larger length times the dtype's precision.

    Example:
        >>> lstsq([[1.0], [1.0]], [1.0, 3.0]).round(3).tolist()
        [2.0]
    """
    u, s, vh = engine().svd(_matrices("lstsq", a), False)
    share = max(dims(a)[-2:]) * EPSILON[dtype_of(s)] if rcond is None else rcond
    right = _column(b) if rank(b) == 1 else b
    projected = matmul(_adjoint(u), right)
    scaled = engine().multiply(projected, _like(_column(_inverted(s, share)), u))
    solved = matmul(_adjoint(vh), scaled)
    return engine().reshape(solved, dims(solved)[:-1]) if rank(b) == 1 else solved


@op(rule=Rule.FLOAT)
def matrix_rank(x: TensorLike, tol: float | None = None) -> Tensor:
    """Counts the singular values above a limit, as int32.

    Args:
        x: tensor `(..., n, m)`.
        tol: the limit; by default the largest, times the larger length, times the precision.

    Example:
        >>> int(matrix_rank([[1.0, 1.0], [1.0, 1.0]]))
        1
    """
    run = engine()
    _, s, _ = run.svd(_matrices("matrix_rank", x), False)
    last = (rank(s) - 1,)
    share = max(dims(x)[-2:]) * EPSILON[dtype_of(s)]
    limit = run.multiply(run.max(s, last, True), run.full((), share, dtype_of(s)))
    limit = limit if tol is None else run.full((), tol, dtype_of(s))
    return run.sum(run.cast(run.greater(s, limit), "int32"), last, False)


def _inverted(s: Tensor, share: float) -> Tensor:
    """Inverts singular values but for the smallest, which become zero."""
    run, dtype = engine(), dtype_of(s)
    limit = run.multiply(run.max(s, (rank(s) - 1,), True), run.full((), share, dtype))
    kept = run.greater(s, limit)
    one = run.full((), 1.0, dtype)
    return run.where(kept, run.divide(one, run.where(kept, s, one)), run.full((), 0.0, dtype))


def _adjoint(x: Tensor) -> Tensor:
    """Returns the conjugate transposes of matrices."""
    return swapaxes(conjugate(x), -2, -1)


def _like(real: Tensor, x: TensorLike) -> Tensor:
    """Casts real numbers to the dtype of what they are to be multiplied with."""
    return engine().cast(real, dtype_of(x))


def _column(x: TensorLike) -> Tensor:
    return engine().reshape(x, (*dims(x), 1))


def _identity(x: TensorLike) -> Tensor:
    return engine().broadcast_to(eye(dims(x)[-1], dtype=dtype_of(x)), dims(x))


def _matrices(where: str, x: TensorLike) -> Any:
    if rank(x) < 2:
        raise ShapeError("expected matrices", where=where, got=show(dims(x)))
    return x


def _square(where: str, x: TensorLike) -> Any:
    rows, columns = dims(_matrices(where, x))[-2:]
    if is_known(rows) and is_known(columns) and rows != columns:
        raise ShapeError("expected square matrices", where=where, got=show(dims(x)))
    return x
