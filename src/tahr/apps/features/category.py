"""Classes: one of several names a row; two of them are `binary`."""

from collections import Counter
from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tahr.apps.data.columns import YES
from tahr.apps.data.table import Table, Values, as_column
from tahr.apps.features.feature import Array, Feature, Head, Outlook
from tahr.apps.features.options import OrAuto, Positive
from tahr.apps.features.sizes import Size
from tahr.apps.job.decisions import Decisions
from tahr.apps.job.problems import wrong

MISSING = ""
MOST = 100_000


class Classes(Feature):
    """One of several names a row.

    Numbers in such a column are names too: 3 is "3".
    """

    def classes(self) -> list[str]:
        """Returns the names, in the order of their numbers."""
        raise NotImplementedError

    def given(self, table: Table) -> Array:
        return as_names(table.column(self.name))

    def arrives(self) -> Any:
        from tahr import layers

        return layers.Input((), dtype="string", name=self.label)

    def strata(self, values: Values) -> NDArray[np.object_] | None:
        return as_names(values)

    def targets(self, values: Values) -> tuple[Array, NDArray[np.bool_]]:
        names = as_names(values)
        index = {label: i for i, label in enumerate(self.classes())}
        numbers = np.array([index.get(name, -1) for name in names.tolist()], np.int32)
        return numbers, numbers >= 0

    def class_weights(self, targets: Array) -> NDArray[np.float32]:
        """Returns how much each row counts: each class as much as any other, 1 on average."""
        numbers = np.asarray(targets, np.int64)
        counts = np.bincount(numbers)
        share = len(numbers) / np.count_nonzero(counts)
        return (share / counts[numbers]).astype(np.float32)


class Category(Classes):
    """One of several names a row: seen ones each have a vector, all others share one."""

    type: Literal["category"] = "category"
    most: Annotated[
        OrAuto[Positive], Field(description="The number of names kept, the most frequent ones.")
    ] = "auto"
    labels: Annotated[
        OrAuto[list[str]], Field(description="As an output: the classes, in order.")
    ] = "auto"

    def settled(self, outlook: Outlook, decisions: Decisions) -> Self:
        path = outlook.path
        if path.startswith("outputs"):
            found = labels_of(outlook.table.column(self.name))
            if len(found) < 2:
                raise wrong(f"{self.name!r} holds {len(found)} classes; two are needed", path=path)
            why = "the values of the column"
            labels = decisions.settle(f"{path}.labels", self.labels, found, why)
            return self.model_copy(update={"labels": labels})
        most = min(outlook.column.distinct, MOST)
        why = "the number of names in the column"
        chosen = decisions.settle(f"{path}.most", self.most, max(most, 1), why)
        return self.model_copy(update={"most": chosen})

    def classes(self) -> list[str]:
        return list(self.labels)

    def prepared(self, raw: Any, values: Array) -> Any:
        from tahr import layers

        counts = Counter(value for value in values.tolist() if value != MISSING)
        ranked = sorted(counts, key=lambda name: (-counts[name], name))[: int(self.most)]
        return layers.StringLookup(vocabulary=[MISSING, *ranked])(raw)

    def encoded(self, prepared: Any, size: Size) -> Any:
        from tahr import layers

        names = int(self.most) + 2
        units = max(min(size.embedding, round(1.6 * names**0.56)), 2)
        vectors = layers.Embedding(names, units, name=f"{self.label}.vector")
        return vectors(prepared)

    def head(self, joined: Any, targets: Array, prepared: dict[str, Any]) -> Head:
        from tahr import layers, losses, metrics

        logits = layers.Dense(len(self.labels), name=f"{self.label}.logits")(joined)
        told = layers.ClassProbabilities(list(self.labels), name=f"{self.label}.told")(logits)
        return Head(
            logits,
            told,
            losses.SparseCategoricalCrossentropy(from_logits=True),
            [metrics.SparseCategoricalAccuracy(name="accuracy")],
        )

    def shown(self, told: Array) -> dict[str, Array]:
        labels = np.array(self.labels, object)
        columns: dict[str, Array] = {self.name: labels[told.argmax(-1)]}
        columns |= {f"{self.name}: {label}": told[:, i] for i, label in enumerate(self.labels)}
        return columns


class Binary(Classes):
    """One of two names a row."""

    type: Literal["binary"] = "binary"
    positive: Annotated[
        OrAuto[str], Field(description="The name whose probability the output tells.")
    ] = "auto"
    negative: Annotated[OrAuto[str], Field(description="The other one.")] = "auto"

    def settled(self, outlook: Outlook, decisions: Decisions) -> Self:
        found = labels_of(outlook.table.column(self.name))
        if len(found) != 2:
            says = f"{self.name!r} holds {len(found)} different values, not two"
            raise wrong(f"{says}; its type may be category", path=outlook.path)
        yes = next((label for label in found if label.lower() in YES), None)
        counts = Counter(as_names(outlook.table.column(self.name)).tolist())
        rare = min(found, key=lambda label: (counts[label], label))
        positive = decisions.settle(
            f"{outlook.path}.positive",
            self.positive,
            yes or rare,
            "it says yes" if yes else "the rarer of the two",
        )
        if positive not in found:
            raise wrong(f"{self.name!r} never says {positive!r}", path=f"{outlook.path}.positive")
        negative = next(label for label in found if label != positive)
        return self.model_copy(update={"positive": positive, "negative": negative})

    def classes(self) -> list[str]:
        """Returns the two names, the positive one last."""
        return [str(self.negative), str(self.positive)]

    @property
    def labels(self) -> list[str]:
        """The two names, the positive one last."""
        return self.classes()

    def prepared(self, raw: Any, values: Array) -> Any:
        from tahr import layers

        return layers.StringLookup(vocabulary=[MISSING, *self.labels])(raw)

    def encoded(self, prepared: Any, size: Size) -> Any:
        from tahr import layers

        return layers.Embedding(4, 2, name=f"{self.label}.vector")(prepared)

    def head(self, joined: Any, targets: Array, prepared: dict[str, Any]) -> Head:
        from tahr import layers, losses, metrics
        from tahr.apps.features.logits import binary_accuracy_of_logits

        logits = layers.Dense(1, name=f"{self.label}.logit")(joined)
        told = layers.ClassProbabilities(self.labels, name=f"{self.label}.told")(logits)
        return Head(
            logits,
            told,
            losses.BinaryCrossentropy(from_logits=True),
            [
                metrics.MeanMetricWrapper(binary_accuracy_of_logits, name="accuracy"),
                metrics.AUC(from_logits=True, name="auc"),
            ],
        )

    def shown(self, told: Array) -> dict[str, Array]:
        probability = np.asarray(told, np.float64).reshape(len(told))
        labels = np.array(self.labels, object)
        return {
            self.name: labels[(probability > 0.5).astype(int)],
            f"{self.name}: {self.positive}": probability,
        }


def as_names(values: Values) -> NDArray[np.object_]:
    """Returns a column as names, an empty one for what is missing; 3.0 is "3"."""
    if values.dtype != object:
        values = as_column(values.tolist())
    return as_column([_name(value) for value in values.tolist()])


def _name(value: object) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return MISSING
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def labels_of(values: Values) -> list[str]:
    """Returns the names in a column; numbers in their order, others in that of the alphabet."""
    found = sorted({name for name in as_names(values).tolist() if name != MISSING})
    try:
        return sorted(found, key=float)
    except ValueError:
        return found
