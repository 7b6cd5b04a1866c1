"""Trainer: what a model does in one step of training, evaluation or prediction."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core import current, trees
from tahr.core.errors import ArgumentError, EngineError
from tahr.core.serialization import deserialize, serialize
from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import ends_at_user
from tahr.core.variables import Variable
from tahr.engines.base import Engine
from tahr.training.compiled import Compiled, compiled
from tahr.training.data.unpack import unpack_x_y_sample_weight
from tahr.training.fitting import Fitting
from tahr.training.gradients import value_and_grad
from tahr.training.objective import batch_size
from tahr.training.step import Step


class Trainer(Fitting):
    """A layer with an optimizer, losses and metrics: the steps of a model and their set-up.

    A subclass may replace `train_step`, `test_step`, `predict_step`, `compute_loss` or
    `compute_metrics`; each is written once and runs on every engine.
    """

    compilation: Compiled | None = None
    stop_training: bool = False
    _engine: str | None = None
    _steps: dict[Any, Step] | None = None
    _planned: int = 0

    @property
    def engine(self) -> Engine[Any]:
        """The engine the model runs on: its own, else the current one."""
        return current.load(self._engine) if self._engine else current.engine()

    def to(self, engine: str) -> Any:
        """Moves the model to an engine; its weights follow when they are next read.

        Args:
            engine: the engine's name.

        Returns:
            The model itself.
        """
        current.load(engine)
        self._engine = engine
        return self

    # Set-up.

    @ends_at_user
    @accepts_old_spellings
    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: bool | str = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """Says how the model is to be trained.

        Args:
            optimizer: name or object.
            loss: name, function or `Loss`; or a list or dict of them by output.
            loss_weights: a number for each output.
            metrics: names, functions or `Metric`s, alone, in a list, or by output.
            weighted_metrics: the same, taking sample weights into account.
            run_eagerly: whether steps run uncompiled, for debugging.
            steps_per_execution: accepted for Keras's signature; steps run one by one.
            jit_compile: how hard the engine compiles the steps, where it knows more than one way
                (PyTorch: True runs `torch.compile`, False replays a recording, "auto" starts
                with the recording and compiles it where `fit` is long enough to pay for that).
            auto_scale_loss: accepted for Keras's signature; a loss is scaled by the
                optimizer's `loss_scale_factor` alone.

        Raises:
            ArgumentError: a name is unknown.
        """
        self.compilation = compiled(
            optimizer,
            loss,
            loss_weights,
            metrics,
            weighted_metrics,
            run_eagerly,
            self.names_of_outputs(),
        )
        self.compilation.arguments |= {
            "steps_per_execution": steps_per_execution,
            "jit_compile": jit_compile,
        }
        self._steps = None

    def names_of_outputs(self) -> list[str] | None:
        """Gives the names by which losses and metrics may be told which output is meant."""
        return None

    @property
    def optimizer(self) -> Any:
        """The optimizer given to `compile`."""
        return self.compilation.optimizer if self.compilation else None

    @optimizer.setter
    def optimizer(self, value: Any) -> None:
        if self.compilation is None:
            Trainer.compile(self, optimizer=None)
        if self.compilation is not None:
            self.compilation.optimizer = value

    @property
    def loss(self) -> Any:
        """The loss given to `compile`."""
        return self.compilation.arguments["loss"] if self.compilation else None

    @property
    def run_eagerly(self) -> bool:
        """Whether steps run uncompiled."""
        return bool(self.compilation and self.compilation.eagerly)

    @property
    def jit_compile(self) -> Any:
        """How hard steps are compiled, as given to `compile`."""
        return self.compilation.arguments.get("jit_compile") if self.compilation else "auto"

    def zero_grad(self) -> None:
        """Forgets what PyTorch's `backward` left with the weights; other engines leave nothing."""
        for variable in self.trainable_variables:
            if getattr(variable.value, "grad", None) is not None:
                variable.value.grad = None

    @property
    def compiled(self) -> bool:
        """Whether `compile` has been called."""
        return self.compilation is not None

    @property
    def metrics(self) -> list[Any]:
        """All metrics: the mean loss, those given to `compile`, those in attributes."""
        own = super().metrics
        return [*(self.compilation.metrics if self.compilation else []), *own]

    @property
    def metrics_names(self) -> list[str]:
        """The names of the metrics."""
        return [m.name for m in self.metrics]

    @property
    def metrics_variables(self) -> list[Variable]:
        """The state of all metrics."""
        return [v for m in self.metrics for v in m.variables]

    def get_compile_config(self) -> dict[str, Any] | None:
        """Gives what `compile_from_config` needs; None for a model that is not compiled."""
        if self.compilation is None:
            return None
        return serialize({**self.compilation.arguments, "optimizer": self.optimizer})

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compiles as the model was when it was saved."""
        self.compile(**deserialize(config))
        if self.optimizer is not None and self.built:
            self.optimizer.build(self.trainable_variables)

    # Steps.

    def train_step(self, data: Any) -> dict[str, Any]:
        """Learns from a batch.

        Args:
            data: (x, y, sample_weight).

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
            data: (x, y, sample_weight).

        Returns:
            The figures for the logs.
        """
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        y_pred = self(x, training=False)
        self._track(self.compute_loss(x, y, y_pred, sample_weight, training=False), x)
        return self.compute_metrics(x, y, y_pred, sample_weight)

    def predict_step(self, data: Any) -> Any:
        """Gives the outputs for a batch.

        Args:
            data: (x,) or (x, y, sample_weight), of which only x counts.
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
        """Gives the loss of a batch, penalties and losses added by layers included.

        Returns:
            A scalar.
        """
        objective = self.compilation.objective if self.compilation else None
        total = objective(y, y_pred, sample_weight) if objective and y is not None else None
        for loss in self.losses:
            value = ops.sum(ops.cast(loss, "float32"))
            total = value if total is None else ops.add(total, value)
        if total is not None:
            return total
        return ops.zeros(()) if training is False or self.losses else self._no_loss()

    def _no_loss(self) -> Any:
        raise ArgumentError(
            "there is nothing to learn from: no loss was given to `compile`, or no targets",
            where=self.name,
            todo="compile with a loss and pass targets, or call add_loss in a layer",
        )

    def compute_metrics(self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Takes a batch into account in the metrics.

        Returns:
            The figures for the logs.
        """
        if self.compilation and y is not None:
            for measures in self.compilation.measures:
                measures.update(y, y_pred, sample_weight)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """Gives the value of every metric by its name in the logs."""
        found: dict[str, Any] = {}
        if self.compilation is not None:
            trackers = [self.compilation.loss_tracker]
            trackers += self.compilation.objective.metrics if self.compilation.objective else []
            found = {m.name: m.result() for m in trackers}
            for measures in self.compilation.measures:
                found |= measures.results()
        for metric in super().metrics:  # type: ignore[misc]
            value = metric.result()
            found |= value if isinstance(value, dict) else {metric.name: value}
        return found

    def _track(self, loss: Any, x: Any) -> None:
        if self.compilation is None:
            return
        first = next((t for t in trees.leaves(x) if t is not None), None)
        size = 1 if first is None else batch_size(first)
        self.compilation.loss_tracker.update_state(loss, sample_weight=size)

    # Compiled steps.

    def step(self, kind: str) -> Step:
        """Gives the compiled step of a kind, made anew when what it depends on has changed.

        Args:
            kind: "train", "test" or "predict".

        Raises:
            EngineError: the engine cannot train.
        """
        engine = self.engine
        if kind == "train" and not engine.gradients:
            raise EngineError(
                f"the {engine.name} engine cannot train, as it has no gradients",
                where=self.name,
                expected="jax",
                todo='model.to("jax")',
            )
        trained = tuple(id(v) for v in self.trainable_variables)
        key = (kind, engine.name, self.run_eagerly, trained)
        if self._steps is None:
            self._steps = {}
        if key not in self._steps:
            function = getattr(self, f"{kind}_step")
            self._steps[key] = Step(
                lambda *data: function(data),
                lambda: self._state(kind),
                engine,
                compiled=not self.run_eagerly,
                donate=kind == "train",
                effort="full" if self.jit_compile is True else "quick",
            )
            self._foresee(kind, self._steps[key])
        return self._steps[key]

    def plan(self, steps: int) -> None:
        """Says how many steps of training are to come, as far as is known."""
        self._planned = steps
        for (kind, *_), step in (self._steps or {}).items():
            self._foresee(kind, step)

    def _foresee(self, kind: str, step: Step) -> None:
        if kind == "train" and self.jit_compile == "auto":
            step.foresee(self._planned)

    def _state(self, kind: str) -> Sequence[Variable]:
        """Lists every variable that a step of a kind may read or assign."""
        found = [*self.variables]
        if kind != "predict":
            found += self.metrics_variables
        if kind == "train" and self.optimizer is not None:
            found += self.optimizer.variables
        return list({id(v): v for v in found}.values())
