"""What layers share that change the values of pixels."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat
from tahr.layers.preprocessing.image.factors import Pair, factor_range, value_range_of
from tahr.layers.preprocessing.image.image_layer import PixelLayer

UNIT = (0.0, 1.0)


class ValueLayer(PixelLayer):
    """A layer that knows what values pixels may have.

    Args:
        value_range: the least and the most of the values.
        **kwargs: what every layer on images takes.
    """

    @checked
    def __init__(self, value_range: Any = (0, 255), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.value_range: Any = value_range_of(value_range, self.name)


class FactorLayer(ValueLayer):
    """A layer that draws by a factor.

    Args:
        factor: the least and the most of what is drawn; one number x stands for (0, x).
        value_range: the least and the most of the values.
        seed: None draws one.
        **kwargs: what every layer on images takes.
    """

    factor_bounds: Pair = UNIT

    @checked
    def __init__(
        self, factor: Any, value_range: Any = (0, 255), seed: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(value_range, **kwargs)
        self.factor: Pair = factor_range(factor, self.factor_bounds, "factor", self.name)
        self.seeded(seed)


class ColourLayer(FactorLayer):
    """A layer that draws by a factor, and is told by place where the channels are.

    Args:
        data_format: "channels_last" or "channels_first"; the configured one by default.
    """

    @checked
    def __init__(
        self,
        factor: Any,
        value_range: Any = (0, 255),
        data_format: DataFormat | None = None,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(factor, value_range, seed, data_format=data_format, **kwargs)
