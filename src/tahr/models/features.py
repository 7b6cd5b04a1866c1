"""What a `FeatureSpace` is made of: columns, each with its layer, and crosses of them."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from tahr.core.arguments import checked
from tahr.core.configurable import Configurable
from tahr.core.deserialization import deserialize
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.serialization import serialize
from tahr.layers.core.identity import Identity
from tahr.layers.merging.concatenate import Concatenate

IN_FILES = "keras.src.layers.preprocessing.feature_space"
Output: TypeAlias = Literal["float", "int", "one_hot"]
ONE_HOT, INT, FLOAT = "one_hot", "int", "float"


@known_as(IN_FILES)
class TFDIdentity(Identity):
    """Hands a column on, as Keras's files name it."""


@known_as(IN_FILES)
class TFDConcat(Concatenate):
    """Puts columns one after the other, as Keras's files name it."""


@known_as(IN_FILES)
class Feature(Configurable):
    """A column, and the layer that makes numbers of it.

    Args:
        dtype: of the column.
        preprocessor: the layer.
        output_mode: "float" for numbers as they are, "int" for numbers of categories, "one_hot"
            for a vector of each such number.
    """

    @checked
    def __init__(self, dtype: Any, preprocessor: Any, output_mode: Output) -> None:
        self.dtype = dtype
        self.preprocessor = preprocessor
        self.output_mode: str = output_mode

    def _written(self, name: str) -> Any:
        value = super()._written(name)
        return serialize(value) if name == "preprocessor" else value

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Feature":
        """Makes one from its configuration."""
        return cls(**{**config, "preprocessor": deserialize(config["preprocessor"])})


@known_as(IN_FILES)
class Cross(Configurable):
    """Several columns whose combinations are hashed into bins.

    Args:
        feature_names: of the columns.
        crossing_dim: how many bins.
        output_mode: "int" for numbers of bins, "one_hot" for a vector of each.
    """

    @checked
    def __init__(
        self,
        feature_names: Sequence[str],
        crossing_dim: Count,
        output_mode: Literal["int", "one_hot"] = "one_hot",
    ) -> None:
        self.feature_names: tuple[str, ...] = tuple(feature_names)
        self.crossing_dim: int = int(crossing_dim)
        self.output_mode: str = output_mode

    @property
    def name(self) -> str:
        """What it is called in the results."""
        return "_X_".join(self.feature_names)

    def _written(self, name: str) -> Any:
        value = super()._written(name)
        return list(value) if name == "feature_names" else value
