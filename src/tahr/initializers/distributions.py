"""Initializers that draw every number alike."""

from typing import TYPE_CHECKING, Any

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import NotNegative, Number
from tahr.core.registry import known_as
from tahr.initializers.base import RandomInitializer
from tahr.ops.random.seeds import SeedGenerator

if TYPE_CHECKING:
    import numpy as np


def truncated(generator: "np.random.Generator", shape: tuple[int, ...], dtype: str) -> "np.ndarray":
    """Draws standard normal numbers, those beyond two deviations again."""
    import numpy as np

    real: Any = np.dtype(dtype)
    drawn = generator.standard_normal(shape, real)
    while (far := np.abs(drawn) > 2).any():
        drawn[far] = generator.standard_normal(int(far.sum()), real)
    return drawn


@known_as("keras.initializers", "RandomNormal", "random_normal")
class RandomNormal(RandomInitializer):
    """Draws from a normal distribution.

    Args:
        mean: of the distribution.
        stddev: its standard deviation.
        seed: an integer, a `SeedGenerator`, or None.

    Example:
        >>> RandomNormal(seed=1).draw((2, 3)).shape
        (2, 3)
    """

    @checked
    def __init__(
        self,
        mean: Number = 0.0,
        stddev: NotNegative = 0.05,
        seed: "int | SeedGenerator | None" = None,
    ) -> None:
        self.mean = mean
        self.stddev = stddev
        super().__init__(seed)

    def numbers(self, shape: tuple[int, ...], dtype: str) -> "np.ndarray":
        drawn = self.generator().standard_normal(shape, dtype)  # type: ignore[call-overload]
        return self.mean + self.stddev * drawn


@known_as("keras.initializers", "TruncatedNormal", "truncated_normal")
class TruncatedNormal(RandomNormal):
    """Draws from a normal distribution truncated at two standard deviations.

    Args:
        mean: of the distribution before it is cut.
        stddev: its standard deviation before it is cut.
        seed: an integer, a `SeedGenerator`, or None.

    Example:
        >>> bool((abs(TruncatedNormal(stddev=1.0, seed=1).draw((99,))) <= 2.0).all())
        True
    """

    def numbers(self, shape: tuple[int, ...], dtype: str) -> "np.ndarray":
        return self.mean + self.stddev * truncated(self.generator(), shape, dtype)


@known_as("keras.initializers", "RandomUniform", "random_uniform")
class RandomUniform(RandomInitializer):
    """Draws from a uniform distribution.

    Args:
        minval: its lower end.
        maxval: its upper end, which is never reached.
        seed: an integer, a `SeedGenerator`, or None.

    Raises:
        ArgumentError: the lower end lies above the upper one.

    Example:
        >>> RandomUniform(seed=1).draw((2, 3)).shape
        (2, 3)
    """

    @checked
    def __init__(
        self,
        minval: Number = -0.05,
        maxval: Number = 0.05,
        seed: "int | SeedGenerator | None" = None,
    ) -> None:
        if minval > maxval:
            raise ArgumentError(
                "the lower end lies above the upper one",
                where=type(self).__name__,
                expected="minval <= maxval",
                got=f"minval={minval!r}, maxval={maxval!r}",
                todo="swap the two",
            )
        self.minval = minval
        self.maxval = maxval
        super().__init__(seed)

    def numbers(self, shape: tuple[int, ...], dtype: str) -> "np.ndarray":
        drawn = self.generator().random(shape, dtype)  # type: ignore[call-overload]
        return self.minval + (self.maxval - self.minval) * drawn
