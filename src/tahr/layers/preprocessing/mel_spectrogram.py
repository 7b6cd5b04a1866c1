"""Spectra of a signal in bands as wide as people hear them."""

from typing import Any

import numpy as np

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Count, NotNegative, Positive
from tahr.core.registry import known_as
from tahr.core.spending import spend_numbers
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.data_layer import DataLayer

PITCH, CORNER = 1127.0, 700.0
"""The constants of the mel scale, in mel and in hertz."""


def mel_of(hertz: Any) -> Any:
    """Returns the pitch of frequencies: `1127 ln(1 + f / 700)`."""
    return PITCH * np.log1p(np.asarray(hertz) / CORNER)


def bands(count: int, bins: int, rate: float, least: float, most: float) -> np.ndarray:
    """Returns how much each frequency of a spectrum weighs in bands of equal width in mel.

    Args:
        count: how many bands.
        bins: how many frequencies the spectrum has.
        rate: samples a second.
        least: where the first band begins, in hertz.
        most: where the last one ends, in hertz.

    Returns:
        Weights `(bins, count)`: triangles from the middle of one band to that of the next but one.

    Example:
        >>> bands(2, 5, 8.0, 0.0, 4.0).round(2).tolist()
        [[0.0, 0.0], [0.75, 0.0], [0.5, 0.5], [0.0, 0.75], [0.0, 0.0]]
    """
    edges = np.linspace(mel_of(least), mel_of(most), count + 2)
    pitch = mel_of(np.linspace(0.0, rate / 2, bins)[1:])[:, None]
    up = (pitch - edges[:-2]) / (edges[1:-1] - edges[:-2])
    down = (edges[2:] - pitch) / (edges[2:] - edges[1:-1])
    return np.pad(np.maximum(0.0, np.minimum(up, down)), ((1, 0), (0, 0)))


@known_as("keras.layers", "MelSpectrogram")
class MelSpectrogram(DataLayer):
    """Computes the power of a signal over time in bands of equal width on the mel scale.

    Args:
        fft_length: of the Fourier transforms.
        sequence_stride: samples between the starts of two of them.
        sequence_length: samples that each looks at; `fft_length` by default.
        window: "hann", "hamming", a vector of `sequence_length`, or None.
        sampling_rate: samples a second of the signal.
        num_mel_bins: how many bands.
        min_freq: where the first band begins, in hertz.
        max_freq: where the last one ends, in hertz; half the sampling rate by default.
        power_to_db: whether powers are given in decibels.
        top_db: how far below the largest value the smallest ones may lie, in decibels.
        mag_exp: the exponent of magnitudes: 1 for magnitudes, 2 for powers.
        min_power: what smaller powers are raised to before the logarithm.
        ref_power: the power of 0 decibels.
        **kwargs: what every layer takes.

    Input: a signal `(samples,)` or `(batch, samples)`. Output: `(num_mel_bins, time)` or
    `(batch, num_mel_bins, time)`.

    Raises:
        ArgumentError: an argument makes no sense.

    Example:
        >>> MelSpectrogram(fft_length=64, sequence_stride=32, num_mel_bins=8)(np.ones(320)).shape
        (8, 11)

    Source: D. O'Shaughnessy, "Speech Communication", 1987, page 150 (the mel scale).
    """

    @checked
    def __init__(
        self,
        fft_length: Count = 2048,
        sequence_stride: Count = 512,
        sequence_length: Count | None = None,
        window: Any = "hann",
        sampling_rate: Positive = 16000,
        num_mel_bins: Count = 128,
        min_freq: NotNegative = 20.0,
        max_freq: Positive | None = None,
        power_to_db: bool = True,
        top_db: NotNegative = 80.0,
        mag_exp: Positive = 2.0,
        min_power: Positive = 1e-10,
        ref_power: Positive = 1.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.fft_length: int = int(fft_length)
        self.sequence_stride: int = int(sequence_stride)
        self.sequence_length: int = int(sequence_length or fft_length)
        self.window = window
        self.sampling_rate = sampling_rate
        self.num_mel_bins: int = int(num_mel_bins)
        self.min_freq = min_freq
        self.max_freq: Positive = max_freq or sampling_rate / 2
        self.power_to_db = power_to_db
        self.top_db = top_db
        self.mag_exp = mag_exp
        self.min_power = min_power
        self.ref_power = ref_power
        if self.sequence_length > self.fft_length:
            raise ArgumentError(
                "sequence_length is more than fft_length",
                where=self.name,
                got=f"{self.sequence_length} > {self.fft_length}",
            )
        if not min_freq < self.max_freq:
            raise ArgumentError(
                "min_freq is below max_freq",
                where=self.name,
                got=f"min_freq={min_freq}, max_freq={self.max_freq}",
            )

    def call(self, inputs: Tensor) -> Tensor:
        wide = "float64" if self.compute_dtype == "float64" else "float32"
        signal = ops.cast(ops.cast(inputs, self.compute_dtype), wide)
        real, imag = ops.stft(
            signal, self.sequence_length, self.sequence_stride, self.fft_length, self.window
        )
        power = ops.add(ops.square(real), ops.square(imag))
        if self.mag_exp != 2:
            power = ops.power(ops.sqrt(power), self.mag_exp)
        found = ops.matmul(power, ops.convert_to_tensor(self._bands(), wide))
        if self.power_to_db:
            found = self._decibels(found)
        axes = (*range(len(found.shape) - 2), len(found.shape) - 1, len(found.shape) - 2)
        return ops.cast(ops.transpose(found, axes), self.compute_dtype)

    def _bands(self) -> np.ndarray:
        bins = self.fft_length // 2 + 1
        spend_numbers(bins * self.num_mel_bins)
        return bands(
            self.num_mel_bins, bins, self.sampling_rate, self.min_freq, float(self.max_freq)
        )

    def linear_to_mel_weight_matrix(
        self,
        num_mel_bins: int = 20,
        num_spectrogram_bins: int = 129,
        sampling_rate: float = 8000,
        lower_edge_hertz: float = 125.0,
        upper_edge_hertz: float = 3800.0,
        dtype: Any = "float32",
    ) -> Tensor:
        """Returns how much each frequency of a spectrum weighs in bands of equal width in mel.

        Args:
            num_mel_bins: how many bands.
            num_spectrogram_bins: how many frequencies the spectrum has.
            sampling_rate: samples a second.
            lower_edge_hertz: where the first band begins.
            upper_edge_hertz: where the last one ends.
            dtype: of the weights.
        """
        found = bands(
            num_mel_bins, num_spectrogram_bins, sampling_rate, lower_edge_hertz, upper_edge_hertz
        )
        return ops.convert_to_tensor(found, dtype)

    def _decibels(self, power: Tensor) -> Tensor:
        """Returns powers in decibels, none of them further below the largest than is allowed.

        The largest is looked for among the powers: a compiler may compute a logarithm twice, with
        another rounding, and the gradient would not find it again.
        """
        floor = ops.subtract(self._of_power(ops.max(power)), self.top_db)
        return ops.maximum(self._of_power(power), floor)

    def _of_power(self, power: Tensor) -> Tensor:
        zero = float(np.log10(max(self.ref_power, self.min_power)))
        logs = ops.log10(ops.maximum(power, self.min_power))
        return ops.multiply(10.0, ops.subtract(logs, zero))
