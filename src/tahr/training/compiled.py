"""What `compile` sets up: optimizer, losses, metrics, and how steps are run."""

from dataclasses import dataclass, field
from typing import Any

from tahr import metrics, optimizers
from tahr.core.errors import ArgumentError
from tahr.training.measures import Measures
from tahr.training.objective import Objective


@dataclass
class Compiled:
    """A model's training set-up.

    Args:
        optimizer: None for a model that is only evaluated.
        objective: the losses; None without any.
        measures: metrics without and with sample weights.
        eagerly: whether steps run as written, uncompiled.
        arguments: what `compile` was called with.
        scaled: whether the optimizer was wrapped to scale the loss.
    """

    optimizer: Any
    objective: Objective | None
    measures: tuple[Measures, Measures]
    eagerly: bool
    arguments: dict[str, Any]
    scaled: bool = False
    loss_tracker: Any = field(default_factory=lambda: metrics.Mean(name="loss"))

    def scale_loss(self) -> None:
        """Wraps the optimizer, so that small gradients survive in float16."""
        if isinstance(self.optimizer, optimizers.LossScaleOptimizer):
            return
        wrapped = optimizers.LossScaleOptimizer(self.optimizer, name="loss_scale_optimizer")
        self.optimizer, self.scaled = wrapped, True

    def given_optimizer(self) -> Any:
        """Gives the optimizer without what `compile` itself put around it."""
        own = isinstance(self.optimizer, optimizers.LossScaleOptimizer) and self.scaled
        return self.optimizer.inner_optimizer if own else self.optimizer

    @property
    def metrics(self) -> list[Any]:
        """Every metric it has, the mean of the loss first."""
        own = self.objective.metrics if self.objective else []
        return [self.loss_tracker, *own, *(m for part in self.measures for m in part.metrics)]


def compiled(
    optimizer: Any,
    loss: Any,
    loss_weights: Any,
    metrics: Any,
    weighted_metrics: Any,
    run_eagerly: bool,
    output_names: list[str] | None,
) -> Compiled:
    """Checks the arguments of `compile` and sets up what they name.

    Raises:
        ArgumentError: a name is unknown.
    """
    return Compiled(
        optimizer=optimizers.get(optimizer),
        objective=None if loss is None else Objective(loss, loss_weights, output_names),
        measures=(
            Measures(metrics, weighted=False, output_names=output_names),
            Measures(weighted_metrics, weighted=True, output_names=output_names),
        ),
        eagerly=bool(run_eagerly),
        arguments={
            "optimizer": optimizer,
            "loss": loss,
            "loss_weights": loss_weights,
            "metrics": metrics,
            "weighted_metrics": weighted_metrics,
            "run_eagerly": run_eagerly,
        },
    )


def required(found: Compiled | None, name: str) -> Compiled:
    """Gives the set-up, or says that there is none.

    Raises:
        ArgumentError: `compile` has not been called.
    """
    if found is None:
        raise ArgumentError(
            "the model is not compiled yet",
            where=name,
            todo='call compile(optimizer="adam", loss=...) first',
        )
    return found
