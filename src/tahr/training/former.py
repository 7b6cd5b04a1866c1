"""What models of Keras 1 and 2 had beside today's: losses that are called, inputs of training."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from tahr import ops
from tahr.core import trees
from tahr.core.errors import TahrError
from tahr.training.setup.objective import batch_size
from tahr.training.step.session import session_of


@dataclass(frozen=True)
class CompiledLoss:
    """The loss of `compile`, which a `train_step` of tf.keras calls on targets and outputs.

    Args:
        model: compiled with a loss.
    """

    model: Any

    def __call__(
        self,
        y_true: Any,
        y_pred: Any,
        sample_weight: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """Returns the loss, which is taken into account in the figure `loss`.

        Args:
            y_true: targets.
            y_pred: outputs.
            sample_weight: one number a sample.
            regularization_losses: penalties and losses added by layers: `model.losses`.
        """
        total = self.model.compilation.objective(y_true, y_pred, sample_weight)
        for loss in regularization_losses or ():
            total = ops.add(total, ops.sum(ops.cast(loss, "float32")))
        tracker = self.model.compilation.loss_tracker
        tracker.update_state(total, sample_weight=batch_size(y_pred))
        return total

    @property
    def metrics(self) -> list[Any]:
        """The figures of the loss and of each output's."""
        found = self.model.compilation
        return [found.loss_tracker, *found.objective.metrics]

    def reset_state(self) -> None:
        """Starts these anew."""
        for metric in self.metrics:
            metric.reset_state()

    reset_states = reset_state


@dataclass(frozen=True)
class CompiledMetrics:
    """The metrics of `compile`, which a `train_step` of tf.keras updates.

    Args:
        model: compiled.
    """

    model: Any

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Takes a batch into account.

        Args:
            y_true: targets.
            y_pred: outputs.
            sample_weight: one number a sample.
        """
        self.model.compilation.given_metrics.update_state(y_true, y_pred, sample_weight)

    @property
    def metrics(self) -> list[Any]:
        """The metrics one by one."""
        return list(self.model.compilation.given_metrics.metrics)

    def reset_state(self) -> None:
        """Starts them anew."""
        self.model.compilation.given_metrics.reset_state()

    reset_states = reset_state


class NotSymbolicError(TahrError, AttributeError):
    """A model is asked for symbolic tensors of its training that it does not have."""


class TrainingInputs:
    """Symbolic tensors for what a graph is trained with, and the loss between them.

    Args:
        model: a compiled graph.

    Raises:
        NotSymbolicError: it is no graph, or was not compiled with a loss.
    """

    def __init__(self, model: Any) -> None:
        outputs = trees.leaves(model.known_outputs())
        if not outputs or model.compilation is None or model.compilation.objective is None:
            raise NotSymbolicError(
                "the loss is no symbolic tensor",
                where=model.name,
                expected="a functional or Sequential model with an Input, compiled with a loss",
                todo="compute the loss in a function: tahr.value_and_grad(function, variables)",
            )
        layers: Any = import_module("tahr.layers")
        self._model, self._outputs = model, model.known_outputs()
        self.targets: list[Any] = [
            layers.Input(batch_shape=output.shape, name=f"{name}_target")
            for name, output in zip(model.output_names, outputs, strict=True)
        ]
        self.sample_weights: list[Any] = [
            layers.Input(batch_shape=(output.shape[0],), name=f"{name}_sample_weights")
            for name, output in zip(model.output_names, outputs, strict=True)
        ]

    @cached_property
    def total_loss(self) -> Any:
        """The loss, penalties of layers included."""
        symbols: Any = import_module("tahr.backend.symbols")
        model, objective = self._model, self._model.compilation.objective
        structure = trees.flatten(self._outputs)[1]

        def loss(outputs: Any, targets: list[Any], weights: list[Any]) -> Any:
            one = len(targets) == 1
            true = targets[0] if one else trees.unflatten(structure, targets)
            weight = weights[0] if one else trees.unflatten(structure, weights)
            total = objective(true, outputs, weight)
            for penalty in model.losses:
                total = ops.add(total, ops.sum(ops.cast(penalty, "float32")))
            return total

        return symbols.Call(loss)(self._outputs, self.targets, self.sample_weights)


def inputs_of(model: Any) -> TrainingInputs:
    """Returns the symbolic inputs of training, the same ones until the next `compile`.

    Args:
        model: a compiled graph.
    """
    session = session_of(model)
    if session.symbols is None:
        session.symbols = TrainingInputs(model)
    return session.symbols


def held_out(model: Any) -> Any:
    """Returns what a `fit` under way validates on, as earlier versions gave it to callbacks.

    Args:
        model: in training.

    Returns:
        A list of inputs, targets and weights of samples; a data set as it is; None without any.
    """
    session = vars(model).get("_session")
    given = None if session is None else session.validation_data
    if not isinstance(given, list | tuple):
        return given
    numpy: Any = import_module("numpy")
    rest = [*given, None, None][:3]
    parts = [[] if part is None else trees.leaves(part, is_leaf=_is_numbers) for part in rest]
    inputs, targets, weights = parts
    if not weights:
        weights = [numpy.ones(len(target), "float32") for target in targets]
    return [*inputs, *targets, *weights]


def _is_numbers(value: object) -> bool:
    return not isinstance(value, list | tuple | Mapping) or (
        isinstance(value, list) and all(isinstance(v, int | float) for v in value)
    )
