"""Linear algebra; decompositions of narrow floats are computed in 32 bits."""

from collections.abc import Callable, Sequence
from string import ascii_letters
from typing import Any, Literal

from tahr.engines.base import Engine
from tahr.engines.failures import decomposition
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import SINGLE, SMALL, Tensor, widened

DOTS = "..."


def _matmul(x: Tensor, y: Tensor) -> Tensor:
    left, right = x.shape.rank == 1, y.shape.rank == 1
    product = tf.matmul(x[None] if left else x, y[:, None] if right else y)
    gone = [-2] * left + [-1] * right
    return tf.squeeze(product, gone) if gone else product


def _einsum(*xs: Tensor, equation: str) -> Tensor:
    return tf.einsum(_lettered(equation, xs), *xs)


def _lettered(equation: str, xs: Sequence[Tensor]) -> str:
    """Returns an equation with letters for "..." where one operand alone has it.

    With the dots TensorFlow computes many products of one row, turned round, which oneDNN gets
    wrong in float16 on processors that compute in it; with letters it is one product.
    """
    terms, arrow, _ = equation.partition("->")
    dotted = [(t, x) for t, x in zip(terms.split(","), xs, strict=True) if DOTS in t]
    if not arrow or len(dotted) != 1:
        return equation
    term, x = dotted[0]
    free = [letter for letter in ascii_letters if letter not in equation]
    return equation.replace(DOTS, "".join(free[: x.shape.rank - len(term) + len(DOTS)]))


def _fft(real: Tensor, imag: Tensor, inverse: bool) -> tuple[Tensor, Tensor]:
    out = (tf.signal.ifft if inverse else tf.signal.fft)(tf.complex(real, imag))
    return tf.math.real(out), tf.math.imag(out)


def _svd(x: Tensor, full_matrices: bool) -> tuple[Tensor, Tensor, Tensor]:
    s, u, v = tf.linalg.svd(x, full_matrices)
    return u, s, tf.linalg.matrix_transpose(v, conjugate=True)


def _solve(a: Tensor, b: Tensor) -> Tensor:
    if a.shape[:-2] != b.shape[:-2]:
        batch = tf.broadcast_static_shape(a.shape[:-2], b.shape[:-2])
        a = tf.broadcast_to(a, (*batch, *a.shape[-2:]))
        b = tf.broadcast_to(b, (*batch, *b.shape[-2:]))
    return tf.linalg.solve(a, b)


def _qr(x: Tensor, mode: Literal["reduced", "complete"]) -> tuple[Tensor, Tensor]:
    q, r = tf.linalg.qr(x, full_matrices=mode == "complete")
    return q, r


def _decomposition(name: str, function: Callable[..., Any]) -> Any:
    failure = tf.errors.InvalidArgumentError
    return staticmethod(decomposition(name, widened(function, SINGLE), failure))


class Linalg(Engine[Tensor]):
    """Products, factorizations and transforms."""

    matmul = staticmethod(widened(_matmul, SMALL))
    fft = staticmethod(widened(_fft, SINGLE))
    complex = staticmethod(tf.complex)
    real = staticmethod(tf.math.real)
    imag = staticmethod(tf.math.imag)
    eig = _decomposition("eig", lambda x: tuple(tf.linalg.eig(x)))
    solve = _decomposition("solve", _solve)
    cholesky = _decomposition("cholesky", tf.linalg.cholesky)
    det = _decomposition("det", tf.linalg.det)
    eigh = _decomposition("eigh", lambda x: tuple(tf.linalg.eigh(x)))
    qr = _decomposition("qr", _qr)
    svd = _decomposition("svd", _svd)
    solve_triangular = _decomposition("solve_triangular", tf.linalg.triangular_solve)

    def einsum(self, equation: str, *xs: Tensor) -> Tensor:
        return _sum_products(*xs, equation=equation)


_sum_products = widened(_einsum, SMALL)
