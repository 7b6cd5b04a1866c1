"""Sounds: files named in a column."""

from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tahr.apps.data.media import faults, read_sound
from tahr.apps.data.table import Table
from tahr.apps.features.feature import Array, Feature, Outlook
from tahr.apps.features.options import OrAuto, Positive
from tahr.apps.features.sizes import Size
from tahr.apps.job.decisions import Decisions

LOOKED_AT = 300
LONGEST = 10.0
MOST_SAMPLES = 16_000
TIMES = 8
"""Stretches of time of which a vector is made; bands stay apart, since pitch tells."""
FRAME = 0.032
"""Seconds of a window of the spectrum; half of it is the step."""


class Audio(Feature):
    """A sound a row."""

    type: Literal["audio"] = "audio"
    rate: Annotated[OrAuto[Positive], Field(description="Samples a second.")] = "auto"
    seconds: Annotated[
        OrAuto[Annotated[float, Field(gt=0, le=600)]],
        Field(description="What is heard of each sound, from its start."),
    ] = "auto"
    bands: Annotated[OrAuto[Positive], Field(description="Of the mel spectrum.")] = "auto"

    def settled(self, outlook: Outlook, decisions: Decisions) -> Self:
        path = outlook.path
        values = outlook.table.column(self.name).tolist()
        rows = range(0, len(values), max(len(values) // LOOKED_AT, 1))
        found = [read_sound(outlook.table, str(values[row]), row) for row in rows]
        rate = min(int(np.median([rate for _, rate in found])), MOST_SAMPLES)
        long = float(np.quantile([len(sound) / own for sound, own in found], 0.98))
        seconds = min(round(long + 0.05, 1), LONGEST)
        return self.model_copy(
            update={
                "rate": decisions.settle(
                    f"{path}.rate", self.rate, rate, "that of the files, at most 16,000"
                ),
                "seconds": decisions.settle(
                    f"{path}.seconds", self.seconds, seconds, "98 of 100 sounds are not longer"
                ),
                "bands": decisions.settle(
                    f"{path}.bands", self.bands, 64 if rate > 8_000 else 40, "a rule of thumb"
                ),
            }
        )

    def given(self, table: Table) -> Array:
        values = table.column(self.name).tolist()
        sounds = [self._heard(table, str(value), row) for row, value in enumerate(values)]
        return np.stack(sounds)

    def _heard(self, table: Table, name: str, row: int) -> NDArray[np.float32]:
        sound, rate = read_sound(table, name, row)
        if rate != self.rate:
            from scipy.signal import resample_poly

            common = int(np.gcd(rate, int(self.rate)))
            up, down = int(self.rate) // common, rate // common
            sound = np.asarray(resample_poly(sound, up, down), np.float32)
        samples = self._samples
        return np.pad(sound[:samples], (0, max(samples - len(sound), 0)))

    @property
    def _samples(self) -> int:
        return int(float(self.seconds) * int(self.rate))

    def unreadable(self, table: Table) -> dict[int, str]:
        return faults(read_sound, table, self.name)

    def arrives(self) -> Any:
        from tahr import layers

        return layers.Input((self._samples,), dtype="float32", name=self.label)

    def prepared(self, raw: Any, values: Array) -> Any:
        from tahr import layers

        rate = int(self.rate)
        frame = int(2 ** round(np.log2(FRAME * rate)))
        spectrum = layers.MelSpectrogram(
            fft_length=frame,
            sequence_stride=frame // 2,
            num_mel_bins=int(self.bands),
            sampling_rate=rate,
            max_freq=rate / 2,
            min_freq=60.0,
        )(raw)
        return layers.Rescaling(1 / 20.0, 1.0)(spectrum)

    def encoded(self, prepared: Any, size: Size) -> Any:
        from tahr import layers

        bands, frames = prepared.shape[1:]
        x = layers.Reshape((bands, frames, 1))(prepared)
        x = layers.BatchNormalization(momentum=0.9)(x)
        filters = size.filters
        for _ in range(size.blocks):
            x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
            x = layers.BatchNormalization(momentum=0.9)(x)
            x = layers.ReLU()(x)
            x = layers.MaxPooling2D()(x)
            x = layers.Dropout(size.dropout / 2)(x)
            filters = min(2 * filters, 256)
        x = layers.AdaptiveAveragePooling2D((x.shape[1], min(x.shape[2], TIMES)))(x)
        x = layers.Flatten()(x)
        vector = layers.Dense(size.units, activation="relu", name=f"{self.label}.vector")(x)
        return layers.Dropout(size.dropout)(vector)
