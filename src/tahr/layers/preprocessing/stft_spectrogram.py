"""Spectra of overlapping pieces of a signal, by convolution with waves."""

from collections.abc import Callable
from typing import Any, Literal

from tahr import initializers, ops
from tahr.core.arguments import checked
from tahr.core.config import data_format as checked_format, epsilon
from tahr.core.errors import ArgumentError, DtypeError
from tahr.core.ranges import Count, DataFormat, Padding
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.initializers.stft import named_window
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.ops import nn

FLOATS = ("float16", "bfloat16", "float32", "float64")


def _power(real: Tensor, imag: Tensor) -> Tensor:
    return ops.add(ops.square(real), ops.square(imag))


def _magnitude(real: Tensor, imag: Tensor) -> Tensor:
    return ops.sqrt(ops.maximum(_power(real, imag), epsilon() ** 2))


def _density(real: Tensor, imag: Tensor) -> Tensor:
    """Returns the power of each frequency and of its negative, which is left out of the spectrum.

    The first and the last have none.
    """
    power = _power(real, imag)
    bins = int(power.shape[-1])
    both = [1.0, *[2.0] * (bins - 2), 1.0][:bins]
    return ops.multiply(power, ops.cast(ops.convert_to_tensor(both), ops.dtype(power)))


MODES: dict[str, Callable[[Any, Any], Tensor]] = {
    "log": lambda real, imag: ops.log(_magnitude(real, imag)),
    "magnitude": _magnitude,
    "psd": _density,
    "real": lambda real, imag: real,
    "imag": lambda real, imag: imag,
    "angle": lambda real, imag: ops.arctan2(imag, real),
    "stft": lambda real, imag: ops.concatenate([real, imag], axis=-1),
}
"""What is made of the real and the imaginary parts, by mode."""


@known_as("keras.layers", "STFTSpectrogram")
@rows_apart
class STFTSpectrogram(Layer):
    """Computes spectra of overlapping frames of a signal: the short-time Fourier transform.

    The waves that frames are compared with are weights, which may be trained. Each channel has
    spectra of its own.

    Args:
        mode: "log" for the logarithm of magnitudes, "magnitude", "psd" for the power at each
            frequency, "real", "imag", "angle" in radians, or "stft" for real and imaginary parts
            one after the other.
        frame_length: samples a frame.
        frame_step: samples between the starts of frames; half a frame by default.
        fft_length: of the transform; the least power of two no less than the frame by default.
        window: a name that `scipy.signal.get_window` knows, the window's values, or None.
        periodic: whether a named window is periodic rather than symmetric.
        scaling: "density" divides by the window's L2 norm, "spectrum" by its L1 norm; None.
        padding: "valid" for frames inside only, "same" for one frame a step.
        expand_dims: whether frequencies and channels have an axis each, as in an image.
        data_format: where the channels are; the configured place by default.
        **kwargs: what every layer takes.

    Input: floats `(batch, time, channels)`. Output: `(batch, frames, channels * frequencies)`, with
    `expand_dims` `(batch, frames, frequencies, channels)`; channels first likewise. There are
    `fft_length // 2 + 1` frequencies, twice as many with "stft".

    Raises:
        ArgumentError: an argument makes no sense.
        DtypeError: the input holds no floats.

    Example:
        >>> import numpy as np
        >>> STFTSpectrogram(frame_length=8)(np.ones((1, 32, 1), "float32")).shape
        (1, 7, 5)

    Source: Allen & Rabiner 1977, "A unified approach to short-time Fourier analysis and
    synthesis", equation 1.
    """

    @checked
    def __init__(
        self,
        mode: Literal["log", "magnitude", "psd", "real", "imag", "angle", "stft"] = "log",
        frame_length: Count = 256,
        frame_step: Count | None = None,
        fft_length: Count | None = None,
        window: Any = "hann",
        periodic: bool = False,
        scaling: Literal["density", "spectrum"] | None = "density",
        padding: Padding = "valid",
        expand_dims: bool = False,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.mode: str = mode
        self.frame_length: int = int(frame_length)
        self.frame_step = frame_step
        self.fft_length = fft_length
        if fft_length is not None and fft_length < frame_length:
            raise ArgumentError(
                "fft_length is less than frame_length",
                where=self.name,
                got=f"{fft_length} < {frame_length}",
            )
        if frame_step is not None and frame_step > frame_length:
            raise ArgumentError(
                "frame_step is more than frame_length, so samples would be left out",
                where=self.name,
                got=f"{frame_step} > {frame_length}",
            )
        if isinstance(window, str):
            named_window(window, frame_length, periodic)
        self.window = window
        self.periodic = periodic
        self.scaling: Literal["density", "spectrum"] | None = scaling
        self.padding: str = padding.lower()
        self.expand_dims = expand_dims
        self.data_format: str = checked_format(data_format)
        self.input_spec: Expected = InputSpec(ndim=3)

    @property
    def _step(self) -> int:
        return self.frame_step or max(1, self.frame_length // 2)

    @property
    def _bins(self) -> int:
        length = self.fft_length or 2 ** (self.frame_length - 1).bit_length()
        return length // 2 + 1

    def build(self, input_shape: Shape) -> None:
        for side in ("real", "imag"):
            if self.mode in (side, *(MODES.keys() - {"real", "imag"})):
                setattr(self, f"{side}_kernel", self._kernel(side))

    def _kernel(self, side: Literal["real", "imag"]) -> Variable:
        return self.add_weight(
            name=f"{side}_kernel",
            shape=(self.frame_length, 1, self._bins),
            initializer=initializers.STFT(side, self.window, self.scaling, self.periodic),
        )

    def call(self, inputs: Tensor) -> Tensor:
        if ops.dtype(inputs) not in FLOATS:
            raise DtypeError("a signal is of floats", where=self.name, got=ops.dtype(inputs))
        first = self.data_format == "channels_first"
        signal = inputs if first else ops.transpose(inputs, (0, 2, 1))
        _, channels, time = signal.shape
        flat = ops.reshape(signal, (-1, time, 1))
        spectra = MODES[self.mode](self._part("real", flat), self._part("imag", flat))
        _, frames, bins = spectra.shape
        apart = ops.reshape(spectra, (-1, channels, frames, bins))
        if self.expand_dims:
            return apart if first else ops.transpose(apart, (0, 2, 3, 1))
        if first:
            apart = ops.transpose(apart, (0, 1, 3, 2))
            return ops.reshape(apart, (-1, channels * bins, frames))
        return ops.reshape(ops.transpose(apart, (0, 2, 1, 3)), (-1, frames, channels * bins))

    def _part(self, side: str, signal: Tensor) -> Tensor:
        kernel = getattr(self, f"{side}_kernel", None)
        if kernel is None:
            return signal
        return nn.conv(signal, kernel, self._step, self.padding, "channels_last", 1)
