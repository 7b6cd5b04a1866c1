"""What `compile` sets up: optimizer, losses, metrics, and how steps are run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tahr import metrics, optimizers
from tahr.core.errors import ArgumentError, told
from tahr.training.setup.compile_metrics import CompileMetrics
from tahr.training.setup.measures import Measures
from tahr.training.setup.objective import Objective
from tahr.training.setup.outputs import foreseen_names


@dataclass
class Compiled:
    """A model's training set-up.

    Args:
        optimizer: None for a model that is only evaluated.
        objective: the losses; None without any.
        given_metrics: the metrics, without and with sample weights.
        eagerly: whether steps run as written, uncompiled.
        arguments: what `compile` was called with.
        output_names: the model's names for its outputs.
        scaled: whether the optimizer was wrapped to scale the loss.
        trained: the weights that training changed then, where there were any yet.
    """

    optimizer: Any
    objective: Objective | None
    given_metrics: CompileMetrics
    eagerly: bool
    arguments: dict[str, Any]
    output_names: list[str] | None = None
    scaled: bool = False
    trained: list[Any] = field(default_factory=list[Any])
    loss_tracker: Any = field(default_factory=lambda: metrics.Mean(name="loss"))
    added: dict[str, Any] = field(default_factory=dict[str, Any])
    """The metrics that layers and the model add by name, once they have been seen."""

    def scale_loss(self) -> None:
        """Wraps the optimizer, so that small gradients survive in float16."""
        if isinstance(self.optimizer, optimizers.LossScaleOptimizer):
            return
        wrapped = optimizers.LossScaleOptimizer(self.optimizer, name="loss_scale_optimizer")
        self.optimizer, self.scaled = wrapped, True

    def given_optimizer(self) -> Any:
        """Returns the optimizer without what `compile` itself put around it."""
        own = isinstance(self.optimizer, optimizers.LossScaleOptimizer) and self.scaled
        return self.optimizer.inner_optimizer if own else self.optimizer

    @property
    def measures(self) -> tuple[Measures, Measures]:
        """The metrics without sample weights, and those with."""
        return self.given_metrics.parts

    @property
    def metrics(self) -> list[Any]:
        """What it has metrics for: the loss, what was given, and the loss of each output."""
        given = [] if self.given_metrics.is_empty else [self.given_metrics]
        return [self.loss_tracker, *given, *self._losses, *self.added.values()]

    @property
    def every_metric(self) -> list[Any]:
        """The same, with those that were given one by one."""
        return [
            self.loss_tracker, *self.given_metrics.metrics, *self._losses, *self.added.values()
        ]  # fmt: skip

    def foresee(self, names: Iterable[str]) -> None:
        """Makes the metrics that the model will add."""
        for name in names:
            self.metric_added(name)

    def metric_added(self, name: str, aggregation: str = "mean") -> Any:
        """Returns the metric that a layer adds by a name.

        Args:
            name: in the logs.
            aggregation: how it adds up.

        Raises:
            ArgumentError: it is no mean.
        """
        if aggregation not in (None, "mean"):
            raise ArgumentError(
                f"aggregation cannot be {told(aggregation)}", where=name, expected="'mean'"
            )
        if name not in self.added:
            self.added[name] = metrics.Mean(name=name)
        return self.added[name]

    @property
    def _losses(self) -> list[Any]:
        return self.objective.metrics if self.objective else []

    def foreseen_outputs(self, outputs: Any) -> list[str]:
        """Returns the names of the model's outputs.

        Args:
            outputs: where they are known; else losses and metrics say how many there are.
        """
        given = [self.arguments[name] for name in ("loss", "metrics", "weighted_metrics")]
        return foreseen_names(outputs, self.output_names, given)

    def names_of_losses(self, names: list[str]) -> list[str]:
        """Returns the names that the losses of the outputs have or will have in the logs.

        Args:
            names: of the outputs.
        """
        return self.objective.foreseen(names) if self.objective else []


def compiled(
    optimizer: Any = None,
    loss: Any = None,
    loss_weights: Any = None,
    metrics: Any = None,
    weighted_metrics: Any = None,
    run_eagerly: bool = False,
    output_names: list[str] | None = None,
    by_key: bool = False,
    **more: Any,
) -> Compiled:
    """Sets up what the arguments of `compile` name.

    Args:
        optimizer: as in `compile`, like those that follow.
        loss: name, function or `Loss`, or several.
        loss_weights: a number for each output.
        metrics: names, functions or `Metric`s.
        weighted_metrics: the same.
        run_eagerly: whether steps run uncompiled.
        output_names: the model's names for its outputs.
        by_key: whether the outputs are a dict.
        **more: arguments of `compile` that are kept as they are.

    Raises:
        ArgumentError: a name is unknown.
    """
    objective = None if loss is None else Objective(loss, loss_weights, output_names, by_key)
    return Compiled(
        optimizer=optimizers.get(optimizer),
        objective=objective,
        output_names=output_names,
        given_metrics=CompileMetrics(metrics, weighted_metrics, output_names, objective),
        eagerly=bool(run_eagerly),
        arguments={
            "optimizer": optimizer,
            "loss": loss,
            "loss_weights": loss_weights,
            "metrics": metrics,
            "weighted_metrics": weighted_metrics,
            "run_eagerly": run_eagerly,
            "steps_per_execution": "auto",
            "jit_compile": "auto",
            **more,
        },
    )
