"""What a `FeatureSpace` is made of: columns, how each becomes numbers, and crosses of them."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias

from tahr.core.arguments import checked
from tahr.core.configurable import Configurable
from tahr.core.deserialization import deserialize
from tahr.core.dtypes import STRING
from tahr.core.errors import ArgumentError, told
from tahr.core.names import auto_name
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.serialization import serialize
from tahr.layers.core.identity import Identity
from tahr.layers.merging.concatenate import Concatenate
from tahr.layers.preprocessing.discretization import Discretization
from tahr.layers.preprocessing.hashing import Hashing
from tahr.layers.preprocessing.integer_lookup import IntegerLookup
from tahr.layers.preprocessing.normalization import Normalization
from tahr.layers.preprocessing.rescaling import Rescaling
from tahr.layers.preprocessing.string_lookup import StringLookup

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


def _named(name: str | None, kind: str) -> str:
    return f"{name or auto_name(kind)}_preprocessor"


def plain(name: str | None = None) -> Feature:
    """Returns a column of numbers, taken as they are.

    Args:
        name: of the layer.
    """
    return Feature("float32", TFDIdentity(name=_named(name, "float")), FLOAT)


def rescaled(scale: float = 1.0, offset: float = 0.0, name: str | None = None) -> Feature:
    """Returns a column of numbers, of which `scale * x + offset` is taken.

    Args:
        scale: a factor.
        offset: what is added.
        name: of the layer.
    """
    layer = Rescaling(scale, offset, name=_named(name, "float_rescaled"))
    return Feature("float32", layer, FLOAT)


def normalized(name: str | None = None) -> Feature:
    """Returns a column of numbers, brought to mean zero and variance one.

    Args:
        name: of the layer.
    """
    return Feature("float32", Normalization(name=_named(name, "float_normalized")), FLOAT)


def discretized(
    num_bins: int,
    bin_boundaries: Sequence[float] | None = None,
    output_mode: Output = ONE_HOT,
    name: str | None = None,
) -> Feature:
    """Returns a column of numbers, of which the bin is taken that each falls into.

    Args:
        num_bins: how many bins of equal numbers of rows `adapt` makes.
        bin_boundaries: where one bin ends and the next begins, where they are known.
        output_mode: "int" or "one_hot".
        name: of the layer.
    """
    count = None if bin_boundaries is not None else num_bins
    layer = Discretization(bin_boundaries, count, name=_named(name, "float_discretized"))
    return Feature("float32", layer, output_mode)


def integers(
    max_tokens: int | None = None,
    num_oov_indices: int = 1,
    output_mode: Output = ONE_HOT,
    name: str | None = None,
) -> Feature:
    """Returns a column of integers that name categories, which `adapt` learns.

    Args:
        max_tokens: how many categories there are at most.
        num_oov_indices: how many numbers there are for categories that are not known.
        output_mode: "int" or "one_hot".
        name: of the layer.
    """
    layer = IntegerLookup(
        max_tokens, num_oov_indices=num_oov_indices, name=_named(name, "integer_categorical")
    )
    return Feature("int32", layer, output_mode)


def strings(
    max_tokens: int | None = None,
    num_oov_indices: int = 1,
    output_mode: Output = ONE_HOT,
    name: str | None = None,
) -> Feature:
    """Returns a column of strings that name categories, which `adapt` learns.

    Args:
        max_tokens: how many categories there are at most.
        num_oov_indices: how many numbers there are for categories that are not known.
        output_mode: "int" or "one_hot".
        name: of the layer.
    """
    layer = StringLookup(
        max_tokens, num_oov_indices=num_oov_indices, name=_named(name, "string_categorical")
    )
    return Feature(STRING, layer, output_mode)


def hashed_integers(
    num_bins: int, output_mode: Output = ONE_HOT, name: str | None = None
) -> Feature:
    """Returns a column of integers, hashed into bins.

    Args:
        num_bins: how many.
        output_mode: "int" or "one_hot".
        name: of the layer.
    """
    layer = Hashing(num_bins, name=_named(name, "integer_hashed"))
    return Feature("int32", layer, output_mode)


def hashed_strings(
    num_bins: int, output_mode: Output = ONE_HOT, name: str | None = None
) -> Feature:
    """Returns a column of strings, hashed into bins.

    Args:
        num_bins: how many.
        output_mode: "int" or "one_hot".
        name: of the layer.
    """
    layer = Hashing(num_bins, name=_named(name, "string_hashed"))
    return Feature(STRING, layer, output_mode)


def feature(dtype: Any, preprocessor: Any, output_mode: Output) -> Feature:
    """Returns a column with a layer of one's own.

    Args:
        dtype: of the column.
        preprocessor: the layer that makes numbers of it.
        output_mode: "float", "int" or "one_hot".
    """
    return Feature(dtype, preprocessor, output_mode)


def cross(
    feature_names: Sequence[str],
    crossing_dim: int,
    output_mode: Literal["int", "one_hot"] = ONE_HOT,
) -> Cross:
    """Returns columns whose combinations are hashed into bins.

    Args:
        feature_names: of the columns.
        crossing_dim: how many bins.
        output_mode: "int" or "one_hot".
    """
    return Cross(feature_names, crossing_dim, output_mode)


def by_type(kind: Any, name: str, hashing_dim: int, bins: int) -> Feature:
    """Returns a column by the name of its type.

    Args:
        kind: a name, a `Feature`, or the configuration of one.
        name: of the column.
        hashing_dim: how many bins hashed ones have.
        bins: how many bins discretized ones have.

    Raises:
        ArgumentError: there is no such type.
    """
    if isinstance(kind, Feature):
        return kind
    if isinstance(kind, dict):
        return deserialize(kind)
    types: dict[str, Callable[[], Feature]] = {
        "float": lambda: plain(name),
        "float_rescaled": lambda: rescaled(name=name),
        "float_normalized": lambda: normalized(name),
        "float_discretized": lambda: discretized(bins, name=name),
        "integer_categorical": lambda: integers(name=name),
        "string_categorical": lambda: strings(name=name),
        "integer_hashed": lambda: hashed_integers(hashing_dim, name=name),
        "string_hashed": lambda: hashed_strings(hashing_dim, name=name),
    }
    if kind not in types:
        raise ArgumentError(
            f"no type of feature is called {told(kind)}", where=name, expected=", ".join(types)
        )
    return types[kind]()
