"""Means of what is lacking to a margin."""

from typing import Any

from tahr.core.registry import known_as
from tahr.losses.hinges import categorical_hinge, hinge, squared_hinge
from tahr.metrics.averages import FunctionMetric


@known_as("keras.metrics")
class Hinge(FunctionMetric):
    """The mean of how much predictions miss a margin of one.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(self, name: str | None = "hinge", dtype: Any = None) -> None:
        super().__init__(hinge, name, dtype)


@known_as("keras.metrics")
class SquaredHinge(FunctionMetric):
    """The mean of squares of how much predictions miss a margin of one.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(self, name: str | None = "squared_hinge", dtype: Any = None) -> None:
        super().__init__(squared_hinge, name, dtype)


@known_as("keras.metrics")
class CategoricalHinge(FunctionMetric):
    """The mean of how much the right class misses a margin of one.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(self, name: str | None = "categorical_hinge", dtype: Any = None) -> None:
        super().__init__(categorical_hinge, name, dtype)
