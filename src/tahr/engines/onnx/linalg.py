"""Linear algebra as operators of ONNX; decompositions it has none of."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tahr.engines.onnx.opsets import chosen
from tahr.engines.onnx.symbols import Var, integers, op, rank_of

AXIS_IS_INPUT = 20
"""The edition since which the axis of a Fourier transform is an input."""


def _einsum(equation: str, *xs: Var) -> Var:
    """Computes Einstein's sum; every ellipsis has to stand for as many axes."""
    terms = equation.split("->", maxsplit=1)[0].split(",")
    hidden = [
        rank_of(x) - len(t.replace("...", "")) if "..." in t else None
        for t, x in zip(terms, xs, strict=True)
    ]
    most = max((n for n in hidden if n is not None), default=0)
    alike = [
        x if n is None or n == most else _led(x, t, most - n)
        for x, t, n in zip(xs, terms, hidden, strict=True)
    ]
    return op.einsum(alike, equation=equation)


def _led(x: Var, term: str, more: int) -> Var:
    place = term.index("...")
    return op.unsqueeze(x, integers(*range(place, place + more)))


def _fft(real: Var, imag: Var, inverse: bool) -> tuple[Var, Var]:
    """Transforms along the last axis, all others laid out in one."""
    both = [op.unsqueeze(part, integers(-1)) for part in (real, imag)]
    pairs = op.concat(both, axis=-1)
    count = op.gather(op.shape(real), integers(-1))
    flat = op.reshape(pairs, op.concat([integers(-1), count, integers(2)], axis=0))
    options = {"inverse": int(inverse)}
    if chosen() >= AXIS_IS_INPUT:
        found = op.dft(flat, None, op.const(np.array(1, "int64")), **options)
    else:
        found = op.dft(flat, axis=1, **options)
    whole = op.reshape(found, op.shape(pairs))
    zero, one = (op.const(np.array(n, "int64")) for n in (0, 1))
    return op.gather(whole, zero, axis=-1), op.gather(whole, one, axis=-1)


LINALG: dict[str, Callable[..., Any]] = {
    "matmul": op.matmul,
    "einsum": _einsum,
    "det": op.det,
    "fft": _fft,
}
