"""Session: the steps of a model, each made and compiled when it is first needed, and kept."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any, NamedTuple

from tahr.core import current, trees
from tahr.core.errors import ArgumentError, EngineError
from tahr.core.guarding import alone_with
from tahr.core.reaching import Reached
from tahr.core.rows import is_own
from tahr.core.specs import TensorSpec
from tahr.core.texts import as_text, is_text
from tahr.core.tracking import changes
from tahr.core.variables import Variable
from tahr.engines.base import Engine
from tahr.ops.symbolic import SymbolicTensor
from tahr.optimizers import Optimizer
from tahr.training.setup import precisions
from tahr.training.step.repeated import RepeatedCalls
from tahr.training.step.report import (
    Compile,
    CompileReport,
    Signature,
    cause,
    shown,
    warn_of_changes,
)
from tahr.training.step.step import Step
from tahr.training.step.written import step_of
from tahr.training.trainable import Trainable


class Key(NamedTuple):
    """What a compiled step depends on, besides the shapes it is given."""

    kind: str
    engine: str
    device: str | None
    run_eagerly: bool
    trained: Any
    optimizer: Any
    keeps: bool


METHODS = {
    "train": "train_step", "test": "test_step", "predict": "predict_step", "sample": "predict_step",
}  # fmt: skip
"""By the kind of a step, the method of the model that says what it does."""
WORDS = {
    "trained": "set of trained weights",
    "keeps": "step, which keeps the state before it",
}
"""How parts of a key are called in reports, where not by their names."""


class Session:
    """What training keeps for a model between calls.

    Args:
        model: whose steps they are.

    Attributes:
        validation_data: what a `fit` under way was given to validate on.
        symbols: the symbolic inputs of training, once an old program has asked for them.
    """

    def __init__(self, model: Trainable) -> None:
        self.model = model
        self.report: CompileReport = CompileReport()
        self.calls: RepeatedCalls = RepeatedCalls(model)
        self.reached: Reached = Reached()
        self.steps: dict[Key, Step] = {}
        self.validation_data: Any = None
        self.symbols: Any = None
        self._planned = self._ran = 0
        self._keeps = False
        self._first: tuple[int, Variable | None] = (-1, None)

    @contextmanager
    def validating_on(self, data: Any) -> Iterator[None]:
        """Keeps what `fit` was given to validate on, for callbacks that ask for it.

        Args:
            data: as a user passed it.
        """
        self.validation_data = data
        try:
            yield
        finally:
            self.validation_data = None

    @property
    def engine(self) -> Engine[Any]:
        """What the model's steps run on."""
        return self.model.engine

    def step(self, kind: str) -> Step:
        """Returns the compiled step of a kind, made anew when what it depends on has changed.

        Args:
            kind: "train", "test", "predict", "sample" for a prediction in which dropout drops,
                or "call" for a plain call.

        Raises:
            EngineError: the engine cannot train.
        """
        key = self._key(kind)
        if key not in self.steps:
            self.steps[key] = self._made(key)
            self._foresee(kind, self.steps[key])
        return self.steps[key]

    def _key(self, kind: str) -> Key:
        model, learns = self.model, kind == "train"
        engine = model.engine
        if learns and not engine.gradients:
            raise _no_gradients(engine.name, model.name)
        if learns and model.host_part is not None and model.host_part.kept_from_training:
            raise _kept_from_training(model.name, model.host_part.kept_from_training[0])
        return Key(
            kind,
            engine.name,
            current.device(),
            model.run_eagerly,
            model.trained_now if kind in ("train", "test") else None,
            getattr(model.optimizer, "recipe", None) if learns else None,
            learns and self._keeps,
        )

    def _made(self, key: Key) -> Step:
        model, kind = self.model, key.kind
        if kind == "train" and model.built and isinstance(model.optimizer, Optimizer):
            model.optimizer.bind_weights(model.weights)
        return Step(
            precisions.within(model.precision, step_of(model, kind, self.reached), kind),
            lambda: self._state(kind),
            model.engine,
            compiled=not key.run_eagerly,
            donate=kind == "train",
            effort="full" if model.jit_compile is True else "quick",
            watch=partial(self._note, key, self._cause(key)),
            keep=key.keeps,
            settle=kind != "call" and not is_own(getattr(type(model), METHODS.get(kind, kind))),
        )

    def _state(self, kind: str) -> Sequence[Variable]:
        """Lists every variable that a step of a kind may read or assign."""
        found = [*self.model.variables]
        if kind in ("train", "test"):
            found += self.model.metrics_variables
        if kind == "train" and self.model.optimizer is not None:
            found += self.model.optimizer.variables
        return list({id(v): v for v in found}.values())

    # What is compiled, and why.

    def _cause(self, key: Key) -> str:
        """Says why there is no step for a key yet."""
        others = [k for k in self.steps if k.kind == key.kind]
        if not others:
            return "the first step" if self.report.count(key.kind) == 0 else "compiled anew"
        pairs = zip(Key._fields, others[-1], key, strict=True)
        changed = [WORDS.get(name, name) for name, a, b in pairs if a != b]
        return f"another {changed[0]}" if changed else "compiled anew"

    def _note(self, key: Key, reason: str, found: list[Signature], seconds: float) -> None:
        if len(found) > 1:
            reason = cause(found)
            warn_of_changes(self.model.name, key.kind, found)
        self.report.add(Compile(key.kind, key.engine, reason, shown(found[-1]), seconds))

    # What is to come.

    @contextmanager
    def keeping(self, wanted: bool) -> Iterator[None]:
        """Keeps what the last step of training began with, inside the block, where it is wanted."""
        self._keeps = wanted
        try:
            yield
        finally:
            self._keeps = False
            for step in self.steps.values():
                step.kept = None

    def plan(self, steps: int) -> None:
        """Says how many steps of training are to come, as far as is known.

        They count together with those that have run: many short runs are a long one.
        """
        self._planned = self._ran + steps
        for key, step in self.steps.items():
            self._foresee(key.kind, step)

    def ran(self, steps: int) -> None:
        """Counts steps of training that have run."""
        self._ran += steps

    def ran_unplanned(self) -> None:
        """Counts a step of a loop by hand: as many are taken to come as there have been."""
        self.ran(1)
        if self._ran.bit_count() == 1 and self._ran > self._planned // 2:
            self.plan(self._ran)

    def _foresee(self, kind: str, step: Step) -> None:
        if kind == "train" and self.model.jit_compile == "auto":
            step.foresee(self._planned)

    # Calls outside of any step.

    def called(
        self, as_written: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Calls the model, by a compiled step where nothing can tell the difference.

        Args:
            as_written: calls it uncompiled.
            args: of the call.
            kwargs: of the call.
        """
        with self.model.placed() as engine:
            is_plain = self.calls.are_plain(args, kwargs)
            if is_plain and self.calls.is_due(args):
                return self.step("call")(*trees.map(engine.asarray, args))
            with self._alone():
                outputs = as_written(*args, **kwargs)
            if is_plain:
                self.calls.look(args, outputs)
            return outputs

    def _alone(self) -> AbstractContextManager[None]:
        """Keeps steps of other threads waiting."""
        if self._first[0] != changes():
            self._first = changes(), next(iter(self.model.variables), None)
        first = self._first[1]
        return nullcontext() if first is None or first.guard is None else alone_with(first.guard)


def session_of(model: Trainable) -> Session:
    """Returns what training keeps for a model."""
    found: Session | None = vars(model).get("_session")
    if found is None:
        found = vars(model)["_session"] = Session(model)
    return found


def forget_steps(model: Trainable) -> None:
    """Forgets the steps of a model: what they compute has changed."""
    found: Session | None = vars(model).get("_session")
    if found is not None:
        found.steps, found.symbols = {}, None


def prepared(model: Trainable, inputs: Any) -> Any:
    """Runs a model's part on the host, where there are values; text that builds a model stays."""
    if any(isinstance(leaf, SymbolicTensor | TensorSpec) for leaf in trees.leaves(inputs)):
        return inputs
    if model.host_part is not None:
        return model.host_part.prepare(inputs, model.name)
    return as_text(inputs, model.name) if is_text(inputs) else inputs


def _kept_from_training(model: str, layer: str) -> ArgumentError:
    return ArgumentError(
        "this layer takes text, so it runs on the host, where its weights are not trained",
        where=f"{model}, {layer}",
        todo="have what takes text and what has weights be layers of their own: call them one "
        "after the other, or make a functional Model of them; or freeze it, "
        "layer.trainable = False",
    )


def _no_gradients(engine: str, model: str) -> EngineError:
    others = current.can_train()
    return EngineError(
        f"the {engine} engine cannot train, as it has no gradients",
        where=model,
        expected=", ".join(others) or None,
        todo=f'model.to("{others[0]}")' if others else "pip install 'tahr[torch]'",
    )
