"""Loss: what training makes small."""

from typing import TYPE_CHECKING, Any

from tahr import ops
from tahr.compat.keywords import VALUES
from tahr.core import names, policies, trees
from tahr.core.arguments import checked
from tahr.core.config import floatx
from tahr.core.configurable import Configurable
from tahr.core.errors import ArgumentError
from tahr.core.masks import get_mask
from tahr.core.mistaken import missing_method
from tahr.core.opening import opened
from tahr.core.registry import known_as
from tahr.core.rows import is_own
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike, TensorTree, is_list
from tahr.losses.weighting import Reduction, reduced

if TYPE_CHECKING:
    import numpy as np


@known_as("keras.losses", "Loss")
class Loss(Configurable):
    """A loss: one number that says how far predictions are from what they should be.

    A subclass computes, in `call`, one loss a sample or a step; this class weights and reduces.

    Args:
        name: for logs; derived from the class by default.
        reduction: how losses become one number: `"sum_over_batch_size"` or `"mean"`, `"sum"`,
            `"mean_with_sample_weight"`, `"none"` or None.
        dtype: the dtype of the computation; the configured float type by default.

    Raises:
        ArgumentError: there is no such reduction.

    Example:
        >>> class Distance(Loss):
        ...     def call(self, y_true, y_pred):
        ...         return ops.mean(ops.absolute(y_true - y_pred), axis=-1)
        >>> float(Distance()([[0.0], [0.0]], [[1.0], [3.0]]))
        2.0
    """

    _set_up_by = "reduction"
    not_in_config: tuple[str, ...] = ("dtype",)

    @checked
    def __init__(
        self,
        name: str | None = None,
        reduction: Reduction | None = "sum_over_batch_size",
        dtype: Any = None,
    ) -> None:
        self.name: str = name or names.auto_name(names.snake_case(type(self).__name__))
        formerly = VALUES["reduction"]
        self.reduction: str | None = formerly.get(reduction, reduction)
        self.dtype_policy: policies.DTypePolicy = policies.get(dtype or floatx())

    @property
    def dtype(self) -> str:
        """The dtype of the computation."""
        return self.dtype_policy.compute_dtype

    @ends_at_user
    def __call__(
        self, y_true: TensorTree, y_pred: TensorTree, sample_weight: TensorLike | None = None
    ) -> Tensor:
        """Computes the loss.

        Args:
            y_true: labels, as `call` takes them.
            y_pred: predictions; a mask they carry leaves out what it says.
            sample_weight: one number a sample, or one a step.

        Returns:
            A scalar, or one loss a sample where nothing is reduced.
        """
        mask = get_mask(y_pred)
        true, predicted = trees.map(self._cast, (y_true, y_pred), is_leaf=_is_data)
        given = (true, predicted, sample_weight, mask)
        return opened(self._computed, given, {}, tuple, self._is_own)

    def _is_own(self) -> bool:
        return is_own(type(self)) and is_own(vars(self).get("fn", self))

    def _computed(self, true: Any, predicted: Any, sample_weight: Any, mask: Any) -> Tensor:
        losses = self.call(true, predicted)
        if losses is None:
            raise ArgumentError(
                "the loss returned None", where=self.name, todo="end its function with `return`"
            )
        own = get_mask(losses)
        if mask is None or own is None:
            mask = own if mask is None else mask
        else:
            mask = ops.logical_and(mask, own)
        return reduced(losses, sample_weight, mask, self.reduction, self.dtype)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Computes one loss a sample or a step; every loss writes its own."""
        raise missing_method(self, "call")

    def check_labels(self, y_true: "np.ndarray", outputs: int | None) -> None:
        """Refuses labels this loss can make nothing of, before any step has run.

        Args:
            y_true: labels on the host.
            outputs: the length of the last axis of the predictions, where it is known.

        Raises:
            DataError: a label makes no sense.
        """

    def _cast(self, x: TensorLike) -> Tensor:
        return ops.cast(x, self.dtype)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"


def _is_data(value: object) -> bool:
    """Returns whether a list holds numbers, rather than one tensor for each output."""
    return is_list(value) and all(isinstance(v, int | float | list) for v in value)
