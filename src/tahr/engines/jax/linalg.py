"""Linear algebra."""

from typing import Literal

import jax
import jax.numpy as jnp

from tahr.engines.base import Engine


class Linalg(Engine[jax.Array]):
    """Products, factorizations and transforms."""

    def matmul(self, x: jax.Array, y: jax.Array) -> jax.Array:
        return jnp.matmul(x, y)

    def einsum(self, equation: str, *xs: jax.Array) -> jax.Array:
        return jnp.einsum(equation, *xs)

    def solve(self, a: jax.Array, b: jax.Array) -> jax.Array:
        return jnp.linalg.solve(a, b)

    def solve_triangular(self, a: jax.Array, b: jax.Array, lower: bool) -> jax.Array:
        return jax.lax.linalg.triangular_solve(a, b, left_side=True, lower=lower)

    def cholesky(self, x: jax.Array) -> jax.Array:
        return jnp.linalg.cholesky(x)

    def qr(self, x: jax.Array, mode: Literal["reduced", "complete"]) -> tuple[jax.Array, jax.Array]:
        q, r = jnp.linalg.qr(x, mode=mode)
        return q, r

    def svd(self, x: jax.Array, full_matrices: bool) -> tuple[jax.Array, jax.Array, jax.Array]:
        u, s, vh = jnp.linalg.svd(x, full_matrices=full_matrices)
        return u, s, vh

    def eigh(self, x: jax.Array) -> tuple[jax.Array, jax.Array]:
        values, vectors = jnp.linalg.eigh(x)
        return values, vectors

    def det(self, x: jax.Array) -> jax.Array:
        return jnp.linalg.det(x)

    def complex(self, real: jax.Array, imag: jax.Array) -> jax.Array:
        return jax.lax.complex(real, imag)

    def real(self, x: jax.Array) -> jax.Array:
        return jnp.real(x)

    def imag(self, x: jax.Array) -> jax.Array:
        return jnp.imag(x)

    def eig(self, x: jax.Array) -> tuple[jax.Array, jax.Array]:
        values, vectors = jnp.linalg.eig(x)
        return values, vectors

    def fft(self, real: jax.Array, imag: jax.Array, inverse: bool) -> tuple[jax.Array, jax.Array]:
        run = jnp.fft.ifft if inverse else jnp.fft.fft
        out = run(jax.lax.complex(real, imag))
        return jnp.real(out), jnp.imag(out)
