"""Signals cut into overlapping sequences, and their spectra."""

import math
from collections.abc import Sequence
from typing import Any

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, DtypeError, ShapeError, told
from tahr.core.specs import show
from tahr.core.spending import spend_numbers
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, divide_no_nan, multiply
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.elementwise import square
from tahr.ops.fft import Pair, irfft, rfft
from tahr.ops.op import op, to_tensor
from tahr.ops.padding import pad
from tahr.ops.trigonometry import cos

WINDOWS = {"hann": (0.5, -0.5), "hamming": (0.54, -0.46)}
"""The constant and the cosine of each window by name."""

SPECTRA = 32
"""How many spectra some engines work out only to tell the shape of the result, at most."""


@op()
def extract_sequences(x: TensorLike, sequence_length: int, sequence_stride: int) -> Tensor:
    """Cuts overlapping sequences out of the last axis.

    Args:
        x: tensor `(..., n)`.
        sequence_length: how long each is.
        sequence_stride: how far apart they start.

    Returns:
        A tensor `(..., sequences, sequence_length)`.

    Example:
        >>> extract_sequences([1, 2, 3, 4], 2, 1).tolist()
        [[1, 2], [2, 3], [3, 4]]
    """
    run = engine()
    number = 1 + (dims(x)[-1] - sequence_length) // sequence_stride
    starts = run.arange(0, number * sequence_stride, sequence_stride, "int32")
    steps = run.arange(0, sequence_length, 1, "int32")
    places = run.add(run.reshape(starts, (number, 1)), steps)
    return run.take(x, places, rank(x) - 1)


@op()
def stft(
    x: TensorLike,
    sequence_length: int,
    sequence_stride: int,
    fft_length: int,
    window: Any = "hann",
    center: bool = True,
) -> Pair:
    """Returns the spectra of overlapping sequences: the short-time Fourier transform.

    Args:
        x: tensor `(..., n)` of float32 or float64.
        sequence_length: how long each sequence is.
        sequence_stride: how far apart they start.
        fft_length: of each transform; no less than sequence_length.
        window: "hann", "hamming", a vector of sequence_length, or None.
        center: whether the first sequence is centred at the first element.

    Returns:
        The real and the imaginary part, `(..., sequences, fft_length // 2 + 1)`.

    Example:
        >>> stft([1.0] * 8, 4, 2, 4)[0].shape
        (5, 3)
    """
    if dtype_of(x) not in ("float32", "float64"):
        raise DtypeError("expected float32 or float64", where="stft", got=dtype_of(x))
    _check_length("stft", sequence_length, fft_length)
    spend_numbers(fft_length * SPECTRA)
    if center:
        edges = [(0, 0)] * (rank(x) - 1) + [(fft_length // 2,) * 2]
        x = pad(x, edges, "reflect")
    weights = _weights(window, sequence_length, fft_length, dtype_of(x))
    return rfft(multiply(extract_sequences(x, fft_length, sequence_stride), weights))


@op()
def istft(
    x: Sequence[TensorLike],
    sequence_length: int,
    sequence_stride: int,
    fft_length: int,
    length: int | None = None,
    window: Any = "hann",
    center: bool = True,
) -> Tensor:
    """Returns the signal whose spectra these are: what `stft` undoes.

    Args:
        x: the real and the imaginary part, `(..., sequences, fft_length // 2 + 1)`.
        sequence_length: how long each sequence is.
        sequence_stride: how far apart they start.
        fft_length: of each transform.
        length: of the signal; all there is by default.
        window: as given to `stft`.
        center: as given to `stft`.

    Returns:
        A tensor `(..., n)`.

    Example:
        >>> spectra = stft([1.0, 2.0, 3.0, 4.0], 4, 1, 4)
        >>> [round(v, 3) for v in istft(spectra, 4, 1, 4).tolist()]
        [1.0, 2.0, 3.0, 4.0]
    """
    _check_length("istft", sequence_length, fft_length)
    pieces = irfft(x, fft_length)
    if rank(pieces) < 2:
        raise ShapeError("expected two dimensions or more", where="istft", got=show(dims(pieces)))
    weights = _weights(window, sequence_length, fft_length, dtype_of(pieces))
    total = _overlaid(multiply(pieces, weights), sequence_stride)
    cover = engine().broadcast_to(square(weights), dims(pieces)[-2:])
    signal = divide_no_nan(total, _overlaid(cover, sequence_stride))
    start = fft_length // 2 if center else 0
    end = dims(signal)[-1] - start if length is None else start + length
    return engine().get_item(signal, (Ellipsis, slice(start, end)))


def _overlaid(pieces: Tensor, stride: int) -> Tensor:
    """Adds up pieces `(..., number, width)` that start a stride apart."""
    run = engine()
    *batch, number, width = dims(pieces)
    starts = run.reshape(run.arange(0, number * stride, stride, "int32"), (number, 1))
    places = run.add(starts, run.arange(0, width, 1, "int32"))
    flat = run.reshape(pieces, (-1, number * width))
    empty = run.full((width + stride * (number - 1), dims(flat)[0]), 0.0, dtype_of(pieces))
    places = run.reshape(places, (-1, 1))
    total = run.scatter(empty, places, run.transpose(flat, (1, 0)), "add")
    return run.reshape(run.transpose(total, (1, 0)), (*batch, dims(total)[0]))


def _weights(window: Any, length: int, width: int, dtype: str) -> Tensor:
    before = (width - length) // 2
    pads = [(before, width - length - before)]
    if window is None:
        return engine().full((width,), 1.0, dtype)
    if not isinstance(window, str):
        vector = to_tensor(window, dtype)
        if dims(vector) != (length,):
            raise ShapeError(
                "a window is a vector", expected=show((length,)), got=show(dims(vector))
            )
        return pad(vector, pads)
    if window not in WINDOWS:
        raise ArgumentError("no such window", expected=", ".join(WINDOWS), got=told(window))
    constant, swing = WINDOWS[window]
    turn = multiply(engine().arange(0, length, 1, dtype), 2 * math.pi / length)
    return pad(add(constant, multiply(swing, cos(turn))), pads)


def _check_length(where: str, sequence: int, width: int) -> None:
    if width < sequence:
        raise ArgumentError(
            "fft_length is less than sequence_length", where=where, got=f"{width} < {sequence}"
        )
