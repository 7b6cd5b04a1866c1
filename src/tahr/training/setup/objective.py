"""The loss a model is trained on: one for each output, weighted and added up."""

from collections.abc import Callable
from typing import Any

from tahr import losses, metrics, ops
from tahr.core import trees
from tahr.core.errors import ArgumentError, DataError, ShapeError, TahrError, told
from tahr.core.names import snake_case
from tahr.core.scopes import rows_that_count
from tahr.core.specs import is_known
from tahr.ops.reaching import reaching, value_of
from tahr.ops.symbolic import SymbolicTensor
from tahr.training.setup.doubts import about_output
from tahr.training.setup.kinds import kind_of_targets
from tahr.training.setup.misfit import misfit, tell_of_broadcast
from tahr.training.setup.names import free
from tahr.training.setup.outputs import labels_of, names_of, per_output, targets_of

CROSSENTROPIES = {
    "binary": "binary_crossentropy",
    "categorical": "categorical_crossentropy",
    "sparse": "sparse_categorical_crossentropy",
}


class Objective:
    """The losses given to `compile`, ready to be evaluated.

    Args:
        loss: name, function or `Loss`; or a list or dict of them by output.
        weights: a number for each output, likewise.
        output_names: the model's names for its outputs.
        by_key: whether the outputs are a dict, as far as that is known.
    """

    def __init__(
        self,
        loss: Any,
        weights: Any = None,
        output_names: list[str] | None = None,
        by_key: bool = False,
    ) -> None:
        self._by_key = by_key
        self._loss = loss
        self._weights = weights
        self._given_names = output_names
        self.functions: list[Callable[..., Any] | None] = []
        self.names: list[str] = []
        self.weights: list[Any] = []
        self.trackers: list[metrics.Mean | None] = []
        self.classes: list[int | None] = []
        self.built: bool = False

    def build(self, y: Any, y_pred: Any) -> None:
        """Finds the loss of each output, from the shapes of targets and predictions."""
        self.names = names_of(y_pred, self._given_names)
        self._by_key = isinstance(y_pred, dict)
        chosen = per_output(self._loss, y_pred, self.names, "loss")
        self.weights = per_output(self._weights, y_pred, self.names, "loss_weights")
        targets = targets_of(y, self.names)
        self.functions = [
            None if loss is None else loss_function(loss, target, output)
            for loss, target, output in zip(chosen, targets, trees.leaves(y_pred), strict=True)
        ]
        for function, target, output in zip(
            self.functions, targets, trees.leaves(y_pred), strict=True
        ):
            tell_of_broadcast(function, target, output)
            about_output(function, output)
        names = self._loss_names(self.names, chosen)
        self.trackers = [metrics.Mean(name=name) if name else None for name in names]
        self.built = True

    def foreseen(self, names: list[str]) -> list[str]:
        """Returns the names of the means of each output's loss.

        Args:
            names: of the outputs.
        """
        if self.built:
            return [tracker.name for tracker in self.metrics]
        chosen = per_output(self._loss, None, names, "loss")
        return [name for name in self._as_listed(names, self._loss_names(names, chosen)) if name]

    def _as_listed(self, names: list[str], found: list[Any]) -> list[Any]:
        """Returns what belongs to each output, in the order of losses where both are dicts."""
        if not self._by_key or not isinstance(self._loss, dict):
            return found
        by_name = dict(zip(names, found, strict=True))
        return [by_name[name] for name in self._loss if name in by_name]

    def _loss_names(self, names: list[str], losses: list[Any]) -> list[str | None]:
        """Returns a name for the mean of each output's loss, where several have one; none twice."""
        found: list[str | None] = []
        many = sum(loss is not None for loss in losses) > 1
        for label, loss in zip(labels_of(names, self._given_names), losses, strict=True):
            name = f"{label or _label(loss)}_loss"
            taken = [one for one in found if one]
            found.append(free((name,), taken) if many and loss is not None else None)
        return found

    @property
    def metrics(self) -> list[Any]:
        """The means of each output's loss, where there are several outputs."""
        if not self.built:
            return []
        return [t for t in self._as_listed(self.names, self.trackers) if t is not None]

    def __call__(self, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Returns the weighted sum of all losses, a scalar.

        Raises:
            DataError: targets are missing.
        """
        if not self.built:
            self.build(y, y_pred)
        outputs = trees.leaves(y_pred)
        self.classes = [_classes(output) for output in outputs]
        targets = targets_of(y, self.names)
        samples = per_output(sample_weight, y_pred, self.names, "sample_weight")
        total: Any = None
        for i, function in enumerate(self.functions):
            if function is None:
                continue
            if targets[i] is None:
                raise DataError(f"there are no targets for output {self.names[i]!r}")
            try:
                value = ops.cast(_computed(function, targets[i], outputs[i], samples[i]), "float32")
            except ShapeError as error:
                name = getattr(function, "name", None)
                raise misfit(error, targets[i], outputs[i], samples[i], name) from error.__cause__
            tracker = self.trackers[i]
            if tracker is not None:
                tracker.update_state(value, sample_weight=batch_size(outputs[i]))
            value = value if self.weights[i] is None else ops.multiply(value, self.weights[i])
            total = value if total is None else ops.add(total, value)
        return total

    def check(self, y: Any) -> None:
        """Raises where labels on the host cannot belong to the outputs last seen.

        Args:
            y: targets as NumPy arrays.

        Raises:
            DataError: a label is out of range.
        """
        rows = zip(targets_of(y, self.names), self.classes, self.functions, strict=True)
        for target, classes, function in rows:
            check = getattr(function, "check_labels", None)
            if check is not None and target is not None:
                check(target, classes)


def _label(loss: Any) -> str:
    """Returns what stands for an output without a name: the name of its loss."""
    if loss is None or isinstance(loss, str):
        return loss or ""
    return getattr(loss, "name", None) or snake_case(getattr(loss, "__name__", type(loss).__name__))


def _computed(function: Callable[..., Any], *tensors: Any) -> Any:
    """Calls a loss, which may compute with symbolic tensors of the model."""
    name = str(getattr(function, "name", None) or "loss")
    try:
        value = function(*tensors)
    except TahrError as error:
        if not error.what.startswith("a symbolic tensor"):
            raise
        raise ArgumentError(
            "the loss wants to know what a symbolic tensor holds while it is only written down",
            where=name,
            expected="ops on tensors",
            todo="compute with ops.*, or add what comes from outputs of layers by "
            "model.add_loss(tensor)",
        ) from None
    return value_of(value, name) if isinstance(value, SymbolicTensor) else value


def _classes(output: Any) -> int | None:
    """Returns the length of an output's last axis, where that is known."""
    shape = output.shape
    return int(shape[-1]) if len(shape) > 1 and is_known(shape[-1]) else None


def batch_size(batch: Any) -> Any:
    """Returns the number of samples in a batch as a weight for its mean.

    Args:
        batch: a tensor, or a tree of them, of which the first counts; 1 where there is none.
    """
    tensor = next((leaf for leaf in trees.leaves(batch) if leaf is not None), None)
    if tensor is None:
        return 1
    rows = rows_that_count()
    if rows is not None:
        return ops.sum(ops.cast(rows, "float32"))
    return tensor.shape[0] if len(tensor.shape) else 1


def loss_function(loss: Any, target: Any, output: Any) -> Callable[..., Any]:
    """Returns what computes a loss, a scalar, from targets, predictions and sample weights."""
    if isinstance(loss, str) and loss in ("crossentropy", "ce"):
        loss = CROSSENTROPIES[kind_of_targets(target, output)]
    found = losses.get(loss)
    if isinstance(found, losses.Loss):
        return found
    if not callable(found):
        raise ArgumentError("this is no loss", where="loss", got=told(loss))
    return losses.LossFunctionWrapper(reaching(found), name=getattr(found, "__name__", None))
