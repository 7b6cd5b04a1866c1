"""Numbers: ages, prices, measurements."""

from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tahr.apps.data.numbers import as_numbers
from tahr.apps.data.table import Table, Values
from tahr.apps.features.feature import Array, Head, Outlook
from tahr.apps.features.measured import Measured
from tahr.apps.features.options import OrAuto, Positive
from tahr.apps.features.sizes import Size
from tahr.apps.job.decisions import Decisions

SKEWED = 2.0
"""The skewness above which the logarithm of a target is learned."""


class Number(Measured):
    """A number a row."""

    type: Literal["number"] = "number"
    encoding: Annotated[
        OrAuto[Literal["piecewise", "standard"]],
        Field(description="piecewise: linear between quantiles; standard: mean 0, deviation 1."),
    ] = "auto"
    bins: Annotated[OrAuto[Positive], Field(description="Of the piecewise encoding.")] = "auto"
    loss: Annotated[
        OrAuto[Literal["squared", "absolute", "huber"]],
        Field(description="As an output: how errors count."),
    ] = "auto"

    def settled(self, outlook: Outlook, decisions: Decisions) -> Self:
        path = outlook.path
        if path.startswith("outputs"):
            return self.model_copy(update=self._as_output(outlook, decisions))
        bins = max(min(outlook.rows // 40, 48), 8)
        return self.model_copy(
            update={
                "encoding": decisions.settle(
                    f"{path}.encoding",
                    self.encoding,
                    "piecewise",
                    "networks on tables learn steps and bends better so (Gorishniy et al. 2022)",
                ),
                "bins": decisions.settle(
                    f"{path}.bins", self.bins, bins, "a bin for 40 rows, 8 to 48: a rule of thumb"
                ),
            }
        )

    def _as_output(self, outlook: Outlook, decisions: Decisions) -> dict[str, Any]:
        numbers = as_numbers(outlook.table.column(self.name))
        numbers = numbers[np.isfinite(numbers)]
        centred = numbers - numbers.mean()
        deviation = centred.std() or 1.0
        skewness = float((centred**3).mean() / deviation**3)
        log = bool(numbers.min() > 0 and skewness > SKEWED)
        why = f"all are above zero and the skewness is {skewness:.1f}, above {SKEWED}"
        usual = f"the skewness is {skewness:.1f}, or not all are above zero"
        return {
            "transform": decisions.settle(
                f"{outlook.path}.transform",
                self.transform,
                "log" if log else "none",
                why if log else usual,
            ),
            "loss": decisions.settle(
                f"{outlook.path}.loss", self.loss, "squared", "the mean is what is asked for"
            ),
        }

    def given(self, table: Table) -> Array:
        return as_numbers(table.column(self.name)).astype("float32")

    def unreadable(self, table: Table) -> dict[int, str]:
        values = table.column(self.name)
        odd = ~np.isfinite(as_numbers(values))
        return {
            int(row): f"expected a number, got {str(values[row])[:40]!r}"
            for row in np.flatnonzero(odd)
            if values[row] is not None and values.dtype == object
        }

    def arrives(self) -> Any:
        from tahr import layers

        return layers.Input((), dtype="float32", name=self.label)

    def prepared(self, raw: Any, values: Array) -> Any:
        from tahr import layers

        finite = np.asarray(values, "float32")
        finite = finite[np.isfinite(finite)]
        if self.encoding == "standard":
            deviation = float(finite.std()) or 1.0
            edges = [float(finite.mean()), float(finite.mean()) + deviation]
            return layers.PiecewiseLinearEncoding(edges)(raw)
        layer = layers.PiecewiseLinearEncoding(num_bins=int(self.bins))
        layer.adapt(finite)
        return layer(raw)

    def encoded(self, prepared: Any, size: Size) -> Any:
        from tahr import layers

        return layers.Dense(size.number, activation="relu", name=f"{self.label}.vector")(prepared)

    def targets(self, values: Values) -> tuple[Array, NDArray[np.bool_]]:
        numbers = as_numbers(values)
        return numbers.astype("float32"), np.isfinite(numbers)

    def head(self, joined: Any, targets: Array, prepared: dict[str, Any]) -> Head:
        from tahr import layers, losses, metrics

        mean, deviation = self.scale(targets)
        trained = layers.Dense(1, name=f"{self.label}.scaled")(joined)
        told = layers.Rescaling(deviation, mean, name=f"{self.label}.rescaled")(trained)
        if self.transform == "log":
            told = layers.Activation("exponential", name=f"{self.label}.exp")(told)
        kinds = {
            "squared": losses.MeanSquaredError,
            "absolute": losses.MeanAbsoluteError,
            "huber": losses.Huber,
        }
        return Head(trained, told, kinds[self.loss](), [metrics.MeanAbsoluteError(name="mae")])

    def shown(self, told: Array) -> dict[str, Array]:
        return {self.name: told.reshape(len(told))}
