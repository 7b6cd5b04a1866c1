"""Linear algebra; decompositions of narrow floats are computed in 32 bits."""

from collections.abc import Callable
from typing import Any

import torch

from tahr.engines.base import Engine
from tahr.engines.failures import decomposition
from tahr.engines.torch.widening import SINGLE, Tensor, widened


def _decomposition(name: str, function: Callable[..., Any]) -> Any:
    failure = torch.linalg.LinAlgError  # type: ignore[reportPrivateImportUsage]
    return staticmethod(decomposition(name, widened(function, SINGLE), failure))


def _fft(real: Tensor, imag: Tensor, inverse: bool) -> tuple[Tensor, Tensor]:
    run = torch.fft.ifft if inverse else torch.fft.fft
    out = torch.view_as_real(run(torch.complex(real, imag)))
    return out[..., 0], out[..., 1]


class Linalg(Engine[Tensor]):
    """Products, factorizations and transforms."""

    matmul = staticmethod(widened(torch.matmul))
    fft = staticmethod(widened(_fft, SINGLE))
    eig = _decomposition("eig", lambda x: tuple(torch.linalg.eig(x)))
    solve = _decomposition("solve", torch.linalg.solve)
    cholesky = _decomposition("cholesky", torch.linalg.cholesky)
    det = _decomposition("det", torch.linalg.det)
    eigh = _decomposition("eigh", lambda x: tuple(torch.linalg.eigh(x)))
    qr = _decomposition("qr", lambda x, mode: tuple(torch.linalg.qr(x, mode)))
    svd = _decomposition("svd", lambda x, full_matrices: tuple(torch.linalg.svd(x, full_matrices)))
    solve_triangular = _decomposition(
        "solve_triangular",
        lambda a, b, lower: torch.linalg.solve_triangular(a, b, upper=not lower),
    )

    def complex(self, real: Tensor, imag: Tensor) -> Tensor:
        return torch.complex(real, imag)

    def real(self, x: Tensor) -> Tensor:
        return torch.real(x)

    def imag(self, x: Tensor) -> Tensor:
        return torch.imag(x)

    def einsum(self, equation: str, *xs: Tensor) -> Tensor:
        return _einsum(*xs, equation=equation)


@widened
def _einsum(*xs: Tensor, equation: str) -> Tensor:
    return torch.einsum(equation, *xs)
