"""What a type of feature has to say, as an input and as an output."""

import re
from dataclasses import dataclass
from typing import Any, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tahr.apps.data.columns import ColumnProfile
from tahr.apps.data.table import Table, Values
from tahr.apps.features.options import FeatureOptions
from tahr.apps.features.sizes import Size
from tahr.apps.job.decisions import Decisions
from tahr.apps.job.problems import wrong

Array = NDArray[np.generic]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Head:
    """An output of a model.

    Args:
        trained: the tensor that is compared with the targets, such as logits.
        told: the tensor that the model returns, such as probabilities.
        loss: between targets and `trained`.
        metrics: of targets and `trained`.
    """

    trained: Any
    told: Any
    loss: Any
    metrics: list[Any]


@dataclass(frozen=True)
class Outlook:
    """What a feature may look at when it decides: its column, and what surrounds it.

    Args:
        column: what it holds.
        rows: of the table.
        preset: fast, good or best.
        table: all of it.
        path: of the feature in the job, for decisions.
    """

    column: ColumnProfile
    rows: int
    preset: str
    table: Table
    path: str


class Feature(FeatureOptions):
    """A feature of a decided type; what a type cannot be, as input or output, it does not override.

    Values go through it in this order: `given` reads them from the table, as the model takes them;
    `arrives`, `prepared` and `encoded` take the model's tensor from these to one vector a row;
    `targets` reads what an output is to tell; `head` makes the output; `shown` names what it tells.
    """

    type: Any

    @property
    def label(self) -> str:
        """What the feature's layers are called: its name, as layers may be named."""
        plain = re.sub(r"\W", "_", self.name)
        return plain if plain == self.name else f"{plain}_{crc32(self.name.encode()):08x}"

    def settled(self, outlook: Outlook, decisions: Decisions) -> Self:
        """Returns the feature with every `auto` replaced."""
        return self

    def given(self, table: Table) -> Array:
        """Returns a column as the model takes it, one value a row."""
        raise wrong(f"{self.type} cannot be an input yet", path=self.name)

    def unreadable(self, table: Table) -> dict[int, str]:
        """Returns the rows whose value cannot be read, and what is wrong with each."""
        return {}

    def arrives(self) -> Any:
        """Returns the model's input: a tensor of raw values."""
        raise wrong(f"{self.type} cannot be an input yet", path=self.name)

    def prepared(self, raw: Any, values: Array) -> Any:
        """Returns a tensor made of raw values by what is learned from the data once.

        Args:
            raw: the model's input.
            values: of the training part.
        """
        return raw

    def encoded(self, prepared: Any, size: Size) -> Any:
        """Returns one vector a row, `(batch, units)`, by what is trained."""
        return prepared

    def targets(self, values: Values) -> tuple[Array, NDArray[np.bool_]]:
        """Returns what an output is to tell, and in which rows it is known."""
        raise wrong(f"{self.type} cannot be an output", path=self.name)

    def head(self, joined: Any, targets: Array, prepared: dict[str, Any]) -> Head:
        """Returns the output made of the joined vectors.

        Args:
            joined: `(batch, units)`, or `(batch, members, units)`.
            targets: of the training part.
            prepared: the inputs as their encoders take them, by name.
        """
        raise wrong(f"{self.type} cannot be an output", path=self.name)

    def class_weights(self, targets: Array) -> NDArray[np.float32] | None:
        """Returns how much each row counts where rare classes are to count more; None for alike.

        Args:
            targets: of the training part.
        """
        return None

    def start(self, network: Any, raw: dict[str, Array], targets: Array) -> None:
        """Sets weights of a new network that a closed form knows.

        Args:
            network: from raw values to what is told.
            raw: the inputs of the training part, by name.
            targets: of the training part.
        """

    def shown(self, told: Array) -> dict[str, Array]:
        """Returns columns for what the model told: labels and probabilities, or numbers."""
        return {self.name: told}

    def strata(self, values: Values) -> NDArray[np.object_] | None:
        """Returns classes of which each part of the data is to have its share; None for none."""
        return None
