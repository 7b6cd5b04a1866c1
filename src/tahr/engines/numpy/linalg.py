"""Linear algebra; narrow floats are computed in float32."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from tahr.core.dtypes import COMPLEX, to_complex
from tahr.engines.base import Engine
from tahr.engines.failures import decomposition
from tahr.engines.numpy.arithmetic import DTYPES, Array, back, quiet, wide


def _decomposition(function: Callable[..., Any]) -> Callable[..., Any]:
    return decomposition(function.__name__, quiet(function), np.linalg.LinAlgError)


def _real(x: Array) -> np.dtype[Any]:
    """Returns the dtype of singular and eigenvalues."""
    return DTYPES[COMPLEX[x.dtype.name]] if x.dtype.name in COMPLEX else x.dtype


class LinearAlgebra(Engine[Array]):
    """Products, factorizations and transforms."""

    @quiet
    def matmul(self, x: Array, y: Array) -> Array:
        return back(np.matmul(wide(x), wide(y)), x.dtype)

    @quiet
    def einsum(self, equation: str, *xs: Array) -> Array:
        wider = (wide(x) for x in xs)
        return back(np.einsum(equation, *wider, optimize=len(xs) > 1), xs[0].dtype)

    @_decomposition
    def solve(self, a: Array, b: Array) -> Array:
        return back(np.linalg.solve(wide(a), wide(b)), a.dtype)

    @_decomposition
    def solve_triangular(self, a: Array, b: Array, lower: bool) -> Array:
        from scipy.linalg import solve_triangular

        left, right = wide(a), wide(b)
        result = np.empty_like(right)
        for place in np.ndindex(*a.shape[:-2]):
            result[place] = solve_triangular(
                left[place], right[place], lower=lower, check_finite=False
            )
        return back(result, a.dtype)

    @_decomposition
    def cholesky(self, x: Array) -> Array:
        return back(np.linalg.cholesky(wide(x)), x.dtype)

    @_decomposition
    def qr(self, x: Array, mode: Literal["reduced", "complete"]) -> tuple[Array, Array]:
        q, r = np.linalg.qr(wide(x), mode=mode)
        return back(q, x.dtype), back(r, x.dtype)

    @_decomposition
    def svd(self, x: Array, full_matrices: bool) -> tuple[Array, Array, Array]:
        u, s, vh = np.linalg.svd(wide(x), full_matrices=full_matrices)
        return back(u, x.dtype), back(s, _real(x)), back(vh, x.dtype)

    @_decomposition
    def eigh(self, x: Array) -> tuple[Array, Array]:
        values, vectors = np.linalg.eigh(wide(x))
        return back(values, _real(x)), back(vectors, x.dtype)

    @quiet
    def det(self, x: Array) -> Array:
        return back(np.linalg.det(wide(x)), x.dtype)

    def complex(self, real: Array, imag: Array) -> Array:
        found = np.empty(
            np.broadcast_shapes(real.shape, imag.shape), DTYPES[to_complex(real.dtype.name)]
        )
        found.real, found.imag = real, imag
        return found

    def real(self, x: Array) -> Array:
        return np.array(x.real)

    def imag(self, x: Array) -> Array:
        return np.array(x.imag)

    @_decomposition
    def eig(self, x: Array) -> tuple[Array, Array]:
        target = DTYPES[to_complex(x.dtype.name)]
        values, vectors = np.linalg.eig(x)
        return back(values, target), back(vectors, target)

    @quiet
    def fft(self, real: Array, imag: Array, inverse: bool) -> tuple[Array, Array]:
        run = np.fft.ifft if inverse else np.fft.fft
        found = run(wide(real) + 1j * wide(imag))
        return back(found.real, real.dtype), back(found.imag, real.dtype)
