"""The names of a model's figures, before the first step too."""

from collections.abc import Iterator, Mapping
from typing import Any

from tahr.training.setup.compile_metrics import CompileMetrics, keys_of
from tahr.training.setup.compiled import Compiled
from tahr.training.setup.names import in_order


class FigureNames:
    """What the metrics of a model are called, and the figures they give.

    Args:
        compilation: what `compile` set up; None where it has not been called.
        metrics: all of the model's.
        outputs: its symbolic outputs, where they are known; else it is taken to have one.
    """

    def __init__(self, compilation: Compiled | None, metrics: list[Any], outputs: Any) -> None:
        rows = list(_rows(compilation, metrics, outputs))
        self._metrics = [name for names, _ in rows for name in names]
        self._figures = [name for _, names in rows for name in names]

    def ordered(self) -> list[str]:
        """Returns the names of the figures in the order in which `evaluate` lists them."""
        return in_order(self._metrics, self._figures)

    def listed(self, figures: Mapping[str, Any]) -> Any:
        """Returns figures as `evaluate` lists them; one by itself.

        Args:
            figures: by name.
        """
        values = [figures[name] for name in in_order(self._metrics, figures)]
        return values[0] if len(values) == 1 else values


def _rows(
    compilation: Compiled | None, metrics: list[Any], outputs: Any
) -> Iterator[tuple[list[str], list[str]]]:
    """Returns, for each metric, the names in it and the names of its figures."""
    if compilation is None:
        every = map(_names, metrics)
        yield from ((names, names) for names in every)
        return
    names = compilation.foreseen_outputs(outputs)
    losses = compilation.names_of_losses(names)
    given = {id(metric) for metric in compilation.metrics}
    for metric in sorted(metrics, key=lambda m: id(m) not in given):
        if isinstance(metric, CompileMetrics):
            yield metric.names(names), metric.figures(names)
            continue
        if id(metric) not in given and losses:
            yield losses, losses
        yield [metric.name], _names(metric)
    if any(id(metric) in given for metric in metrics):
        yield losses, losses


def _names(metric: Any) -> list[str]:
    return keys_of(metric) or [metric.name]
