"""Columns of a table, of whatever types, to one vector a row or a dict of encoded columns."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from tahr import ops, saving
from tahr.core import current, trees
from tahr.core.arguments import checked
from tahr.core.deserialization import deserialize
from tahr.core.errors import ArgumentError, DataError, told
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.serialization import serialize
from tahr.core.tracebacks import ends_at_user
from tahr.layers.base.layer import Layer
from tahr.layers.core.input_layer import Input
from tahr.layers.preprocessing.category_encoding import CategoryEncoding
from tahr.layers.preprocessing.hashed_crossing import HashedCrossing
from tahr.models import feature_types as types
from tahr.models.feature_layers import adapting, categories, is_ready, learns
from tahr.models.feature_rows import batches, column, many, share_out
from tahr.models.feature_types import by_type
from tahr.models.features import INT, ONE_HOT, Cross, Feature, TFDConcat
from tahr.ops.symbolic import SymbolicTensor

CONCAT, DICT = "concat", "dict"


@known_as("keras.utils", "FeatureSpace")
class FeatureSpace(Layer):
    """Encodes the columns of a table: numbers, categories and crosses of them, by their types.

    What has to be learned, such as which categories there are, `adapt` learns from data. The
    result is called on rows, on batches of rows and in `Dataset.map`, or becomes part of a
    model, which then takes raw columns on every engine: text is encoded on the host.

    Args:
        features: by column, its type: "float", "float_rescaled", "float_normalized",
            "float_discretized", "integer_categorical", "string_categorical", "integer_hashed",
            "string_hashed"; or what the method of that name returns, which takes arguments.
        output_mode: "concat" for one vector a row, of the columns by their names and then the
            crosses by theirs; "dict" for a dict of encoded columns.
        crosses: columns whose combinations are hashed: tuples of names, or what `cross` returns.
        crossing_dim: bins of a cross.
        hashing_dim: bins of hashed columns.
        num_discretization_bins: bins of discretized columns.
        name: unique in a model.

    Raises:
        ArgumentError: there is no such type, or a cross of columns that are not there.

    Example:
        >>> rows = {"size": [1.0, 3.0], "colour": ["red", "blue"]}
        >>> space = FeatureSpace({"size": "float_normalized", "colour": "string_categorical"})
        >>> space.adapt(rows)
        >>> space(rows).tolist()
        [[0.0, 1.0, 0.0, -1.0], [0.0, 0.0, 1.0, 1.0]]
        >>> space({"size": 2.0, "colour": "green"}).tolist()
        [1.0, 0.0, 0.0, 0.0]
    """

    not_in_config: tuple[str, ...] = ("name",)

    @checked
    def __init__(
        self,
        features: Mapping[str, Any],
        output_mode: Literal["concat", "dict"] = CONCAT,
        crosses: Sequence[Any] | None = None,
        crossing_dim: Count = 32,
        hashing_dim: Count = 32,
        num_discretization_bins: Count = 32,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        if not features:
            raise ArgumentError("there is no feature", where=self.name, expected="a dict of them")
        self.crossing_dim: Count = crossing_dim
        self.hashing_dim: Count = hashing_dim
        self.num_discretization_bins = num_discretization_bins
        self.output_mode: str = output_mode
        self.features: dict[str, Feature] = {
            column: by_type(kind, column, hashing_dim, num_discretization_bins)
            for column, kind in features.items()
        }
        self.crosses: list[Cross] = [self._cross(given) for given in crosses or ()]
        self.preprocessors: dict[str, Any] = {
            column: feature.preprocessor for column, feature in self.features.items()
        }
        self.crossers: dict[str, HashedCrossing] = {
            cross.name: HashedCrossing(cross.crossing_dim, name=cross.name)
            for cross in self.crosses
        }
        self.one_hot_encoders: dict[str, CategoryEncoding] = {}
        self.concat: TFDConcat | None = TFDConcat() if output_mode == CONCAT else None
        self._modes: dict[str, str] = {
            **{column: self.features[column].output_mode for column in sorted(self.features)},
            **{c.name: c.output_mode for c in sorted(self.crosses, key=lambda c: c.name)},
        }
        plain = [column for column, mode in self._modes.items() if mode == INT]
        if output_mode == CONCAT and plain:
            raise ArgumentError(
                "numbers of categories are no numbers to compute with, so they make no vector",
                where=f"{self.name}, {plain[0]}",
                got='output_mode="int"',
                todo='take output_mode="one_hot" for the feature, or "dict" for the FeatureSpace',
            )
        self._inputs: dict[str, SymbolicTensor] = {}
        self._encoded: Any = None

    def _cross(self, given: Any) -> Cross:
        if isinstance(given, dict):
            given = deserialize(given)
        if not isinstance(given, Cross):
            names = (given,) if isinstance(given, str) else tuple(given)
            given = Cross(names, self.crossing_dim)
        unknown = [name for name in given.feature_names if name not in self.features]
        if unknown or len(given.feature_names) < 2:
            raise ArgumentError(
                "a cross is of two or more of the features",
                where=self.name,
                expected=", ".join(self.features),
                got=told(given.feature_names),
            )
        return given

    # Learning.

    def adapt(self, dataset: Any) -> None:
        """Learns categories, bins, means and variances, in one pass over the data.

        Args:
            dataset: a dict of columns or a data frame; or a data set, loader or generator of
                rows or batches of them, of which nothing is kept.

        Raises:
            ArgumentError: the columns have no names, or one is not there.
            DataError: there is no data.
        """
        layers = {n: layer for n, layer in self.preprocessors.items() if learns(layer)}
        rows = (self._columns(batch, layers) for batch in many(batches(dataset, self.name)))
        share_out(rows, [adapting(layer, name) for name, layer in layers.items()])
        self.one_hot_encoders, self._inputs, self._encoded = {}, {}, None

    def _columns(self, batch: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        missing = [name for name in wanted if name not in batch]
        if missing:
            raise ArgumentError(
                f"no data for feature {', '.join(map(repr, missing))}",
                where=self.name,
                expected=", ".join(self.features),
                got=", ".join(map(str, batch)),
            )
        return {name: column(batch[name], f"{self.name}, {name}") for name in wanted}

    def _check_ready(self) -> None:
        open_ = [name for name, layer in self.preprocessors.items() if not is_ready(layer)]
        if open_:
            raise DataError(
                "it is not known yet what is in the columns",
                where=self.name,
                got=", ".join(open_),
                todo="call adapt(data) first",
            )
        if self.one_hot_encoders:
            return
        for name, mode in self._modes.items():
            if mode == ONE_HOT:
                where = f"{self.name}, {name}"
                self.one_hot_encoders[name] = CategoryEncoding(
                    categories(self.crossers.get(name) or self.preprocessors[name], where),
                    output_mode="multi_hot",
                    name=f"{name}_encoder",
                )

    # Encoding.

    @ends_at_user
    def __call__(self, data: Mapping[str, Any], **kwargs: Any) -> Any:
        """Encodes rows.

        Args:
            data: by column, a value or many: scalars, lists, arrays, tensors, a data frame.
            **kwargs: none.

        Returns:
            Of many rows, `(rows, n)` with "concat", else a dict of such; of one row, without the
            first axis.
        """
        self._check_ready()
        if any(isinstance(leaf, SymbolicTensor) for leaf in trees.leaves(data)):
            return self._encode(data)
        if _is_traced(data):
            raise ArgumentError(
                "columns are encoded by values, and a pipeline of tf.data is traced without them",
                where=self.name,
                todo="map a tahr.utils.Dataset, or make it part of the model with get_inputs() and "
                "get_encoded_features(): fit takes a tf.data.Dataset of raw columns",
            )
        batch = next(batches(data, self.name))
        single = np.ndim(batch[next(iter(self.features))]) == 0
        found = self._encode(self._columns(batch, self.features))
        return trees.map(lambda t: t[0], found) if single else found

    def _encode(self, columns: Mapping[str, Any]) -> Any:
        found = {name: layer(columns[name]) for name, layer in self.preprocessors.items()}
        for cross in self.crosses:
            crossed = [found[name] for name in cross.feature_names]
            found[cross.name] = self.crossers[cross.name](crossed)
        for name, encoder in self.one_hot_encoders.items():
            found[name] = encoder(found[name])
        if self.concat is None:
            return {name: found[name] for name in self._modes}
        parts = [ops.cast(found[name], self.compute_dtype) for name in self._modes]
        return self.concat(parts) if len(parts) > 1 else parts[0]

    # As part of a model.

    def get_inputs(self) -> dict[str, SymbolicTensor]:
        """Returns an input of a model for each column, by name."""
        self._check_ready()
        if not self._inputs:
            self._inputs = {
                name: Input((1,), dtype=feature.dtype, name=name)
                for name, feature in self.features.items()
            }
        return self._inputs

    def get_encoded_features(self) -> Any:
        """Returns what comes of these inputs: a symbolic tensor, or a dict of them."""
        inputs = self.get_inputs()
        if self._encoded is None:
            self._encoded = self._encode(inputs)
        return self._encoded

    def get_preprocessing(self) -> dict[str, Any]:
        """Returns the layer of each column, by name."""
        return dict(self.preprocessors)

    # Files.

    def save(self, filepath: str | Path) -> None:
        """Writes it to a `.keras` file, which `models.load_model` reads.

        Args:
            filepath: a path that ends in `.keras`.
        """
        saving.save_model(self, filepath)

    def _written(self, name: str) -> Any:
        if name == "features":
            return {column: serialize(feature) for column, feature in self.features.items()}
        return [serialize(c) for c in self.crosses] if name == "crosses" else super()._written(name)

    def get_build_config(self) -> dict[str, Any]:
        """Returns the shapes that the layers of columns were built with."""
        return {n: layer.get_build_config() or {} for n, layer in self.preprocessors.items()}

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Does nothing: the layers of columns are built where they are read."""

    feature = staticmethod(types.feature)
    cross = staticmethod(types.cross)
    float_rescaled = staticmethod(types.rescaled)
    float_normalized = staticmethod(types.normalized)
    float_discretized = staticmethod(types.discretized)
    integer_categorical = staticmethod(types.integers)
    string_categorical = staticmethod(types.strings)
    integer_hashed = staticmethod(types.hashed_integers)
    string_hashed = staticmethod(types.hashed_strings)
    float = staticmethod(types.plain)


def _is_traced(data: Any) -> bool:
    """Returns whether there are tensors without values among the columns."""
    if not isinstance(data, Mapping):
        return False
    owners = ((current.owner(value), value) for value in data.values())
    return any(owner is not None and not owner.is_concrete(value) for owner, value in owners)
