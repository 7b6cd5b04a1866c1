"""Steps: what a model does with one batch, in training, evaluation and prediction."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Any

from tahr import ops
from tahr.compat.formats import PROGRAM
from tahr.core.errors import ArgumentError
from tahr.core.notices import notice, speaks_formerly
from tahr.core.reaching import Kept, kept_by
from tahr.core.tracking import MetricBase, held, unique
from tahr.core.variables import Variable
from tahr.engines.base import Engine
from tahr.layers.base.layer import Layer
from tahr.ops.symbolic import SymbolicTensor
from tahr.training.choosing.placement import Placement
from tahr.training.data.unpack import unpack_x_y_sample_weight
from tahr.training.setup.compiled import Compiled, compiled
from tahr.training.setup.figures import FigureNames
from tahr.training.setup.names import free
from tahr.training.setup.objective import batch_size
from tahr.training.step.gradients import differentiated
from tahr.training.trainable import HostPart


class Steps(Layer):
    """A layer with an optimizer, losses and metrics, and what it does with a batch.

    A subclass may replace `train_step`, `test_step`, `predict_step`, `compute_loss` or
    `compute_metrics`; each is written once and runs on every engine.
    """

    untracked: frozenset[str] = Layer.untracked | {"compilation", "_placement"}
    compilation: Compiled | None = None
    stop_training: bool = False
    figures: Mapping[str, SymbolicTensor] = MappingProxyType({})
    """Tensors of its graph that are metrics, by name."""

    def __init__(self, *, engine: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._placement = Placement(engine)

    @property
    def engine(self) -> Engine[Any]:
        """The engine the model runs on: its own, else the current one."""
        return self._placement.engine

    def placed(self) -> AbstractContextManager[Engine[Any]]:
        """Makes the model's engine and device the current ones inside the block."""
        return self._placement.in_use()

    def check_host(self, x: Any) -> None:
        """Raises where inputs on the host cannot be what the model takes.

        Args:
            x: the inputs of a batch.
        """

    @property
    def host_part(self) -> HostPart | None:
        """What runs on the host before what the engine compiles; None where nothing does."""
        return None

    def cut_by_tracing(self, x: Any) -> None:
        """Finds what runs on the host in a `call` that takes text, where that can be done.

        Args:
            x: the inputs of a batch.
        """

    @property
    def takes_text(self) -> bool:
        """Whether text may be among the inputs, as far as is known."""
        return True

    def names_of_outputs(self) -> list[str] | None:
        """Returns the names by which losses and metrics may be told which output is meant."""
        return None

    def known_outputs(self) -> Any:
        """Returns the symbolic outputs, where they are known before the model is called."""
        return None

    @property
    def optimizer(self) -> Any:
        """The optimizer given to `compile`."""
        return self.compilation.optimizer if self.compilation else None

    @optimizer.setter
    def optimizer(self, value: Any) -> None:
        if self.compilation is None:
            self.compilation = compiled()
        self.compilation.optimizer = value

    @property
    def loss(self) -> Any:
        """The loss given to `compile`."""
        return self.compilation.arguments["loss"] if self.compilation else None

    @property
    def compiled(self) -> bool:
        """Whether `compile` has been called."""
        return self.compilation is not None

    @property
    def metrics(self) -> list[Any]:
        """All metrics: the mean loss, those given to `compile` as one, those in attributes.

        Those in the attributes of other models inside belong to their own training.
        """
        layers = (one for one in self.flatten_layers() if one is self or not isinstance(one, Steps))
        own = unique([m for layer in layers for m in held(layer, MetricBase)])
        if self.compilation is None:
            return own
        given = {id(metric) for metric in self.compilation.every_metric}
        return [*self.compilation.metrics, *(m for m in own if id(m) not in given)]

    @property
    def metrics_names(self) -> list[str]:
        """The names of the figures that `evaluate` lists, in its order, before the first step too.

        Where a model's outputs are not known before it has been called, it is taken to have one.
        """
        return self._figure_names().ordered()

    def listed(self, figures: Mapping[str, Any]) -> Any:
        """Returns figures as `evaluate` lists them; one by itself.

        Args:
            figures: by name.
        """
        return self._figure_names().listed(figures)

    def _figure_names(self) -> FigureNames:
        return FigureNames(self.compilation, self.metrics, self.known_outputs())

    def reset_metrics(self) -> None:
        """Starts every metric anew."""
        for metric in self.metrics:
            metric.reset_state()

    @property
    def metrics_variables(self) -> list[Variable]:
        """The state of all metrics."""
        return [v for m in self.metrics for v in m.variables]

    @property
    def run_eagerly(self) -> bool:
        """Whether steps run uncompiled."""
        return bool(self.compilation and self.compilation.eagerly)

    @property
    def jit_compile(self) -> bool | str | None:
        """How hard steps are compiled, as given to `compile`."""
        return self.compilation.arguments.get("jit_compile") if self.compilation else "auto"

    @property
    def precision(self) -> str | None:
        """What steps compute in, as given to `compile`; "auto" is resolved for the engine."""
        given = self.compilation.arguments.get("precision") if self.compilation else None
        return self.engine.matrix_dtype() if given == "auto" else given

    @property
    def steps_per_execution(self) -> int | str:
        """How many batches make one call, as given to `compile`."""
        return self.compilation.arguments["steps_per_execution"] if self.compilation else "auto"

    # One batch.

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
            return scaled, (y_pred, loss, _kept_of(step))

        step, variables = kept_by(self), self._trained_here()
        (_, (y_pred, loss, values)), gradients = differentiated(
            loss_and_outputs, variables, has_aux=True
        )
        if step is not None:
            step.values, figures = values
            step.figures = {n: (v, step.figures[n][1]) for n, v in figures.items()}
        self._track(loss, x)
        if variables:
            self.optimizer.apply(gradients, variables)
        return self.compute_metrics(x, y, y_pred, sample_weight)

    def _trained_here(self) -> list[Any]:
        """Returns the weights that a step of training changes.

        In Keras 1 and 2 these are the ones that `compile` saw: so a discriminator learns by
        itself, though it was frozen in the model that trains the generator.
        """
        now = self.trainable_variables
        then = self.compilation.trained if self.compilation is not None else []
        if PROGRAM.plain is None or not then or {*map(id, now)} == {*map(id, then)}:
            return now
        if now and not speaks_formerly():
            return now
        notice(
            f"{self.name} learns what could be trained when it was compiled, as in Keras 1 and 2, "
            "though layers were frozen or thawed since; compile it again to have that count"
        )
        return then

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
        step = kept_by(self)
        if self.compilation and step is not None:
            for name, (value, aggregation) in step.figures.items():
                self.compilation.metric_added(name, aggregation).update_state(value)
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
        if self.compilation is not None:
            self.compilation.loss_tracker.update_state(loss, sample_weight=batch_size(x))


def _kept_of(step: Kept | None) -> tuple[dict[int, Any], dict[str, Any]]:
    """Returns the tensors that a step keeps: what is computed inside it must be handed out."""
    if step is None:
        return {}, {}
    return step.values, {name: value for name, (value, _) in step.figures.items()}
