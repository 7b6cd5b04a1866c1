"""Initializers whose variance follows from the number of inputs and outputs."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from tahr.core.arguments import checked
from tahr.core.ranges import AnyCase, Formerly, Positive
from tahr.core.registry import known_as
from tahr.initializers.base import RandomInitializer
from tahr.initializers.distributions import truncated
from tahr.ops.random.seeds import SeedGenerator

if TYPE_CHECKING:
    import numpy as np

TRUNCATED_DEVIATION = 0.87962566103423978
"""The standard deviation of a standard normal variable cut at two deviations."""

Mode: TypeAlias = Literal["fan_in", "fan_out", "fan_avg"]
Distribution: TypeAlias = Annotated[
    Literal["uniform", "truncated_normal", "untruncated_normal"], AnyCase(), Formerly(("normal",))
]
Places = Sequence[int]


def fans(
    shape: Sequence[int], input_axes: Places | None = None, output_axes: Places | None = None
) -> tuple[int, int]:
    """Returns how many inputs an output has, and how many outputs an input has.

    Args:
        shape: of a weight: a matrix's `(inputs, outputs)`, a convolution kernel's
            `(*window, inputs, outputs)`.
        input_axes: which axes are inputs, where the shape does not tell.
        output_axes: which axes are outputs; the two go together.

    Example:
        >>> fans((3, 3, 16, 32))
        (144, 288)

    Source: Glorot & Bengio 2010, section 4.2.1; He et al. 2015, section 2.2.
    """
    if input_axes is not None and output_axes is not None:
        return math.prod(shape[a] for a in input_axes), math.prod(shape[a] for a in output_axes)
    if len(shape) < 2:
        return (shape[0], shape[0]) if shape else (1, 1)
    window = math.prod(shape[:-2])
    return shape[-2] * window, shape[-1] * window


@known_as("keras.initializers", "VarianceScaling", "variance_scaling")
class VarianceScaling(RandomInitializer):
    """Draws numbers of variance `scale / n`, n being inputs, outputs or their mean.

    Args:
        scale: positive.
        mode: "fan_in", "fan_out" or "fan_avg".
        distribution: "uniform", "truncated_normal" or "untruncated_normal".
        seed: an integer, a `SeedGenerator`, or None.
        input_axes: as for `fans`.
        output_axes: as for `fans`.

    Raises:
        ArgumentError: an argument is none of these.

    Example:
        >>> VarianceScaling(2.0, seed=1).draw((4, 3)).shape
        (4, 3)

    Source: He et al. 2015, "Delving deep into rectifiers", equation 10.
    """

    @checked
    def __init__(
        self,
        scale: Positive = 1.0,
        mode: Mode = "fan_in",
        distribution: Distribution = "truncated_normal",
        seed: "int | SeedGenerator | None" = None,
        input_axes: Places | None = None,
        output_axes: Places | None = None,
    ) -> None:
        super().__init__(seed)
        self.scale = scale
        self.mode: str = mode
        named = distribution.lower()
        self.distribution: str = "truncated_normal" if named == "normal" else named
        self.input_axes = input_axes
        self.output_axes = output_axes

    def deviation(self, shape: tuple[int, ...]) -> float:
        """Returns the standard deviation of the numbers drawn for a shape."""
        into, out = fans(shape, self.input_axes, self.output_axes)
        counts = {"fan_in": into, "fan_out": out, "fan_avg": (into + out) / 2}
        return math.sqrt(self.scale / max(1.0, counts[self.mode]))

    def numbers(self, shape: tuple[int, ...], dtype: str) -> "np.ndarray":
        generator, deviation = self.generator(), self.deviation(shape)
        if self.distribution == "truncated_normal":
            return deviation / TRUNCATED_DEVIATION * truncated(generator, shape, dtype)
        if self.distribution == "untruncated_normal":
            return deviation * generator.standard_normal(shape, dtype)  # type: ignore[call-overload]
        limit = math.sqrt(3.0) * deviation
        return limit * (2 * generator.random(shape, dtype) - 1)  # type: ignore[call-overload]


class _Preset(VarianceScaling):
    """A variance scaling with its first three arguments settled."""

    settled: tuple[float, Mode, Distribution]

    def __init__(
        self,
        seed: "int | SeedGenerator | None" = None,
        input_axes: Places | None = None,
        output_axes: Places | None = None,
    ) -> None:
        super().__init__(*self.settled, seed, input_axes, output_axes)


@known_as("keras.initializers", "GlorotUniform", "glorot_uniform")
class GlorotUniform(_Preset):
    """Draws uniformly, with variance `2 / (inputs + outputs)`.

    Source: Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward
    neural networks", equation 16.
    """

    settled = (1.0, "fan_avg", "uniform")


@known_as("keras.initializers", "GlorotNormal", "glorot_normal")
class GlorotNormal(_Preset):
    """Draws from a truncated normal distribution, with variance `2 / (inputs + outputs)`.

    Source: Glorot & Bengio 2010, equation 12.
    """

    settled = (1.0, "fan_avg", "truncated_normal")


@known_as("keras.initializers", "LecunUniform", "lecun_uniform")
class LecunUniform(_Preset):
    """Draws uniformly, with variance `1 / inputs`.

    Source: LeCun et al. 1998, "Efficient backprop", equation 16.
    """

    settled = (1.0, "fan_in", "uniform")


@known_as("keras.initializers", "LecunNormal", "lecun_normal")
class LecunNormal(_Preset):
    """Draws from a truncated normal distribution, with variance `1 / inputs`.

    Source: LeCun et al. 1998, "Efficient backprop", equation 16; Klambauer et al. 2017.
    """

    settled = (1.0, "fan_in", "truncated_normal")


@known_as("keras.initializers", "HeUniform", "he_uniform")
class HeUniform(_Preset):
    """Draws uniformly, with variance `2 / inputs`.

    Source: He et al. 2015, "Delving deep into rectifiers", equation 10.
    """

    settled = (2.0, "fan_in", "uniform")


@known_as("keras.initializers", "HeNormal", "he_normal")
class HeNormal(_Preset):
    """Draws from a truncated normal distribution, with variance `2 / inputs`.

    Source: He et al. 2015, "Delving deep into rectifiers", equation 10.
    """

    settled = (2.0, "fan_in", "truncated_normal")
