"""Fourier transforms; complex numbers are pairs of tensors: real and imaginary parts."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from tahr.core.current import engine
from tahr.core.dtypes import is_float
from tahr.core.errors import ArgumentError, DtypeError, ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.op import Rule, op
from tahr.ops.padding import pad
from tahr.ops.shapes import swapaxes

Pair: TypeAlias = tuple[Tensor, Tensor]


@op()
def fft(x: Sequence[TensorLike]) -> Pair:
    """Discrete Fourier transform along the last axis.

    Args:
        x: the real and the imaginary part.

    Returns:
        The real and the imaginary part of the transform.

    Raises:
        ArgumentError: x is no pair of tensors.
        DtypeError: they are no floats.
        ShapeError: their shapes differ.

    Example:
        >>> [t.tolist() for t in fft(([1.0, 1.0], [0.0, 0.0]))]
        [[2.0, 0.0], [0.0, 0.0]]
    """
    return engine().fft(*_pair("fft", x), False)


@op()
def ifft(x: Sequence[TensorLike]) -> Pair:
    """Inverse discrete Fourier transform along the last axis.

    Args:
        x: the real and the imaginary part.

    Example:
        >>> [t.tolist() for t in ifft(([2.0, 0.0], [0.0, 0.0]))]
        [[1.0, 1.0], [0.0, 0.0]]
    """
    return engine().fft(*_pair("ifft", x), True)


@op()
def fft2(x: Sequence[TensorLike]) -> Pair:
    """Discrete Fourier transform along the last two axes.

    Args:
        x: the real and the imaginary part.

    Example:
        >>> fft2(([[1.0, 1.0]], [[0.0, 0.0]]))[0].tolist()
        [[2.0, 0.0]]
    """
    return _both_axes(_pair("fft2", x), False)


@op()
def ifft2(x: Sequence[TensorLike]) -> Pair:
    """Inverse discrete Fourier transform along the last two axes.

    Args:
        x: the real and the imaginary part.

    Example:
        >>> ifft2(([[2.0, 0.0]], [[0.0, 0.0]]))[0].tolist()
        [[1.0, 1.0]]
    """
    return _both_axes(_pair("ifft2", x), True)


@op(rule=Rule.FLOAT)
def rfft(x: TensorLike, fft_length: int | None = None) -> Pair:
    """Discrete Fourier transform of real numbers: the half of the spectrum that is not redundant.

    Args:
        x: tensor `(..., n)`; integers become floats.
        fft_length: x is cut or filled up with zeros to this length.

    Returns:
        Two tensors `(..., n // 2 + 1)`.

    Example:
        >>> rfft([1.0, 1.0, 1.0])[0].tolist()
        [3.0, 0.0]
    """
    _check_float("rfft", x)
    x = x if fft_length is None else _fitted(x, fft_length)
    half = dims(x)[-1] // 2 + 1
    real, imag = engine().fft(x, engine().full(dims(x), 0.0, dtype_of(x)), False)
    return _first(real, half), _first(imag, half)


@op()
def irfft(x: Sequence[TensorLike], fft_length: int | None = None) -> Tensor:
    """Inverse of `rfft`: real numbers from the half of a spectrum that is not redundant.

    Args:
        x: the real and the imaginary part, `(..., n)`.
        fft_length: how many numbers; 2 (n - 1) by default.

    Example:
        >>> irfft(([3.0, 0.0], [0.0, 0.0]), 3).round(3).tolist()
        [1.0, 1.0, 1.0]
    """
    run = engine()
    real, imag = _pair("irfft", x)
    length = 2 * (dims(real)[-1] - 1) if fft_length is None else fft_length
    half = length // 2 + 1
    real, imag = _fitted(real, half), _fitted(imag, half)
    mirrored = (Ellipsis, slice(1, length - half + 1))
    last = rank(real) - 1
    tails = [run.flip(run.get_item(part, mirrored), (last,)) for part in (real, imag)]
    whole = run.concatenate([real, tails[0]], last)
    turned = run.concatenate([_real_ends(imag, length), run.negative(tails[1])], last)
    return run.fft(whole, turned, True)[0]


def _real_ends(imag: Tensor, length: int) -> Tensor:
    """Drops the imaginary parts of frequencies that a real signal has none at."""
    run, half = engine(), dims(imag)[-1]
    places = run.arange(0, half, 1, "int32")
    end = run.equal(places, run.full((), 0, "int32"))
    if length % 2 == 0:
        end = run.logical_or(end, run.equal(places, run.full((), length // 2, "int32")))
    return run.where(end, run.full((), 0.0, dtype_of(imag)), imag)


def _both_axes(pair: Pair, inverse: bool) -> Pair:
    real, imag = engine().fft(*pair, inverse)
    turned = engine().fft(swapaxes(real, -2, -1), swapaxes(imag, -2, -1), inverse)
    return swapaxes(turned[0], -2, -1), swapaxes(turned[1], -2, -1)


def _fitted(x: TensorLike, length: int) -> Tensor:
    own = dims(x)[-1]
    if own >= length:
        return _first(x, length)
    return pad(x, [(0, 0)] * (rank(x) - 1) + [(0, length - own)])


def _first(x: TensorLike, length: int) -> Tensor:
    return engine().get_item(x, (Ellipsis, slice(0, length)))


def _check_float(where: str, x: TensorLike) -> None:
    if not is_float(dtype_of(x)):
        raise DtypeError("expected floats", where=where, got=dtype_of(x))
    if not rank(x):
        raise ShapeError("a scalar has no axis to transform along", where=where)


def _pair(where: str, x: Any) -> Pair:
    if not isinstance(x, list | tuple) or len(x) != 2:
        raise ArgumentError(
            "expected a pair of tensors: the real and the imaginary part", where=where
        )
    real, imag = x
    if dims(real) != dims(imag):
        got = f"{show(dims(real))} and {show(dims(imag))}"
        raise ShapeError("the real and the imaginary part differ in shape", where=where, got=got)
    _check_float(where, real)
    _check_float(where, imag)
    return real, imag
