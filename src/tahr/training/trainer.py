"""Trainer: how a model is to be trained, and its compiled steps."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from tahr.core import current, trees
from tahr.core.errors import ArgumentError, EngineError
from tahr.core.serialization import deserialize, serialize
from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import ends_at_user
from tahr.core.variables import Variable
from tahr.optimizers import Optimizer
from tahr.training import precisions
from tahr.training.compile_report import (
    Compile,
    CompileReport,
    Signature,
    difference,
    shown,
    warn_of_changes,
)
from tahr.training.compiled import compiled
from tahr.training.repeated import RepeatedCalls
from tahr.training.step import Step
from tahr.training.steps import Steps
from tahr.training.written import step_of

ONE = 1
"""What files say for "auto" steps in one call: Keras's default, which changes no result."""


class Trainer(Steps):
    """A layer with an optimizer, losses and metrics: the set-up of a model's steps."""

    _steps: dict[Any, Step] | None = None
    _planned: int = 0
    _keeps: bool = False
    _report: CompileReport | None = None
    _calls: RepeatedCalls | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs or records the model; in inference, the third call of a kind is compiled.

        Args:
            *args: tensors first, then what `call` takes.
            **kwargs: what `call` takes; `training` and masks may be left out.

        Returns:
            What `call` returns.
        """
        if self._calls is None:
            self._calls = RepeatedCalls(self)
        if not self._calls.are_plain(args, kwargs):
            return super().__call__(*args, **kwargs)
        if self._calls.is_due(args):
            with self.placed() as engine:
                return self.step("call")(*trees.map(engine.asarray, args))
        outputs = super().__call__(*args, **kwargs)
        self._calls.look(args, outputs)
        return outputs

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
        steps_per_execution: int | str = "auto",
        jit_compile: bool | str = "auto",
        auto_scale_loss: bool = True,
        precision: str | None = None,
    ) -> None:
        """Says how the model is to be trained.

        Args:
            optimizer: name or object; or several, in a dict or in pairs: a regular expression
                for the whole path of weights, or a layer, and an optimizer for these. What
                "default" is given trains the rest.
            loss: name, function or `Loss`; or a list or dict of them by output.
            loss_weights: a number for each output.
            metrics: names, functions or `Metric`s, alone, in a list, or by output.
            weighted_metrics: the same, taking sample weights into account.
            run_eagerly: whether steps run uncompiled, for debugging.
            steps_per_execution: how many batches are handed to the engine in one call, callbacks
                being called once for all of them; "auto" lets the engine have many where that is
                faster and no callback wants to see every batch.
            jit_compile: how hard the engine compiles the steps, where it knows more than one way
                (PyTorch: True runs `torch.compile`, False replays a recording, "auto" starts
                with the recording and compiles it where `fit` is long enough to pay for that;
                TensorFlow: True compiles by XLA).
            auto_scale_loss: whether a model that computes in float16 with float32 weights has
                its optimizer wrapped in a `LossScaleOptimizer`, so that small gradients survive.
            precision: what the steps compute in: "bfloat16", "float16" or "float32" for all
                layers that were given no dtype of their own, whatever the global policy;
                "auto" for bfloat16 where the engine multiplies matrices faster in it on this
                device, and float32 elsewhere. Weights, optimizer, losses, metrics and what
                `predict` gives stay as they are. By default layers compute as their own
                policies say.

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
            "steps_per_execution": _steps(steps_per_execution),
            "jit_compile": jit_compile,
        }
        if precision is not None:
            self.compilation.arguments["precision"] = precisions.checked(precision, self.name)
        mixed = precision == "float16" or self.dtype_policy.name == "mixed_float16"
        if auto_scale_loss and mixed and self.optimizer is not None:
            self.compilation.scale_loss()
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

    @property
    def precision(self) -> str | None:
        """What steps compute in, as given to `compile`; "auto" is resolved for the engine."""
        given = self.compilation.arguments.get("precision") if self.compilation else None
        return self.engine.matrix_dtype() if given == "auto" else given

    def zero_grad(self) -> None:
        """Forgets what PyTorch's `backward` left with the weights; other engines leave nothing."""
        for variable in self.trainable_variables:
            value: Any = variable.value
            if getattr(value, "grad", None) is not None:
                value.grad = None

    @property
    def steps_per_execution(self) -> Any:
        """How many batches make one call, as given to `compile`."""
        return self.compilation.arguments["steps_per_execution"] if self.compilation else "auto"

    @property
    def compile_report(self) -> CompileReport:
        """What has been compiled for the model, and what caused it."""
        if self._report is None:
            self._report = CompileReport()
        return self._report

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
        given = {**self.compilation.arguments, "optimizer": self.compilation.given_optimizer()}
        if given["steps_per_execution"] == "auto":
            given["steps_per_execution"] = ONE
        return serialize(given)

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compiles as the model was when it was saved."""
        given = deserialize(config)
        if given.get("steps_per_execution") == ONE:
            given["steps_per_execution"] = "auto"
        self.compile(**given)
        if self.optimizer is not None and self.built:
            self.optimizer.build(self.trainable_variables)

    # Compiled steps.

    def step(self, kind: str) -> Step:
        """Gives the compiled step of a kind, made anew when what it depends on has changed.

        Args:
            kind: "train", "test", "predict", or "call" for a plain call.

        Raises:
            EngineError: the engine cannot train.
        """
        engine = self.engine
        if kind == "train" and not engine.gradients:
            raise _no_gradients(engine.name, self.name)
        recipe = getattr(self.optimizer, "recipe", None) if kind == "train" else None
        trained = None if kind in ("predict", "call") else self.trained_now
        keeps = kind == "train" and self._keeps
        key = (kind, engine.name, current.device(), self.run_eagerly, trained, recipe, keeps)
        if self._steps is None:
            self._steps = {}
        if key not in self._steps:
            if kind == "train" and self.built and isinstance(self.optimizer, Optimizer):
                self.optimizer.meet(self.weights)
            self._steps[key] = Step(
                precisions.within(self.precision, step_of(self, kind), kind),
                lambda: self._state(kind),
                engine,
                compiled=not self.run_eagerly,
                donate=kind == "train",
                effort="full" if self.jit_compile is True else "quick",
                watch=partial(self._note, kind, engine.name, self._cause(key)),
                keep=keeps,
            )
            self._foresee(kind, self._steps[key])
        return self._steps[key]

    def _cause(self, key: tuple[Any, ...]) -> str:
        """Says why there is no step for a key yet."""
        others = [k for k in self._steps or () if k[0] == key[0]]
        if not others:
            return "the first step" if self.compile_report.count(key[0]) == 0 else "compiled anew"
        names = (
            "kind", "engine", "device", "run_eagerly", "set of trained weights", "optimizer",
            "step, which keeps the state before it",
        )  # fmt: skip
        changed = [n for n, a, b in zip(names, others[-1], key, strict=True) if a != b]
        return f"another {changed[0]}" if changed else "compiled anew"

    def _note(
        self, kind: str, engine: str, cause: str, found: list[Signature], seconds: float
    ) -> None:
        if len(found) > 1:
            cause = difference(found[-2], found[-1])
            warn_of_changes(self.name, kind, found)
        self.compile_report.add(Compile(kind, engine, cause, shown(found[-1]), seconds))

    @contextmanager
    def keeping(self, wanted: bool) -> Iterator[None]:
        """Keeps what the last step of training began with, inside the block, where it is wanted."""
        self._keeps = wanted
        try:
            yield
        finally:
            self._keeps = False
            for step in (self._steps or {}).values():
                step.kept = None

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
        if kind in ("train", "test"):
            found += self.metrics_variables
        if kind == "train" and self.optimizer is not None:
            found += self.optimizer.variables
        return list({id(v): v for v in found}.values())


def _steps(value: int | str) -> int | str:
    if value == "auto" or (isinstance(value, int) and value >= 1):
        return value
    raise ArgumentError(
        "steps_per_execution cannot be this", expected='"auto", or 1 or more', got=repr(value)
    )


def _no_gradients(engine: str, model: str) -> EngineError:
    others = current.can_train()
    return EngineError(
        f"the {engine} engine cannot train, as it has no gradients",
        where=model,
        expected=", ".join(others) or None,
        todo=f'model.to("{others[0]}")' if others else "pip install 'tahr[torch]'",
    )
