"""Days and times: what part of the year, week and day they are, and how far along."""

from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field

from tahr.apps.data.dates import as_seconds, form_of
from tahr.apps.data.table import Table
from tahr.apps.features.feature import Array, Feature, Outlook
from tahr.apps.features.options import OrAuto
from tahr.apps.features.sizes import Size
from tahr.apps.job.decisions import Decisions
from tahr.apps.job.problems import wrong

SECONDS = 86_400.0
PERIODS = (1.0, 7.0, 365.2425)
"""In days: a day, a week, a year; a date is seen by its place in each."""


class Date(Feature):
    """A day or time a row; the model takes days since 1970."""

    type: Literal["date"] = "date"
    form: Annotated[
        OrAuto[str], Field(description="How it is written, as `strptime` has it: %Y-%m-%d.")
    ] = "auto"

    def settled(self, outlook: Outlook, decisions: Decisions) -> Self:
        values = [str(v) for v in outlook.table.column(self.name).tolist() if v is not None]
        found = form_of(values[:2_000])
        if found is None and self.form == "auto":
            raise wrong(f"{self.name!r} holds no dates that can be read", path=outlook.path)
        why = "all values have this form"
        form = decisions.settle(f"{outlook.path}.form", self.form, found, why)
        return self.model_copy(update={"form": form})

    def given(self, table: Table) -> Array:
        values = table.column(self.name)
        if values.dtype != object:
            return np.asarray(values, np.float32)
        seconds = as_seconds(np.asarray(values, object), str(self.form))
        return (seconds / SECONDS).astype("float32")

    def unreadable(self, table: Table) -> dict[int, str]:
        values = table.column(self.name)
        if values.dtype != object:
            return {}
        odd = np.isnan(as_seconds(np.asarray(values, object), str(self.form)))
        return {
            int(row): f"expected a date as {self.form}, got {str(values[row])[:40]!r}"
            for row in np.flatnonzero(odd)
            if values[row] is not None
        }

    def arrives(self) -> Any:
        from tahr import layers

        return layers.Input((), dtype="float32", name=self.label)

    def prepared(self, raw: Any, values: Array) -> Any:
        from tahr import layers

        finite = np.asarray(values, np.float32)
        finite = finite[np.isfinite(finite)]
        along = layers.PiecewiseLinearEncoding(num_bins=8)
        along.adapt(finite)
        return layers.Concatenate()([layers.PeriodicEncoding(PERIODS)(raw), along(raw)])

    def encoded(self, prepared: Any, size: Size) -> Any:
        from tahr import layers

        name = f"{self.label}.vector"
        return layers.Dense(size.number, activation="relu", name=name)(prepared)
