"""Means of crossentropies and divergences."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import Fraction, Whole
from tahr.core.registry import known_as
from tahr.losses.crossentropy import (
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from tahr.losses.divergence import kl_divergence, poisson
from tahr.metrics.averages import FunctionMetric


@known_as("keras.metrics")
class BinaryCrossentropy(FunctionMetric):
    """The mean of the crossentropy of binary predictions.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
        from_logits: whether predictions are logits rather than probabilities.
        label_smoothing: how far labels are moved towards even probabilities, 0 to 1.
    """

    @checked
    def __init__(
        self,
        name: str | None = "binary_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        label_smoothing: Fraction = 0,
    ) -> None:
        super().__init__(
            binary_crossentropy,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
        )


@known_as("keras.metrics")
class CategoricalCrossentropy(FunctionMetric):
    """The mean of the crossentropy with one-hot labels.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
        from_logits: whether predictions are logits rather than probabilities.
        label_smoothing: how far labels are moved towards even probabilities, 0 to 1.
        axis: the axis of the classes.
    """

    @checked
    def __init__(
        self,
        name: str | None = "categorical_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        label_smoothing: Fraction = 0,
        axis: Whole = -1,
    ) -> None:
        super().__init__(
            categorical_crossentropy,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


@known_as("keras.metrics")
class SparseCategoricalCrossentropy(FunctionMetric):
    """The mean of the crossentropy with integer labels.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
        from_logits: whether predictions are logits rather than probabilities.
        ignore_class: a label whose samples count as nothing.
        axis: the axis of the classes.
    """

    @checked
    def __init__(
        self,
        name: str | None = "sparse_categorical_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        ignore_class: int | None = None,
        axis: Whole = -1,
    ) -> None:
        super().__init__(
            sparse_categorical_crossentropy,
            name,
            dtype,
            from_logits=from_logits,
            ignore_class=ignore_class,
            axis=axis,
        )


@known_as("keras.metrics")
class KLDivergence(FunctionMetric):
    """The mean of the Kullback-Leibler divergence.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(self, name: str | None = "kl_divergence", dtype: Any = None) -> None:
        super().__init__(kl_divergence, name, dtype)


@known_as("keras.metrics")
class Poisson(FunctionMetric):
    """The mean of the negative log-likelihood of a Poisson distribution.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(self, name: str | None = "poisson", dtype: Any = None) -> None:
        super().__init__(poisson, name, dtype)
