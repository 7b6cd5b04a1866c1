"""The pure step: a method that reads and assigns variables, as a function of their values.

`step(state, inputs) -> (state, outputs)` is what the engine compiles, once for each set of
input specs. Before that it runs on specs alone, which builds every layer, metric and optimizer
slot, and finds what does not fit before anything is computed.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

from tahr.core import current, trees
from tahr.core.errors import TahrError
from tahr.core.guarding import Guard, guarded_together, taken
from tahr.core.penalties import forgotten_after
from tahr.core.scopes import StateScope, autocast
from tahr.core.specs import TensorSpec
from tahr.core.tracking import changes, unique
from tahr.core.variables import Variable, own_values
from tahr.engines.base import Effort, Engine
from tahr.engines.compiled import KEPT
from tahr.training.step.report import Signature, signature

Watch = Callable[[list[Signature], float], None]
"""Is told the signatures seen so far, the newest last, and the seconds its first call took."""


@dataclass(frozen=True)
class Kept:
    """What one call of a step began with.

    Args:
        state: the value of each of its variables.
        inputs: its inputs.
        count: how many steps there were in the call; with several, inputs have one more axis.
    """

    state: list[Any]
    inputs: tuple[Any, ...]
    count: int = 1

    def batches(self) -> list[tuple[Any, ...]]:
        """Returns the inputs of each step."""
        if self.count == 1:
            return [self.inputs]
        return [
            trees.map(lambda a, place=place: None if a is None else a[place], self.inputs)
            for place in range(self.count)
        ]


class Step:
    """A compiled step over the state it reads and writes.

    Args:
        function: takes trees of tensors, returns a tree of tensors.
        variables: gives variables that belong to the state for certain, once it has run on
            specs; whatever else it touches there belongs to it too.
        engine: what compiles it.
        compiled: whether to compile; else it runs as it is written.
        donate: whether the memory of the old state may be used for the new.
        keep: whether what the last call began with is kept; then nothing is donated.
        settle: whether what builds layers is run on specs again: a function of a user's own may
            have asked for weights, and handed them on, before they were built.
        effort: how hard the engine's compiler tries.
        watch: is told of every program that is compiled.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        variables: Callable[[], Sequence[Variable]],
        engine: Engine[Any],
        compiled: bool = True,
        donate: bool = True,
        effort: Effort = "quick",
        watch: Watch | None = None,
        keep: bool = False,
        settle: bool = False,
    ) -> None:
        self.function = function
        self.engine = engine
        self.mixes_rows: bool | None = None
        """Whether a row of the outputs depends on other rows; None for not known yet."""
        self.assigns: bool = True
        """Whether it assigns any variable; known once it is prepared."""
        self.planned: int = 0
        self._outgrown: str | None = None
        self.foreseen: dict[str, int] = {}
        """How many calls were foreseen for each signature: what engines decided by."""
        self.kept: Kept | None = None
        self._keep = keep
        self._settle = settle
        self._collect = variables
        self._variables: list[Variable] | None = None
        self._guard = Guard()
        self._structure: Any = None
        self._run = self._pure
        self._compiled = compiled
        self.is_compiled: bool = compiled and engine.compiles
        self._watch = watch
        self._seen: dict[Signature, None] = {}
        self._loops: OrderedDict[Signature, Callable[..., Any] | None] = OrderedDict()
        self._programs: OrderedDict[Signature, Callable[..., Any]] = OrderedDict()
        self._donates = donate and not keep
        self._effort: Effort = effort
        if compiled:
            self._run = self._made()

    @property
    def variables(self) -> list[Variable]:
        """The variables it reads or assigns."""
        return self._variables or []

    def _pure(self, state: list[Any], inputs: tuple[Any, ...]) -> tuple[list[Any], Any]:
        variables = self.variables
        with (
            current.using(self.engine),
            StateScope(zip(variables, state, strict=True)) as scope,
            forgotten_after() if self.is_compiled else nullcontext(),
        ):
            outputs, self._structure = trees.flatten(self.function(*inputs))
            if self.is_compiled:
                self._check_known(scope.touched())
            return [scope.find(v) for v in variables], outputs

    def _check_known(self, touched: Sequence[Variable]) -> None:
        """Refuses variables that the program would take as constants, and would not assign."""
        known = {id(v) for v in self.variables}
        new = [v.path for v in touched if id(v) not in known]
        if new:
            raise TahrError(
                "a compiled function made variables while it ran",
                expected="the layers, metrics and optimizers that were there when it was compiled",
                got=", ".join(new[:5]),
                todo="make them outside: inside, they would begin anew with each compilation, "
                "and learn nothing",
            )

    def _changing(self, state: list[Any], inputs: tuple[Any, ...]) -> tuple[list[Any], Any]:
        """Returns None for what stays: a program copies what it returns and was not given away."""
        after, outputs = self._pure(state, inputs)
        return [None if new is old else new for new, old in zip(after, state, strict=True)], outputs

    def _made(self) -> Callable[..., Any]:
        """Compiles the step, each time as a function of its own."""
        whole = self._pure if self._donates else self._changing
        function = partial(whole) if self.engine.hoards else whole
        return self.engine.compile(function, (0,) if self._donates else (), self._effort)

    def _program(self, key: Signature) -> Callable[..., Any]:
        """Returns what runs the step on such inputs; of an engine that hoards the latest few."""
        if not self._compiled or not self.engine.hoards:
            return self._run
        found = self._programs.get(key)
        if found is None:
            found = self._programs[key] = self._made()
            if len(self._programs) > KEPT:
                self._seen.pop(self._programs.popitem(last=False)[0], None)
        self._programs.move_to_end(key)
        return found

    def foresee(self, calls: int) -> None:
        """Lets the engine know how often the step will be called, as far as is known."""
        self.planned = calls
        first = next(iter(self.foreseen), None)
        self._outgrown = first if first and calls > self.foreseen[first] else None

    def prepare(self, *inputs: Any) -> None:
        """Runs the step on the specs of its inputs, once: its state is fixed from then on.

        Raises:
            TahrError: something does not fit.
        """
        if self._variables is not None:
            return
        specs = trees.map(_spec, inputs)
        before = changes()
        touched = self._touched(specs)
        if self._settle and changes() != before:
            touched += self._touched(specs)
        self._variables = unique([*self._collect(), *touched])
        self._guard = guarded_together(self._variables)

    def _touched(self, specs: Any) -> list[Variable]:
        """Runs the step on specs, and returns the variables that it reads or assigns."""
        try:
            with current.using("spec"), StateScope() as scope, forgotten_after():
                self.function(*specs)
        except TahrError:
            raise
        except Exception:
            return self._touched_in_tracing(specs)
        self.assigns = bool(scope.written())
        return scope.touched()

    def without_donation(self) -> "Step":
        """Returns the step prepared, for one that only reads: its state stays as it is."""
        other = Step(self.function, self._collect, self.engine, self._compiled, donate=False)
        other._variables, other.assigns = self._variables, self.assigns
        return other

    def _touched_in_tracing(self, specs: Any) -> list[Variable]:
        touched: list[Variable] = []
        known = unique([*self._collect()])
        leaves, structure = trees.flatten(specs)
        places = [i for i, leaf in enumerate(leaves) if leaf is not None]

        def run(*tensors: Any) -> Any:
            filled = list(leaves)
            for place, tensor in zip(places, tensors[len(known) :], strict=True):
                filled[place] = tensor
            with StateScope(zip(known, tensors, strict=False)) as scope, forgotten_after():
                outputs = self.function(*trees.unflatten(structure, filled))
            touched.extend(scope.touched())
            self.assigns = bool(scope.written())
            return outputs

        state = [TensorSpec(v.shape, v.dtype) for v in known]
        with current.using(self.engine):
            self.engine.evaluate_spec(run, state + [leaves[i] for i in places])
        return touched

    def __call__(self, *inputs: Any) -> Any:
        """Runs the step on tensors, and leaves the new state in the variables."""
        self.prepare(*inputs)
        return self._called(None, signature(inputs), inputs)

    def loops(self, *inputs: Any) -> bool:
        """Returns whether many steps on such inputs are to be run in one call.

        Args:
            *inputs: what one step takes.
        """
        found = signature(inputs)
        if found not in self._loops:
            self.prepare(*inputs)
            self._loops[found] = None
            if self._compiled:
                state = [TensorSpec(v.shape, v.dtype) for v in self.variables]
                specs = trees.map(_spec, inputs)
                self._loops[found] = self.engine.repeat(self._pure, state, specs)
            if len(self._loops) > KEPT:
                self._loops.popitem(last=False)
        self._loops.move_to_end(found)
        return self._loops[found] is not None

    def many(self, inputs: tuple[Any, ...], count: int) -> Any:
        """Runs many steps in one call, where `loops` says so.

        Args:
            inputs: what a step takes, with one more axis in front.
            count: how many of the batches there are to be used.

        Returns:
            The outputs of the last step.
        """
        one = signature(trees.map(_first, inputs))
        run: Any = self._loops[one]
        key = (*one, f"{_length(inputs)} steps in one call")
        return self._called(lambda state, data: run(state, data, count), key, inputs, count)

    def again(self, state: list[Any], inputs: tuple[Any, ...]) -> list[Any]:
        """Runs the step uncompiled on a state, and gives the new one; the variables stay."""
        with current.using(self.engine), autocast(None):
            values = [self.engine.on_read(v, t) for v, t in zip(self.variables, state, strict=True)]
            return self._pure(values, inputs)[0]

    def put_back(self, state: Sequence[Any]) -> None:
        """Assigns the variables the values of a state."""
        with current.using(self.engine):
            for variable, value in zip(self.variables, state, strict=True):
                variable.store(self.engine.on_assign(variable, value))

    def _called(
        self, run: Callable[..., Any] | None, key: Signature, inputs: Any, count: int = 1
    ) -> Any:
        is_new = self.is_compiled and key not in self._seen
        if is_new:
            self._foresee(key)
        elif self._outgrown is not None and self._outgrown == repr(key):
            self.foreseen[self._outgrown], self._outgrown = self.planned, None
            self.engine.foresee(self._run, self.planned)
        begun = time.perf_counter()
        held = taken(self._guard)
        try:
            outputs = self._run_alone(run or self._program(key), inputs, count)
        finally:
            held.lock.release()
        if is_new:
            self._seen[key] = None
            if self._watch is not None:
                self._watch(list(self._seen), time.perf_counter() - begun)
        return trees.unflatten(self._structure, outputs)

    def _run_alone(self, run: Callable[..., Any], inputs: Any, count: int) -> Any:
        variables = self.variables
        engine = self.engine
        with current.using(engine), autocast(None):
            before = own_values(variables)
            if self._keep:
                self.kept = Kept(self._safe(before, count), inputs, count)
            if not self._compiled:
                before = [engine.on_read(v, t) for v, t in zip(variables, before, strict=True)]
            state, outputs = run(before, inputs)
            if not self._compiled:
                state = [engine.on_assign(v, t) for v, t in zip(variables, state, strict=True)]
        for variable, value in zip(variables, state, strict=True):
            if value is not None:
                variable.store(value)
        return outputs

    def _safe(self, state: list[Any], count: int) -> list[Any]:
        """Returns a state that stays: loops of steps write over theirs."""
        if count == 1:
            return list(state)
        return [self.engine.on_assign(v, t) for v, t in zip(self.variables, state, strict=True)]

    def _foresee(self, key: Signature) -> None:
        """Tells the engine what is to come of these inputs: all, where they are the first."""
        calls = self.foreseen.setdefault(repr(key), 0 if self.foreseen else self.planned)
        self.engine.foresee(self._run, calls)


def _spec(value: Any) -> TensorSpec | None:
    return None if value is None else TensorSpec(value.shape, value.dtype)


def _first(value: Any) -> Any:
    return None if value is None else value[0]


def _length(inputs: Any) -> int:
    return next(len(a) for a in trees.leaves(inputs) if a is not None)
