"""Dropout."""

from collections.abc import Sequence
from typing import Annotated, Any, TypeAlias

from tahr.core.arguments import checked
from tahr.core.errors import ShapeError
from tahr.core.ranges import Fraction, Kind, Seed, is_open_shape
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.scopes import drops
from tahr.core.specs import show
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer
from tahr.ops import random
from tahr.ops.random.seeds import SeedGenerator


def _is_noise_shape(value: Any) -> bool:
    return is_open_shape(value) and all(n is None or n > 0 for n in value)


NoiseShape: TypeAlias = Annotated[
    Sequence[int | None], Kind("positive integers or None in a tuple", _is_noise_shape)
]


@rows_apart
class RandomLayer(Layer):
    """A layer that draws random numbers in training.

    Args:
        seed: None draws one.
        draws: whether it will draw at all; a generator is state, so none is kept for nothing.
        **kwargs: what every layer takes.
    """

    @checked
    def __init__(self, seed: Seed | None = None, draws: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.seed = seed
        self.supports_masking = True
        self.seed_generator: SeedGenerator | None = SeedGenerator(seed) if draws else None


@known_as("keras.layers", "Dropout")
class Dropout(RandomLayer):
    """Sets a random fraction of the inputs to zero in training, and scales up the rest.

    Args:
        rate: the fraction, 0 to 1.
        noise_shape: shape that broadcasts with the inputs, None for their own length: one draw
            serves all places along an axis of length one.
        seed: None draws one.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Raises:
        ArgumentError: rate is not from 0 to 1.

    Example:
        >>> Dropout(0.5)([1.0, 2.0]).tolist()
        [1.0, 2.0]

    Source: Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from
    overfitting".
    """

    @checked
    def __init__(
        self,
        rate: Fraction,
        noise_shape: NoiseShape | None = None,
        seed: Seed | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed, draws=bool(rate), **kwargs)
        self.rate: float = float(rate)
        self.noise_shape: tuple[int | None, ...] | None = (
            None if noise_shape is None else tuple(noise_shape)
        )

    def noise_shape_of(self, inputs: Tensor) -> tuple[int, ...] | None:
        """Returns the shape of the noise for these inputs; None for theirs."""
        if self.noise_shape is None:
            return None
        if len(self.noise_shape) != len(inputs.shape):
            raise ShapeError(
                "noise_shape has as many lengths as the inputs have axes",
                where=self.name,
                expected=f"{len(inputs.shape)} lengths",
                got=show(self.noise_shape),
            )
        pairs = zip(self.noise_shape, inputs.shape, strict=True)
        return tuple(own if n is None else n for n, own in pairs)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        if not drops(training) or not self.rate:
            return inputs
        shape = self.noise_shape_of(inputs)
        return random.dropout(inputs, self.rate, noise_shape=shape, seed=self.seed_generator)
