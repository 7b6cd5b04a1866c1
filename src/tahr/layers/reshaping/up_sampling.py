"""Sequences, images and volumes made longer by repetition or interpolation."""

from typing import Annotated, Any, Literal, TypeAlias

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.config import data_format as checked_format
from tahr.core.ranges import AnyCase, Count, DataFormat, Lengths
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.checks import lengths
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.reshaping.edges import inner_axes
from tahr.layers.reshaping.interpolation import interpolated

Interpolation: TypeAlias = Annotated[
    Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"], AnyCase()
]


@rows_apart
class UpSampling(Layer):
    """Repeats every place along each spatial axis.

    Args:
        size: how often, or how often along each spatial axis.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        **kwargs: what every layer takes.
    """

    rank: int
    """The number of spatial axes."""

    @checked
    def __init__(
        self, size: Lengths = 2, data_format: DataFormat | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.data_format: str = checked_format(data_format)
        self.factors: tuple[int, ...] = lengths(size, self.rank, "size", self)
        self.size: Any = self.factors
        self.input_spec: Expected = InputSpec(ndim=self.rank + 2)

    def call(self, inputs: Tensor) -> Tensor:
        for axis, factor in zip(inner_axes(self.rank, self.data_format), self.factors, strict=True):
            inputs = ops.repeat(inputs, factor, axis=axis)
        return inputs


@known_as("keras.layers", "UpSampling1D")
class UpSampling1D(UpSampling):
    """Repeats every step of sequences.

    Args:
        size: how often.

    Input: `(batch, time, channels)`. Output: `(batch, size * time, channels)`.

    Raises:
        ArgumentError: size is not a positive integer.

    Example:
        >>> UpSampling1D(2)([[[1.0], [2.0]]])[0, :, 0].tolist()
        [1.0, 1.0, 2.0, 2.0]
    """

    rank = 1

    @checked
    def __init__(self, size: Count = 2, **kwargs: Any) -> None:
        super().__init__(size, "channels_last", **kwargs)
        self.size: Any = int(size)


@known_as("keras.layers", "UpSampling2D")
class UpSampling2D(UpSampling):
    """Enlarges images by repeating or interpolating pixels.

    Args:
        interpolation: "nearest" repeats; "bilinear", "bicubic", "lanczos3" and "lanczos5"
            compute values between.

    Input: `(batch, height, width, channels)`. Output: likewise, larger.

    Raises:
        ArgumentError: size or interpolation is none there is.

    Example:
        >>> UpSampling2D((1, 2))([[[[1.0], [2.0]]]])[0, 0, :, 0].tolist()
        [1.0, 1.0, 2.0, 2.0]
    """

    rank = 2

    @checked
    def __init__(
        self,
        size: Lengths = 2,
        data_format: DataFormat | None = None,
        interpolation: Interpolation = "nearest",
        **kwargs: Any,
    ) -> None:
        super().__init__(size, data_format, **kwargs)
        self.interpolation: str = interpolation.lower()

    def call(self, inputs: Tensor) -> Tensor:
        if self.interpolation == "nearest":
            return super().call(inputs)
        for axis, factor in zip(inner_axes(self.rank, self.data_format), self.factors, strict=True):
            inputs = interpolated(inputs, axis, factor, self.interpolation)
        return inputs


@known_as("keras.layers", "UpSampling3D")
class UpSampling3D(UpSampling):
    """Repeats every voxel of volumes.

    Input: `(batch, depth, height, width, channels)`. Output: likewise, larger.

    Raises:
        ArgumentError: size is not of that form.
    """

    rank = 3
