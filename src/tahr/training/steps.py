"""Steps: what a model does with one batch, in training, evaluation and prediction."""

from collections.abc import Mapping
from typing import Any

from tahr import ops
from tahr.core import trees
from tahr.core.errors import ArgumentError
from tahr.training.compile_names import free
from tahr.training.compiled import Compiled
from tahr.training.data.unpack import unpack_x_y_sample_weight
from tahr.training.fitting import Fitting
from tahr.training.gradients import value_and_grad
from tahr.training.objective import batch_size


class Steps(Fitting):
    """What is computed for one batch.

    A subclass may replace `train_step`, `test_step`, `predict_step`, `compute_loss` or
    `compute_metrics`; each is written once and runs on every engine.
    """

    compilation: Compiled | None = None
    optimizer: Any
    metrics: Any

    def train_step(self, data: Any) -> dict[str, Any]:
        """Learns from a batch.

        Args:
            data: x, (x, y) or (x, y, sample_weight).

        Returns:
            The figures for the logs.
        """
        x, y, sample_weight = unpack_x_y_sample_weight(data)

        def loss_and_outputs() -> tuple[Any, Any]:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x, y, y_pred, sample_weight, training=True)
            scaled = self.optimizer.scale_loss(loss) if self.optimizer is not None else loss
            return scaled, (y_pred, loss)

        variables = self.trainable_variables
        (_, (y_pred, loss)), gradients = value_and_grad(loss_and_outputs, variables, has_aux=True)
        self._track(loss, x)
        if variables:
            self.optimizer.apply(gradients, variables)
        return self.compute_metrics(x, y, y_pred, sample_weight)

    def test_step(self, data: Any) -> dict[str, Any]:
        """Evaluates a batch.

        Args:
            data: x, (x, y) or (x, y, sample_weight).

        Returns:
            The figures for the logs.
        """
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        y_pred = self(x, training=False)
        self._track(self.compute_loss(x, y, y_pred, sample_weight, training=False), x)
        return self.compute_metrics(x, y, y_pred, sample_weight)

    def predict_step(self, data: Any) -> Any:
        """Returns the outputs for a batch.

        Args:
            data: x, (x, y) or (x, y, sample_weight), of which only x counts.
        """
        return self(unpack_x_y_sample_weight(data)[0], training=False)

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """Returns the loss of a batch, penalties and losses added by layers included.

        Returns:
            A scalar.
        """
        objective = self.compilation.objective if self.compilation else None
        if objective and y_pred is None:
            raise ArgumentError(
                "the model's `call` returned None", where=self.name, todo="end it with `return`"
            )
        total = objective(y, y_pred, sample_weight) if objective and y is not None else None
        for loss in self.losses:
            value = ops.sum(ops.cast(loss, "float32"))
            total = value if total is None else ops.add(total, value)
        if total is not None:
            return total
        if objective and y is None and not self.losses:
            raise ArgumentError(
                "there are no targets to compare the output with",
                where=self.name,
                todo="pass them: fit(x, y), evaluate(x, y), validation_data=(x, y); or compile "
                "without a loss and call add_loss in a layer",
            )
        return ops.zeros(()) if training is False or self.losses else self._no_loss()

    def _no_loss(self) -> Any:
        raise ArgumentError(
            "there is nothing to learn from: no loss was given to `compile`",
            where=self.name,
            todo="compile with a loss, or call add_loss in a layer",
        )

    def compute_metrics(self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Takes a batch into account in the metrics.

        Returns:
            The figures for the logs.
        """
        if self.compilation and y is not None:
            self.compilation.given_metrics.update_state(y, y_pred, sample_weight)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """Returns the value of every metric by its name in the logs."""
        found: dict[str, Any] = {}
        given = self.compilation.metrics if self.compilation else []
        own: set[str] = set()
        for metric in self.metrics:
            value = metric.result()
            if isinstance(value, Mapping):
                found |= value
                continue
            name = free((metric.name,), found) if metric.name in own else metric.name
            if not any(metric is one for one in given):
                own.add(metric.name)
            found[name] = value
        return found

    def _track(self, loss: Any, x: Any) -> None:
        if self.compilation is None:
            return
        first = next((t for t in trees.leaves(x) if t is not None), None)
        size = 1 if first is None else batch_size(first)
        self.compilation.loss_tracker.update_state(loss, sample_weight=size)
