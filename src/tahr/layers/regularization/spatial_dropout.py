"""Dropout of whole feature maps."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.config import data_format as checked_format
from tahr.core.ranges import DataFormat, Fraction, Seed
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.regularization.dropout import Dropout


class SpatialDropout(Dropout):
    """Drops whole channels: every place of one at once.

    Neighbours in a feature map are alike, so dropping them one by one would regularize little.

    Args:
        rate: the fraction of channels, 0 to 1.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        seed: None draws one.
        name: as any layer's.
        dtype: as any layer's.
        **kwargs: what every layer takes.

    Source: Tompson et al. 2015, "Efficient object localization using convolutional networks".
    """

    rank: int
    """The number of spatial axes."""

    not_in_config: tuple[str, ...] = ("noise_shape", "trainable")

    @checked
    def __init__(
        self,
        rate: Fraction,
        data_format: DataFormat | None = None,
        seed: Seed | None = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(rate, seed=seed, name=name, dtype=dtype, **kwargs)
        self.data_format: str = checked_format(data_format)
        self.input_spec: Expected = InputSpec(ndim=self.rank + 2)

    def noise_shape_of(self, inputs: Tensor) -> tuple[int, ...]:
        ones = (1,) * self.rank
        if self.data_format == "channels_first":
            return (*inputs.shape[:2], *ones)
        return (inputs.shape[0], *ones, inputs.shape[-1])

    def _written(self, name: str) -> Any:
        return self.dtype if name == "dtype" else super()._written(name)


@known_as("keras.layers", "SpatialDropout1D")
class SpatialDropout1D(SpatialDropout):
    """Drops whole channels of sequences in training.

    Input: `(batch, time, channels)`. Output: the same shape.
    """

    rank = 1

    def __init__(
        self,
        rate: Fraction,
        seed: Seed | None = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(rate, "channels_last", seed, name, dtype, **kwargs)


@known_as("keras.layers", "SpatialDropout2D")
class SpatialDropout2D(SpatialDropout):
    """Drops whole channels of images in training.

    Input: `(batch, height, width, channels)`. Output: the same shape.
    """

    rank = 2


@known_as("keras.layers", "SpatialDropout3D")
class SpatialDropout3D(SpatialDropout):
    """Drops whole channels of volumes in training.

    Input: `(batch, depth, height, width, channels)`. Output: the same shape.
    """

    rank = 3
