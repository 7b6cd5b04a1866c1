"""All metrics given to `compile` as one, as `model.metrics` holds them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.scopes import StateScope
from tahr.core.tracking import unique
from tahr.core.variables import Variable
from tahr.metrics import Metric
from tahr.training.setup.measures import Measures, name_of
from tahr.training.setup.names import free
from tahr.training.setup.objective import Objective

NAME = "compile_metrics"
WEIGHTED = "weighted_"
Entry = tuple[str, str, str, Any]
"""The name of an output with its underscore, a word for weighted metrics, a name, and a value."""


class CompileMetrics(Metric):
    """The metrics without and those with sample weights, by output.

    Args:
        metrics: as `compile` takes them.
        weighted_metrics: likewise.
        output_names: the model's names for its outputs.
        objective: the losses, whose figures stand beside these.
    """

    def __init__(
        self,
        metrics: Any,
        weighted_metrics: Any,
        output_names: list[str] | None = None,
        objective: Objective | None = None,
    ) -> None:
        super().__init__(name=NAME)
        self.plain: Measures = Measures(metrics, weighted=False, output_names=output_names)
        self.weighted: Measures = Measures(
            weighted_metrics, weighted=True, output_names=output_names
        )
        self._objective = objective

    @property
    def parts(self) -> tuple[Measures, Measures]:
        """Those without sample weights, and those with."""
        return self.plain, self.weighted

    @property
    def built(self) -> bool:
        """Whether it is known which metric of each output is meant."""
        return all(part.built for part in self.parts)

    @property
    def is_empty(self) -> bool:
        """Whether there is none."""
        return all(part.is_empty for part in self.parts)

    @property
    def metrics(self) -> list[Any]:
        """The metrics, flat; before the first batch, those that were given as objects."""
        return [metric for part in self.parts for metric in part.metrics]

    @property
    def variables(self) -> list[Variable]:
        return unique([v for metric in self.metrics for v in metric.variables])

    def update_state(self, y: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Takes a batch into account; sample weights count where they are to."""
        for part in self.parts:
            part.update(y, y_pred, sample_weight)

    def result(self) -> dict[str, Any]:
        """Returns the figures by the names they have in the logs."""
        losses = self._objective.metrics if self._objective else []
        return _named(
            [tracker.name for tracker in losses],
            (
                (prefix, word, metric.name, metric.result())
                for part, word in self._worded()
                for prefix, metric in part.by_prefix()
            ),
        )

    def reset_state(self) -> None:
        for metric in self.metrics:
            metric.reset_state()

    def figures(self, names: list[str]) -> list[str]:
        """Returns the names that the figures have or will have in the logs.

        Args:
            names: of the outputs.
        """
        losses = self._objective.foreseen(names) if self._objective else []
        entries = (
            (prefix, word, name_of(chosen), dict.fromkeys(keys_of(chosen)) or None)
            for part, word in self._worded()
            for prefix, chosen in part.foreseen(names)
        )
        return list(_named(losses, entries))

    def names(self, names: list[str]) -> list[str]:
        """Returns the names of the metrics themselves, whatever the output.

        Args:
            names: of the outputs.
        """
        return [name_of(found) for part in self.parts for _, found in part.foreseen(names)]

    def _worded(self) -> Iterator[tuple[Measures, str]]:
        yield self.plain, ""
        yield self.weighted, WEIGHTED


def _named(losses: list[str], entries: Iterable[Entry]) -> dict[str, Any]:
    """Returns every figure a name of its own, beside those of the losses."""
    taken = dict.fromkeys(["loss", *losses])
    found: dict[str, Any] = {}
    for prefix, word, name, value in entries:
        if isinstance(value, Mapping):
            for key, item in value.items():
                found[free((key, f"{prefix}{key}"), [*taken, *found])] = item
        else:
            found[free((f"{prefix}{name}", f"{prefix}{word}{name}"), [*taken, *found])] = value
    return found


def keys_of(metric: Any) -> list[str]:
    """Returns the names of the figures of a metric that has several; nothing for one figure."""
    if not isinstance(metric, Metric) or type(metric).__module__.startswith("tahr."):
        return []
    try:
        with current.using("spec"), StateScope():
            value = metric.result()
    except Exception:  # a user's code, which may not be ready before it has seen a batch
        return []
    return list(value) if isinstance(value, Mapping) else []


def figures_of(result: Any) -> Any:
    """Returns what a step returned with its figures by name, sorted, those of several in one place.

    A variable counts as its value, and what is no dict stays as it is.

    Args:
        result: figures by name, or by the name of what has several.

    Raises:
        ArgumentError: it is None.

    Example:
        >>> figures_of({"loss": 1, "inner": {"mae": 2}})
        {'loss': 1, 'mae': 2}
    """
    if result is None:
        raise ArgumentError(
            "the step returned nothing",
            expected="its figures by name, such as {'loss': loss}",
            todo="end train_step or test_step with return {'loss': loss}",
        )
    return _flat(result) if isinstance(result, Mapping) else result


def _flat(figures: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in figures.items():
        found |= _flat(value) if isinstance(value, Mapping) else {name: value}
    found = {n: v.value if isinstance(v, Variable) else v for n, v in found.items()}
    return dict(sorted(found.items(), key=lambda item: str(item[0])))
