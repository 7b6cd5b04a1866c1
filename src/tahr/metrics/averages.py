"""Sums and means over all samples, and metrics that are the mean of a function."""

from collections.abc import Callable
from typing import Any

from tahr import ops
from tahr.core import trees
from tahr.core.errors import ArgumentError, told
from tahr.core.masks import get_mask, masks_of
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.serialization import deserialize, serialize
from tahr.core.typing import Tensor, TensorLike, TensorTree
from tahr.core.variables import Variable
from tahr.losses.alignment import same_rank
from tahr.losses.weighting import masked_weights
from tahr.metrics.metric import Metric

Reduce = Callable[..., Tensor]


def by_sample(
    values: TensorLike, weights: TensorLike | None, reduce: Reduce, dtype: str
) -> tuple[Tensor, Tensor | None]:
    """Returns one value and one weight a sample.

    Args:
        values: a tensor `(batch, ...)`; a mask it carries counts as weights.
        weights: `(batch, ...)`, of the rank of `values` or less, or None.
        reduce: what further axes are reduced with: `ops.mean` or `ops.sum`.
        dtype: the dtype of the computation.
    """
    weights = masked_weights(weights, get_mask(values), dtype, "sum")
    values = ops.cast(values, dtype)
    if weights is not None:
        values, weights = same_rank(values, ops.cast(weights, dtype))
        values = ops.multiply(_collapsed(values, len(weights.shape), reduce), weights)
        weights = _collapsed(weights, 1, reduce)
    return _collapsed(values, 1, reduce), weights


def _collapsed(values: Tensor, rank: int, reduce: Reduce) -> Tensor:
    if len(values.shape) <= rank:
        return values
    return reduce(values, axis=tuple(range(rank, len(values.shape))))


@known_as("keras.metrics")
@rows_apart
class Sum(Metric):
    """The sum of all values.

    Args:
        name: for logs.
        dtype: the dtype of the computation.

    Example:
        >>> float(Sum()([1.0, 2.0], sample_weight=[1.0, 0.5]))
        2.0
    """

    def __init__(self, name: str | None = "sum", dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.total: Variable = self.add_variable(name="total")

    def update_state(self, values: TensorLike, sample_weight: TensorLike | None = None) -> None:
        values, _ = by_sample(values, sample_weight, ops.sum, self.dtype)
        self.total.assign_add(ops.sum(values))

    def result(self) -> Tensor:
        return self.total.value


@known_as("keras.metrics")
@rows_apart
class Mean(Metric):
    """The mean of all values, weighted where weights are given.

    Args:
        name: for logs.
        dtype: the dtype of the computation.

    Example:
        >>> float(Mean()([1.0, 3.0], sample_weight=[3.0, 1.0]))
        1.5
    """

    def __init__(self, name: str | None = "mean", dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.total: Variable = self.add_variable(name="total")
        self.count: Variable = self.add_variable(name="count")

    def update_state(self, values: TensorLike, sample_weight: TensorLike | None = None) -> None:
        values, weights = by_sample(values, sample_weight, ops.mean, self.dtype)
        self.total.assign_add(ops.sum(values))
        if weights is None:
            self.count.assign_add(values.shape[0] if len(values.shape) else 1)
        else:
            self.count.assign_add(ops.sum(weights))

    def result(self) -> Tensor:
        return ops.divide_no_nan(self.total, self.count)


class FunctionMetric(Mean):
    """The mean of a function of labels and predictions, its options in the configuration.

    Args:
        function: gets labels, predictions and the options; gives one value a sample.
        name: for logs.
        dtype: the dtype of the computation.
        **options: further arguments of the function.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        name: str | None = None,
        dtype: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.fn = function
        self.options = options

    def update_state(  # type: ignore[override]
        self, y_true: TensorTree, y_pred: TensorTree, sample_weight: TensorLike | None = None
    ) -> None:
        """Adds a batch.

        Args:
            y_true: labels.
            y_pred: predictions; a mask they carry counts as weights.
            sample_weight: one number a sample, or one a step.
        """
        masks = masks_of(y_pred)
        mask = None if masks is None else trees.leaves(masks)[0]
        values = self.fn(y_true, y_pred, **self.options)
        weights = masked_weights(sample_weight, mask, self.dtype, "sum")
        super().update_state(values, weights)

    def _written(self, name: str) -> Any:
        return self.options[name] if name in self.options else super()._written(name)


@known_as("keras.metrics")
class MeanMetricWrapper(FunctionMetric):
    """Makes any function of labels and predictions a metric: its mean.

    Args:
        fn: gets labels, predictions and the options; gives one value a sample.
        name: for logs.
        dtype: the dtype of the computation.
        **kwargs: further arguments of the function.

    Raises:
        ArgumentError: `fn` is no function.

    Example:
        >>> metric = MeanMetricWrapper(lambda t, p: ops.absolute(ops.subtract(t, p)))
        >>> float(metric([1.0, 2.0], [2.0, 2.0]))
        0.5
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        if not callable(fn):
            raise ArgumentError(
                "a metric is made of a function of labels and predictions",
                where=name or type(self).__name__,
                got=told(fn),
            )
        super().__init__(fn, name, dtype, **kwargs)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), **self.options, "fn": serialize(self.fn)}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Metric":
        if "fn" in config:
            config = {**config, "fn": deserialize(config["fn"])}
        return cls(**config)
