"""The types of columns that a `FeatureSpace` knows, and the layer that makes numbers of each."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

from tahr.core.deserialization import deserialize
from tahr.core.dtypes import STRING
from tahr.core.errors import ArgumentError, told
from tahr.core.names import auto_name
from tahr.layers.preprocessing.discretization import Discretization
from tahr.layers.preprocessing.hashing import Hashing
from tahr.layers.preprocessing.integer_lookup import IntegerLookup
from tahr.layers.preprocessing.normalization import Normalization
from tahr.layers.preprocessing.rescaling import Rescaling
from tahr.layers.preprocessing.string_lookup import StringLookup
from tahr.models.features import FLOAT, ONE_HOT, Cross, Feature, Output, TFDIdentity


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
