"""Losses that stand on a function of labels and predictions."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tahr.compat.in_place import making_anew
from tahr.core import trees
from tahr.core.errors import DataError
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.serialization import deserialize, serialize
from tahr.losses.alignment import same_rank
from tahr.losses.loss import Loss
from tahr.losses.weighting import Reduction

if TYPE_CHECKING:
    import numpy as np


@rows_apart
class FunctionLoss(Loss):
    """A loss by a function, whose options are part of the configuration.

    Args:
        function: gets labels, predictions and the options; gives one loss a sample.
        reduction: as any loss's.
        name: as any loss's.
        dtype: as any loss's.
        **options: further arguments of the function.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.fn = function
        self.options = options

    def call(self, y_true: Any, y_pred: Any) -> Any:
        labels, label_tree = trees.flatten(y_true)
        outputs, output_tree = trees.flatten(y_pred)
        if len(labels) != len(outputs):
            raise DataError(
                "another number of label tensors than of predictions",
                where=self.name,
                expected=len(outputs),
                got=len(labels),
            )
        pairs = [same_rank(*pair) for pair in zip(labels, outputs, strict=True)]
        true = trees.unflatten(label_tree, [t for t, _ in pairs])
        predicted = trees.unflatten(output_tree, [p for _, p in pairs])
        with making_anew(self.fn):
            return self.fn(true, predicted, **self.options)

    def check_labels(self, y_true: "np.ndarray", outputs: int | None) -> None:
        check = getattr(self.fn, "check_labels", None)
        if check is not None:
            check(y_true, outputs, **self.options)

    def _written(self, name: str) -> Any:
        return self.options[name] if name in self.options else super()._written(name)


@known_as("keras.losses", "LossFunctionWrapper")
class LossFunctionWrapper(FunctionLoss):
    """Makes any function of labels and predictions a loss.

    Args:
        fn: gets labels, predictions and the options; gives one loss a sample.
        reduction: as any loss's.
        name: as any loss's.
        dtype: as any loss's.
        **kwargs: further arguments of the function.

    Example:
        >>> loss = LossFunctionWrapper(lambda t, p, by: (t - p) * by, by=2.0)
        >>> float(loss([[3.0]], [[1.0]]))
        4.0
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(fn, reduction, name, dtype, **kwargs)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), **self.options, "fn": serialize(self.fn)}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Loss":
        return cls(**{**config, "fn": deserialize(config["fn"])})
