"""Lists: any number of several names a row."""

from collections import Counter
from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tahr.apps.data.table import Table, Values, as_column
from tahr.apps.features.feature import Array, Feature, Head, Outlook
from tahr.apps.features.options import OrAuto
from tahr.apps.features.sizes import Size
from tahr.apps.job.decisions import Decisions
from tahr.apps.job.problems import wrong

MOST = 2_000
RARELY = 2
"""A name that fewer rows have is left out."""


class Tags(Feature):
    """Several names a row, in one cell."""

    type: Literal["set"] = "set"
    separator: Annotated[OrAuto[str], Field(description="Between the names in a cell.")] = "auto"
    labels: Annotated[OrAuto[list[str]], Field(description="The names that are known.")] = "auto"

    def settled(self, outlook: Outlook, decisions: Decisions) -> Self:
        path = outlook.path
        found = outlook.column.form or ";"
        mark = decisions.settle(f"{path}.separator", self.separator, found, "the values")
        counts = Counter(
            name for names in _lists(outlook.table.column(self.name), mark) for name in set(names)
        )
        usual = [name for name, count in counts.most_common(MOST) if count >= RARELY]
        labels = decisions.settle(
            f"{path}.labels", self.labels, sorted(usual), f"those of {RARELY} rows or more"
        )
        if not labels:
            raise wrong(f"{self.name!r} holds no names that come twice", path=path)
        return self.model_copy(update={"separator": mark, "labels": labels})

    def given(self, table: Table) -> Array:
        return self._marked(table.column(self.name))

    def _marked(self, values: Values) -> Array:
        index = {label: i for i, label in enumerate(self.labels)}
        marked = np.zeros((len(values), len(index)), np.float32)
        for row, names in enumerate(_lists(values, str(self.separator))):
            marked[row, [index[name] for name in names if name in index]] = 1.0
        return marked

    def arrives(self) -> Any:
        from tahr import layers

        return layers.Input((len(self.labels),), dtype="float32", name=self.label)

    def encoded(self, prepared: Any, size: Size) -> Any:
        from tahr import layers

        units = min(size.embedding, len(self.labels))
        return layers.Dense(units, activation="relu", name=f"{self.label}.vector")(prepared)

    def targets(self, values: Values) -> tuple[Array, NDArray[np.bool_]]:
        known = np.array([value is not None for value in values.tolist()])
        return self._marked(values), known

    def head(self, joined: Any, targets: Array, prepared: dict[str, Any]) -> Head:
        from tahr import layers, losses, metrics
        from tahr.apps.features.logits import binary_accuracy_of_logits

        logits = layers.Dense(len(self.labels), name=f"{self.label}.logits")(joined)
        told = layers.ClassProbabilities(
            list(self.labels), together=True, name=f"{self.label}.told"
        )(logits)
        figures = [metrics.MeanMetricWrapper(binary_accuracy_of_logits, name="accuracy")]
        return Head(logits, told, losses.BinaryCrossentropy(from_logits=True), figures)

    def shown(self, told: Array) -> dict[str, Array]:
        names = np.array(self.labels, object)
        mark = f"{str(self.separator).strip()} "
        columns: dict[str, Array] = {
            self.name: as_column([mark.join(names[row > 0.5]) for row in told])
        }
        columns |= {f"{self.name}: {label}": told[:, i] for i, label in enumerate(self.labels)}
        return columns


def _lists(values: Values, mark: str) -> list[list[str]]:
    return [
        [one.strip() for one in str(value).split(mark) if one.strip()] if value is not None else []
        for value in values.tolist()
    ]
