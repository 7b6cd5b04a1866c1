"""A series: what comes next, told from what came before."""

from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tahr.apps.data.dates import as_seconds, form_of
from tahr.apps.data.numbers import as_numbers
from tahr.apps.data.table import Table, Values
from tahr.apps.features.feature import Array, Head, Outlook
from tahr.apps.features.measured import Measured
from tahr.apps.features.options import OrAuto, Positive
from tahr.apps.features.sizes import Size
from tahr.apps.job.decisions import Decisions
from tahr.apps.job.problems import wrong
from tahr.core.extras import required

DAY = 86_400.0
SEASONS = ((0.9 / 24, 24), (0.9, 7), (6.0, 52), (27.0, 12), (85.0, 4), (300.0, 1))
"""The least days between two rows, and the rows of a season: a day of hours, a week of days, ..."""
GROWS = 2.0
"""How many times its low level a series reaches, before its logarithm is learned."""


class Series(Measured):
    """A number that is measured again and again: the next values are told from the last ones."""

    type: Literal["series"] = "series"
    horizon: Annotated[OrAuto[Positive], Field(description="Steps to tell ahead.")] = "auto"
    lags: Annotated[OrAuto[Positive], Field(description="Steps that are looked back.")] = "auto"
    season: Annotated[
        OrAuto[Positive], Field(description="Steps after which it repeats; 1 for never.")
    ] = "auto"

    def settled(self, outlook: Outlook, decisions: Decisions) -> Self:
        path, rows = outlook.path, outlook.rows
        numbers = as_numbers(outlook.table.column(self.name))
        if not np.isfinite(numbers).all():
            row = int(np.flatnonzero(~np.isfinite(numbers))[0])
            line = int(outlook.table.lines[row])
            raise wrong(f"row {line} of the series {self.name!r} has no number", path=path)
        season = decisions.settle(
            f"{path}.season", self.season, _season(outlook.table), "the time between two rows"
        )
        steps = season if season > 1 else 7
        horizon = decisions.settle(f"{path}.horizon", self.horizon, steps, "one season")
        long = max(min(max(2 * season, 14), rows // 5), 2)
        lags = decisions.settle(f"{path}.lags", self.lags, long, "two seasons")
        low, high = np.quantile(numbers, [0.1, 0.9])
        grows = bool(numbers.min() > 0 and high > GROWS * low)
        transform = decisions.settle(
            f"{path}.transform",
            self.transform,
            "log" if grows else "none",
            f"it goes from {low:.3g} to {high:.3g}",
        )
        if rows < lags + 4 * horizon:
            says = f"{rows} rows are too few for {lags} lags and a horizon of {horizon}"
            raise wrong(says, outlook.table.source, path)
        chosen = {"season": season, "horizon": horizon, "lags": lags, "transform": transform}
        return self.model_copy(update=chosen)

    @property
    def history(self) -> str:
        """The name of the column of what came before."""
        return f"{self.name} (history)"

    def given(self, table: Table) -> Array:
        return np.asarray(table.column(self.history), np.float32)

    def arrives(self) -> Any:
        from tahr import layers

        return layers.Input((int(self.lags),), dtype="float32", name=self.label)

    def prepared(self, raw: Any, values: Array) -> Any:
        from tahr import ops

        mean, deviation = self.scale(values)
        known = ops.log(raw) if self.transform == "log" else raw
        return ops.divide(ops.subtract(known, mean), deviation)

    def encoded(self, prepared: Any, size: Size) -> Any:
        from tahr import layers

        steps = layers.Reshape((int(self.lags), 1))(prepared)
        found = layers.Conv1D(size.filters, 3, padding="causal", activation="relu")(steps)
        found = layers.GlobalAveragePooling1D()(found)
        flat = layers.Dense(size.units, activation="relu", name=f"{self.label}.vector")(prepared)
        return layers.Dropout(size.dropout)(layers.Concatenate()([found, flat]))

    def targets(self, values: Values) -> tuple[Array, NDArray[np.bool_]]:
        if values.ndim == 1:
            return as_numbers(values).astype("float32"), np.isfinite(as_numbers(values))
        numbers = np.asarray(values, np.float32)
        return numbers, np.asarray(np.isfinite(numbers).all(axis=1))

    def head(self, joined: Any, targets: Array, prepared: dict[str, Any]) -> Head:
        from tahr import layers, losses, metrics, ops

        history, horizon = prepared[self.name], int(self.horizon)
        before = ops.take(history, self.a_season_before(), axis=1)
        last = history[:, -1:]
        linear = layers.Dense(horizon, kernel_initializer="zeros", name=f"{self.label}.linear")
        bend = layers.Dense(horizon, kernel_initializer="zeros", name=f"{self.label}.bend")
        trained = before + linear(history - last) + bend(joined)
        mean, deviation = self.scale(targets)
        told = layers.Rescaling(deviation, mean, name=f"{self.label}.rescaled")(trained)
        if self.transform == "log":
            told = layers.Activation("exponential", name=f"{self.label}.exp")(told)
        figures = [metrics.MeanAbsoluteError(name="mae")]
        return Head(trained, told, losses.MeanAbsoluteError(), figures)

    def start(self, network: Any, raw: dict[str, Array], targets: Array) -> None:
        """Begins with a linear autoregression of what differs from a season before."""
        required("sklearn", "cli")
        from sklearn.linear_model import RidgeCV

        scale = self.scale(targets)
        history = self.scaled(raw[self.name], self.scale(raw[self.name]))
        differs = self.scaled(targets, scale) - history[:, self.a_season_before()]
        model = RidgeCV(np.logspace(-3, 3, 13)).fit(history - history[:, -1:], differs)
        kernel = np.asarray(model.coef_, np.float32).reshape(int(self.horizon), -1).T
        bias = np.broadcast_to(np.asarray(model.intercept_, np.float32), (int(self.horizon),))
        network.get_layer(f"{self.label}.linear").set_weights([kernel, bias])

    def a_season_before(self) -> list[int]:
        """Returns, for each step ahead, which lag is a whole number of seasons before it."""
        lags, season = int(self.lags), min(int(self.season), int(self.lags))
        return [lags - season + step % season for step in range(int(self.horizon))]

    def shown(self, told: Array) -> dict[str, Array]:
        return {f"{self.name} +{step + 1}": told[:, step] for step in range(told.shape[1])}


def _season(table: Table) -> int:
    """Returns the rows of a season, by the time between two rows of the first column of dates."""
    for values in table.columns.values():
        if values.dtype != object:
            continue
        form = form_of([str(v) for v in values[:200].tolist() if v is not None])
        if form is None:
            continue
        apart = np.diff(as_seconds(np.asarray(values, object), form))
        days = float(np.nanmedian(apart)) / DAY
        fitting = [season for least, season in SEASONS if days >= least]
        return fitting[-1] if fitting else 1
    return 1
