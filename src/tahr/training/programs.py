"""Programs: the compiled steps of a model, each made when it is first needed."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any, ClassVar

from tahr.core import current, trees
from tahr.core.errors import EngineError
from tahr.core.guarding import alone_with
from tahr.core.portable import LeftBehind
from tahr.core.rows import is_own
from tahr.core.scopes import state_scope
from tahr.core.specs import TensorSpec
from tahr.core.texts import as_text, is_text
from tahr.core.tracebacks import at_users_line
from tahr.core.tracking import changes
from tahr.core.variables import Variable
from tahr.layers.base import calls
from tahr.ops.symbolic import SymbolicTensor
from tahr.optimizers import Optimizer
from tahr.training import precisions
from tahr.training.compile_metrics import figures_of
from tahr.training.compile_report import (
    Compile,
    CompileReport,
    Signature,
    cause,
    shown,
    warn_of_changes,
)
from tahr.training.repeated import RepeatedCalls
from tahr.training.step import Step
from tahr.training.steps import Steps
from tahr.training.written import step_of


class Programs(Steps):
    """A layer that keeps its steps compiled, by what they depend on."""

    left_behind: ClassVar[LeftBehind] = {
        "_steps": None,
        "_calls": None,
        "_report": None,
        "_one_variable": None,
    }

    _steps: dict[Any, Step] | None = None
    _planned: int = 0
    _keeps: bool = False
    _report: CompileReport | None = None
    _calls: RepeatedCalls | None = None
    _one_variable: tuple[int, Variable | None] = (-1, None)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs or records the model; in inference, the third call of a kind is compiled.

        Args:
            *args: tensors first, then what `call` takes.
            **kwargs: what `call` takes; `training` and masks may be left out.

        Returns:
            What `call` returns.
        """
        try:
            if args and (self.host_part is not None or not self.built):
                args = (self._prepared(args[0]), *args[1:])
            if self._calls is None:
                self._calls = RepeatedCalls(self)
            if not self._calls.are_plain(args, kwargs):
                with self._alone():
                    return super().__call__(*args, **kwargs)
            if self._calls.is_due(args):
                with self.placed() as engine:
                    return self.step("call")(*trees.map(engine.asarray, args))
            with self._alone():
                outputs = super().__call__(*args, **kwargs)
            self._calls.look(args, outputs)
            return outputs
        except Exception as error:
            at_users_line(error)
            raise

    def _prepared(self, inputs: Any) -> Any:
        """Runs the part on the host, where there are values; text that builds a model stays."""
        if any(isinstance(leaf, SymbolicTensor | TensorSpec) for leaf in trees.leaves(inputs)):
            return inputs
        if self.host_part is not None:
            return self.host_part.prepare(inputs, self.name)
        return as_text(inputs, self.name) if is_text(inputs) else inputs

    def _alone(self) -> AbstractContextManager[None]:
        """Keeps steps of other threads waiting while the model is called outside of any."""
        if calls.context() is not None or state_scope() is not None:
            return nullcontext()
        if self._one_variable[0] != changes():
            self._one_variable = changes(), next(iter(self.variables), None)
        one = self._one_variable[1]
        return nullcontext() if one is None or one.guard is None else alone_with(one.guard)

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

    def step(self, kind: str) -> Step:
        """Returns the compiled step of a kind, made anew when what it depends on has changed.

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
            function = precisions.within(self.precision, step_of(self, kind), kind)
            self._steps[key] = Step(
                partial(figures_of, function) if kind in ("train", "test") else function,
                lambda: self._state(kind),
                engine,
                compiled=not self.run_eagerly,
                donate=kind == "train",
                effort="full" if self.jit_compile is True else "quick",
                watch=partial(self._note, kind, engine.name, self._cause(key)),
                keep=keeps,
                settle=kind != "call" and not is_own(getattr(type(self), f"{kind}_step")),
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
        self, kind: str, engine: str, reason: str, found: list[Signature], seconds: float
    ) -> None:
        if len(found) > 1:
            reason = cause(found)
            warn_of_changes(self.name, kind, found)
        self.compile_report.add(Compile(kind, engine, reason, shown(found[-1]), seconds))

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
        """Says how many steps of training are to come, as far as is known.

        They count together with those of earlier calls: many short runs are a long one.
        """
        self._planned += steps
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


def _no_gradients(engine: str, model: str) -> EngineError:
    others = current.can_train()
    return EngineError(
        f"the {engine} engine cannot train, as it has no gradients",
        where=model,
        expected=", ".join(others) or None,
        todo=f'model.to("{others[0]}")' if others else "pip install 'tahr[torch]'",
    )
