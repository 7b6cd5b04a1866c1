"""Linear algebra."""

import math
from typing import Literal

from tahr.core.dtypes import COMPLEX, to_complex
from tahr.core.errors import ShapeError
from tahr.core.specs import TensorSpec, Unknown, agreed, is_known, show
from tahr.engines.base import Engine
from tahr.engines.spec import equations
from tahr.engines.spec.checks import (
    RESHAPE,
    at_least,
    broadcast,
    float_dtype,
    same_dtype,
    same_lengths,
)
from tahr.engines.spec.cost import computed, count, per_sample


class LinearAlgebra(Engine[TensorSpec]):
    """The linear algebra primitives on specs."""

    def matmul(self, x: TensorSpec, y: TensorSpec) -> TensorSpec:
        at_least("matmul", x, 1)
        at_least("matmul", y, 1)
        dtype = same_dtype("matmul", x, y)
        inner = agreed(x.shape[-1], y.shape[-2] if y.ndim > 1 else y.shape[0])
        if inner is None:
            raise ShapeError(
                f"shapes {show(x.shape)} and {show(y.shape)} cannot be multiplied",
                expected="the last axis of the first as long as the last but one of the second",
                got=f"{x.shape[-1]} and {y.shape[-2] if y.ndim > 1 else y.shape[0]}",
                todo=RESHAPE,
            )
        batch = broadcast("matmul", x.shape[:-2], y.shape[:-2])
        rows = x.shape[-2:-1]
        columns = y.shape[-1:] if y.ndim > 1 else ()
        shape = (*batch, *rows, *columns)
        return computed(shape, dtype, flops=2 * count(shape) * count((inner,)))

    def einsum(self, equation: str, *xs: TensorSpec) -> TensorSpec:
        dtype = same_dtype("einsum", *xs)
        parsed = equations.parse(equation, len(xs))
        lengths, dots = equations.lengths(parsed, tuple(x.shape for x in xs))
        before, found, after = parsed.result.partition(equations.DOTS)
        shape = [lengths[c] for c in before] + list(dots if found else ())
        shape += [lengths[c] for c in after]
        return computed(shape, dtype, flops=len(xs) * count((*lengths.values(), *dots)))

    def solve(self, a: TensorSpec, b: TensorSpec) -> TensorSpec:
        n = _square("solve", a)
        flops = count(b.shape) * 2 * n + count(a.shape[:-2]) * 2 * n**3 // 3
        return computed(_solved("solve", a, b), a.dtype, flops)

    def solve_triangular(self, a: TensorSpec, b: TensorSpec, lower: bool) -> TensorSpec:
        n = _square("solve_triangular", a)
        return computed(_solved("solve_triangular", a, b), a.dtype, count(b.shape) * n)

    def cholesky(self, x: TensorSpec) -> TensorSpec:
        n = _square("cholesky", x)
        return computed(x.shape, x.dtype, count(x.shape) * n // 3)

    def qr(
        self, x: TensorSpec, mode: Literal["reduced", "complete"]
    ) -> tuple[TensorSpec, TensorSpec]:
        *batch, m, n = at_least("qr", x, 2)
        k = m if mode == "complete" else _shorter(m, n)
        dtype = float_dtype("qr", x)
        flops = 2 * count(x.shape) * per_length(_shorter(m, n))
        return computed((*batch, m, k), dtype, flops), computed((*batch, k, n), dtype, 0)

    def svd(self, x: TensorSpec, full_matrices: bool) -> tuple[TensorSpec, TensorSpec, TensorSpec]:
        *batch, m, n = at_least("svd", x, 2)
        k = _shorter(m, n)
        dtype = float_dtype("svd", x)
        flops = 4 * count(x.shape) * per_length(k)
        return (
            computed((*batch, m, m if full_matrices else k), dtype, flops),
            computed((*batch, k), COMPLEX.get(dtype, dtype), 0),
            computed((*batch, n if full_matrices else k, n), dtype, 0),
        )

    def eigh(self, x: TensorSpec) -> tuple[TensorSpec, TensorSpec]:
        n = _square("eigh", x)
        values = COMPLEX.get(x.dtype, x.dtype)
        return computed(x.shape[:-1], values, count(x.shape) * 9 * n), computed(x.shape, x.dtype, 0)

    def det(self, x: TensorSpec) -> TensorSpec:
        n = _square("det", x)
        return computed(x.shape[:-2], x.dtype, count(x.shape) * 2 * n // 3)

    def complex(self, real: TensorSpec, imag: TensorSpec) -> TensorSpec:
        float_dtype("complex", real)
        dtype = to_complex(same_dtype("complex", real, imag))
        return computed(broadcast("complex", real.shape, imag.shape), dtype, flops=0)

    def real(self, x: TensorSpec) -> TensorSpec:
        return computed(x.shape, COMPLEX[x.dtype], flops=0)

    def imag(self, x: TensorSpec) -> TensorSpec:
        return computed(x.shape, COMPLEX[x.dtype], flops=0)

    def eig(self, x: TensorSpec) -> tuple[TensorSpec, TensorSpec]:
        n, dtype = _square("eig", x), to_complex(x.dtype)
        return computed(x.shape[:-1], dtype, count(x.shape) * 25 * n), computed(x.shape, dtype, 0)

    def fft(
        self, real: TensorSpec, imag: TensorSpec, inverse: bool
    ) -> tuple[TensorSpec, TensorSpec]:
        at_least("fft", real, 1)
        shape = same_lengths("fft", real.shape, imag.shape, "the real and the imaginary part")
        dtype = float_dtype("fft", real)
        same_dtype("fft", real, imag)
        steps = math.ceil(math.log2(max(per_length(shape[-1]), 2)))
        return computed(shape, dtype, 5 * count(shape) * steps), computed(shape, dtype, 0)


def per_length(length: int) -> int:
    """Returns a length to count with."""
    return length if is_known(length) else per_sample(length)


def _shorter(m: int, n: int) -> int:
    shorter = min(int(m), int(n))
    return shorter if is_known(m) and is_known(n) else Unknown(shorter)


def _square(primitive: str, x: TensorSpec) -> int:
    """Returns the side of square matrices, as a number to count with."""
    float_dtype(primitive, x)
    rows, columns = at_least(primitive, x, 2)[-2:]
    side = agreed(rows, columns)
    if side is None:
        raise ShapeError(f"{primitive} takes square matrices", got=f"shape {show(x.shape)}")
    return per_length(side)


def _solved(primitive: str, a: TensorSpec, b: TensorSpec) -> tuple[int, ...]:
    at_least(primitive, b, 2)
    same_dtype(primitive, a, b)
    shape = same_lengths(primitive, a.shape[:-1], b.shape[:-1], "the batches and rows")
    return (*shape, b.shape[-1])
