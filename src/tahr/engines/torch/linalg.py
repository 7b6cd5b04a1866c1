"""Linear algebra; decompositions of narrow floats are computed in 32 bits."""

import functools
from collections.abc import Callable
from typing import Any

import torch

from tahr.core.errors import ArgumentError
from tahr.engines.base import Engine
from tahr.engines.torch.widening import SINGLE, Tensor, widened


def _decomposition(function: Callable[..., Any]) -> Any:
    wide = widened(function, SINGLE)

    @functools.wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        try:
            return wide(*args, **kwargs)
        except torch.linalg.LinAlgError as error:  # type: ignore[reportPrivateImportUsage]
            raise ArgumentError(
                f"{function.__name__} has no result for these values",
                got=str(error).partition("\n")[0],
                todo="add a small multiple of the identity matrix",
            ) from None

    return staticmethod(checked)


def _fft(real: Tensor, imag: Tensor, inverse: bool) -> tuple[Tensor, Tensor]:
    run = torch.fft.ifft if inverse else torch.fft.fft
    out = torch.view_as_real(run(torch.complex(real, imag)))
    return out[..., 0], out[..., 1]


class Linalg(Engine[Tensor]):
    """Products, factorizations and transforms."""

    matmul = staticmethod(widened(torch.matmul))
    fft = staticmethod(widened(_fft, SINGLE))
    solve = _decomposition(torch.linalg.solve)
    cholesky = _decomposition(torch.linalg.cholesky)
    det = _decomposition(torch.linalg.det)
    eigh = _decomposition(lambda x: tuple(torch.linalg.eigh(x)))
    qr = _decomposition(lambda x, mode: tuple(torch.linalg.qr(x, mode)))
    svd = _decomposition(lambda x, full_matrices: tuple(torch.linalg.svd(x, full_matrices)))
    solve_triangular = _decomposition(
        lambda a, b, lower: torch.linalg.solve_triangular(a, b, upper=not lower)
    )

    def einsum(self, equation: str, *xs: Tensor) -> Tensor:
        return _einsum(*xs, equation=equation)


@widened
def _einsum(*xs: Tensor, equation: str) -> Tensor:
    return torch.einsum(equation, *xs)
