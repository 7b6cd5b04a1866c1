"""Linear algebra. Factorizations are held by what is unique about them, not by signs."""

from typing import Any

import numpy as np

from tests.contract.case import FLOATS, Case, normal, whole


def _matmul(*shapes: tuple[int, ...], **more) -> Case:
    return Case("matmul", tuple(normal(*s) for s in shapes), np.matmul, gradient=True, scale=3,
                **more)  # fmt: skip


def _einsum(equation: str, *shapes: tuple[int, ...], **more) -> Case:
    return Case("einsum", tuple(normal(*s) for s in shapes), lambda *xs: np.einsum(equation, *xs),
                call=lambda e, *xs: e.einsum(equation, *xs), note=equation, gradient=True, scale=3,
                **more)  # fmt: skip


def _flipped(engine: Any, x: Any) -> Any:
    rank = len(x.shape)
    return engine.transpose(x, (*range(rank - 2), rank - 1, rank - 2))


def turned(x: np.ndarray) -> np.ndarray:
    """Transposes the last two axes."""
    return np.swapaxes(x, -1, -2)


def positive(*shape: int) -> np.ndarray:
    """Returns symmetric positive definite matrices."""
    x = normal(*shape)
    return x @ turned(x) + 2 * np.eye(shape[-1])


TRIANGLE = np.tril(normal(2, 3, 3)) + 3 * np.eye(3)


def _triangular(lower: bool) -> Case:
    a = TRIANGLE if lower else turned(TRIANGLE)
    return Case("solve_triangular", (a, normal(2, 3, 2)), np.linalg.solve, {"lower": lower},
                scale=20, note=str(lower))  # fmt: skip


def _eye(k: int) -> Any:
    return lambda x: np.broadcast_to(np.eye(k), (*x.shape[:-2], k, k))


def _qr(mode: Any, *shape: int) -> Case:
    k = shape[-2] if mode == "complete" else min(shape[-2:])

    def call(e: Any, x: Any) -> Any:
        q, r = e.qr(x, mode)
        return e.matmul(q, r), e.matmul(_flipped(e, q), q), e.square(r)

    def reference(x: np.ndarray) -> Any:
        return x, _eye(k, x), np.linalg.qr(x, mode)[1] ** 2

    return Case("qr", (normal(*shape),), reference, call=call, scale=50, note=mode,
                gradient=shape[-2] >= shape[-1] == k)  # fmt: skip


def _svd(full: bool, *shape: int) -> Case:
    m, n = shape[-2:]
    k = min(m, n)

    def call(e: Any, x: Any) -> Any:
        u, s, vh = e.svd(x, full)
        scaled = e.multiply(e.get_item(u, (..., slice(k))), e.reshape(s, (*s.shape[:-1], 1, k)))
        return (
            e.matmul(scaled, e.get_item(vh, (..., slice(k), slice(None)))),
            e.matmul(_flipped(e, u), u),
            s,
        )

    def reference(x: np.ndarray) -> Any:
        return x, _eye(m if full else k, x), np.linalg.svd(x, compute_uv=False)

    return Case("svd", (normal(*shape),), reference, call=call, scale=20, note=str(full))


def _eye(k: int, x: np.ndarray) -> np.ndarray:
    return np.broadcast_to(np.eye(k), (*x.shape[:-2], k, k))


def _eigh() -> list[Case]:
    def product(e: Any, v: Any) -> Any:
        values, vectors = e.eigh(v)
        scaled = e.multiply(vectors, e.reshape(values, (*values.shape[:-1], 1, 3)))
        return e.matmul(scaled, _flipped(e, vectors))

    def values(e: Any, v: Any) -> Any:
        half = e.full((), 0.5, "float32")
        return e.eigh(e.multiply(e.add(v, _flipped(e, v)), half))[0]

    return [
        Case("eigh", (positive(2, 3, 3),), lambda v: v, call=product, scale=20, note="product"),
        Case("eigh", (positive(2, 3, 3),), lambda v: np.linalg.eigvalsh((v + turned(v)) / 2),
             call=values, scale=20, gradient=True, note="values"),
    ]  # fmt: skip


def _fft(inverse: bool, *shape: int, **more) -> Case:
    def reference(real: np.ndarray, imag: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        found = (np.fft.ifft if inverse else np.fft.fft)(real + 1j * imag)
        return found.real, found.imag

    return Case("fft", (normal(*shape), normal(*shape)), reference, {"inverse": inverse},
                scale=10, gradient=True, note=str(inverse), **more)  # fmt: skip


def _cholesky(e: Any, x: Any) -> Any:
    return e.cholesky(e.add(e.matmul(x, _flipped(e, x)), e.asarray(np.eye(3, dtype="float32"))))


SOLVABLE = normal(2, 3, 3) + 4 * np.eye(3)

CASES = [
    _matmul((2, 3), (3, 4), dtypes=FLOATS),
    _matmul((2, 1, 3, 4), (5, 4, 2)),
    _matmul((4,), (3, 4, 2)),
    _matmul((2, 3), (3,)),
    _matmul((3,), (3,)),
    Case("matmul", (normal(2, 0), normal(0, 3)), np.matmul, note="empty inside"),
    Case("matmul", (normal(0, 2), normal(2, 3)), np.matmul, note="empty"),
    Case("matmul", (whole(-5, 5, 2, 3), whole(-5, 5, 3, 2)), np.matmul, note="int32"),
    Case("matmul", tuple(whole(-2, 3, 2, 2, dtype="int8") for _ in "xy"), np.matmul, note="int8"),
    Case("matmul", (np.ones((1, 3000)), np.ones((3000, 1))), np.matmul, dtypes=FLOATS, note="long"),
    _einsum("ij,jk->ik", (2, 3), (3, 4), dtypes=FLOATS),
    _einsum("bhqd,bhkd->bhqk", (2, 2, 3, 4), (2, 2, 5, 4), dtypes=FLOATS),
    _einsum("...ij,...jk->...ik", (2, 1, 2, 3), (4, 3, 2)),
    _einsum("...i,ij->...j", (2, 3), (3, 4)),
    _einsum("abc,cd", (2, 2, 3), (3, 2)),
    _einsum("b i , b j -> b j i", (2, 3), (2, 2)),
    _einsum("ii->i", (3, 3)),
    _einsum("ij->", (2, 3)),
    _einsum("ijk->kj", (2, 3, 2)),
    _einsum("i,j->ij", (2,), (3,)),
    _einsum("ij,jk,kl->il", (2, 3), (3, 2), (2, 2)),
    Case("solve", (SOLVABLE, normal(2, 3, 2)), np.linalg.solve, gradient=True, scale=20),
    Case("solve", (SOLVABLE[0], normal(3, 1)), np.linalg.solve, scale=20),
    _triangular(True),
    _triangular(False),
    Case("solve_triangular", (TRIANGLE, normal(2, 3, 2)),
         lambda a, b: np.linalg.solve(np.tril(a), b), {"lower": True}, gradient=True, scale=20,
         note="gradient"),
    Case("solve_triangular", (normal(3, 3) + 3 * np.eye(3), normal(3, 2)),
         lambda a, b: np.linalg.solve(np.triu(a), b), {"lower": False}, scale=20,
         note="other half ignored"),
    Case("cholesky", (positive(2, 3, 3),), np.linalg.cholesky, scale=20),
    Case("cholesky", (normal(3, 3),),
         lambda x: np.linalg.cholesky(x @ x.T + np.eye(3)), note="gradient", gradient=True,
         call=_cholesky, scale=20),
    *(_qr(mode, *shape) for mode in ("reduced", "complete")
      for shape in ((4, 3), (2, 3, 3), (2, 4))),
    *(_svd(full, *shape) for full in (False, True) for shape in ((4, 3), (2, 2, 3))),
    Case("svd", (normal(4, 3),), lambda x: np.linalg.svd(x, compute_uv=False), scale=20,
         call=lambda e, x: e.svd(x, False)[1], gradient=True, note="values"),
    *_eigh(),
    Case("det", (SOLVABLE,), np.linalg.det, gradient=True, scale=20),
    Case("det", (normal(1, 1),), np.linalg.det),
    _fft(False, 2, 6),
    _fft(True, 2, 6),
    _fft(False, 5),
]  # fmt: skip
