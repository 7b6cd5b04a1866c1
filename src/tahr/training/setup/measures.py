"""The metrics given to `compile`, for each output, under the names they have in the logs."""

from collections.abc import Iterator, Mapping
from typing import Any

from tahr import metrics, ops
from tahr.core import trees
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.masks import get_mask
from tahr.core.names import snake_case
from tahr.core.scopes import rows_that_count
from tahr.ops.filled import counted
from tahr.ops.reaching import reaching
from tahr.training.setup.kinds import kind_of_targets
from tahr.training.setup.misfit import misfit_of_metric
from tahr.training.setup.outputs import labels_of, names_of, targets_of

BY_KIND = {
    "accuracy": {
        "binary": metrics.BinaryAccuracy,
        "categorical": metrics.CategoricalAccuracy,
        "sparse": metrics.SparseCategoricalAccuracy,
    },
    "crossentropy": {
        "binary": metrics.BinaryCrossentropy,
        "categorical": metrics.CategoricalCrossentropy,
        "sparse": metrics.SparseCategoricalCrossentropy,
    },
}
SHORT = {"acc": "accuracy", "accuracy": "accuracy", "ce": "crossentropy"}
SHORT["crossentropy"] = "crossentropy"


class Measures:
    """Metrics by output.

    Args:
        chosen: name, function or `Metric`; lists of them; or lists or dicts by output.
        weighted: whether sample weights count.
        output_names: the model's names for its outputs.
    """

    def __init__(self, chosen: Any, weighted: bool, output_names: list[str] | None = None) -> None:
        self._chosen = chosen
        self._given_names = output_names
        self.weighted = weighted
        self.names: list[str] = []
        self.by_output: list[list[Any]] = []
        self.built: bool = self.is_empty

    def build(self, y: Any, y_pred: Any) -> None:
        """Finds the metrics of each output, from the shapes of targets and predictions."""
        self.names = names_of(y_pred, self._given_names)
        targets = targets_of(y, self.names)
        outputs = trees.leaves(y_pred)
        spread = _spread(self._chosen, self.names)
        self.by_output = [
            [_metric(m, targets[i], outputs[i]) for m in chosen] for i, chosen in enumerate(spread)
        ]
        self.built = True

    @property
    def is_empty(self) -> bool:
        """Whether there is none."""
        return not self._chosen

    @property
    def metrics(self) -> list[Any]:
        """All metrics, flat; before they are known, those that were given as objects."""
        if self.built:
            return [m for chosen in self.by_output for m in chosen]
        return [m for m in trees.leaves(self._chosen) if isinstance(m, metrics.Metric)]

    def by_prefix(self) -> Iterator[tuple[str, Any]]:
        """Returns each metric with what stands before its name in the logs."""
        for prefix, chosen in zip(self._prefixes(self.names), self.by_output, strict=True):
            yield from ((prefix, metric) for metric in chosen)

    def foreseen(self, names: list[str]) -> list[tuple[str, Any]]:
        """Returns the metrics, or what was given for them, with what will stand before each name.

        Args:
            names: of the outputs.
        """
        if self.built:
            return list(self.by_prefix())
        spread = zip(self._prefixes(names), _spread(self._chosen, names), strict=True)
        return [(prefix, metric) for prefix, part in spread for metric in part]

    def _prefixes(self, names: list[str]) -> list[str]:
        labels = labels_of(names, self._given_names)
        return [f"{label}_" if len(names) > 1 and label else "" for label in labels]

    def update(self, y: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Takes a batch into account."""
        if self.is_empty:
            return
        if not self.built:
            self.build(y, y_pred)
        targets = targets_of(y, self.names)
        given = _weights(sample_weight, self.names) if self.weighted else [None] * len(targets)
        rows = zip(self.by_output, targets, trees.leaves(y_pred), given, strict=True)
        for chosen, target, output, weight in rows:
            counting = _of_rows_that_count(weight, output)
            for metric in chosen if target is not None else ():
                try:
                    metric.update_state(target, output, sample_weight=counting)
                except ShapeError as error:
                    raise misfit_of_metric(error, target, output, metric.name) from error.__cause__


def _spread(chosen: Any, names: list[str]) -> list[list[Any]]:
    if isinstance(chosen, dict):
        unknown = [key for key in chosen if key not in names]
        if unknown:
            raise ArgumentError(
                f"metrics name an output the model does not have: {', '.join(unknown)}",
                expected=", ".join(names),
            )
        return [_list(chosen.get(name)) for name in names]
    if len(names) == 1:
        inner = chosen[0] if _nested(chosen) and len(chosen) == 1 else chosen
        return [_list(inner)]
    if isinstance(chosen, list | tuple) and len(chosen) == len(names):
        return [_list(m) for m in chosen]
    if isinstance(chosen, list | tuple) and chosen:
        raise ArgumentError(
            "metrics must be given for each output",
            expected=f"a list or dict of {len(names)}: {', '.join(names)}",
            got=f"a list of {len(chosen)}",
        )
    return [_list(chosen) for _ in names]


def _nested(chosen: Any) -> bool:
    return isinstance(chosen, list | tuple) and bool(chosen) and isinstance(chosen[0], list | tuple)


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _weights(sample_weight: Any, names: list[str]) -> list[Any]:
    if isinstance(sample_weight, dict):
        return [sample_weight.get(name) for name in names]
    if isinstance(sample_weight, list | tuple):
        return list(sample_weight)
    return [sample_weight] * len(names)


def _of_rows_that_count(weights: Any, output: Any) -> Any:
    rows = rows_that_count()
    if rows is None:
        return weights
    if weights is None:
        mask = get_mask(output)
        weights = ops.ones_like(rows if mask is None else mask, "float32")
    return counted(weights)


def _metric(chosen: Any, target: Any, output: Any) -> Any:
    if isinstance(chosen, metrics.Metric):
        return chosen
    if isinstance(chosen, str) and chosen.lower() in SHORT:
        kinds = BY_KIND[SHORT[chosen.lower()]]
        return kinds[kind_of_targets(target, output)](name=chosen)
    found = metrics.get(chosen)
    if isinstance(found, type):
        found = found()
    if not isinstance(found, metrics.Metric):
        return metrics.MeanMetricWrapper(reaching(found), name=name_of(chosen))
    if isinstance(chosen, str):
        found.name = chosen
    return found


def name_of(chosen: Any) -> str:
    """Returns the name that a metric gets: as it was written, or its own in small letters.

    Example:
        >>> name_of("MAE"), name_of(lambda y, p: p), name_of(metrics.MeanSquaredError)
        ('MAE', 'lambda', 'mean_squared_error')
    """
    if isinstance(chosen, str | metrics.Metric):
        return chosen if isinstance(chosen, str) else chosen.name
    if isinstance(chosen, Mapping):
        return str(chosen.get("config", {}).get("name") or chosen.get("class_name", "metric"))
    return snake_case(getattr(chosen, "__name__", type(chosen).__name__))
