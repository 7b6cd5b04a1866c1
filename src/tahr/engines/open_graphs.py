"""Graphs over lengths that are not known yet, such as that of a batch.

Ops compute with shapes, so shapes have to be numbers. Here every tensor goes with a spec, in which
a stand-in takes the place of an unknown length: the `spec` engine carries it on from primitive to
primitive, and wherever a primitive of the framework is given one, or a multiple of one, it gets
what the framework has for the length, which is known when the graph runs.
"""

import math
from abc import update_abstractmethods
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from tahr.core import current, trees
from tahr.core.errors import EngineError
from tahr.core.operators import Operators
from tahr.core.scopes import StateScope
from tahr.core.specs import FILLERS, TensorSpec, is_known, making_a_graph
from tahr.engines.base import BINARY, UNARY, WITH_COMPLEX, Engine

Tensor: TypeAlias = Any
"""A tensor of the framework."""


class Open(Operators):
    """A tensor of a graph, and its spec.

    Args:
        spec: shape and dtype, stand-ins where lengths are unknown.
        tensor: the framework's.
    """

    def __init__(self, spec: TensorSpec, tensor: Tensor) -> None:
        self.spec: TensorSpec = spec
        self.tensor: Tensor = tensor
        self.shape: tuple[int, ...] = spec.shape
        self.dtype: str = spec.dtype
        self.ndim: int = spec.ndim


def lifted(specs: Any, tensors: Any) -> Any:
    """Puts trees of specs and tensors together."""
    return trees.each(Open, specs, tensors)


def met(
    specs: list[TensorSpec], tensors: list[Tensor], length: Callable[[Tensor, int], Any]
) -> dict[int, Any]:
    """Finds what stand-ins stand for: the length of the first axis that has one.

    Args:
        specs: of tensors.
        tensors: the framework's.
        length: gives what the framework has for the length of an axis.
    """
    found: dict[int, Any] = {}
    for spec, tensor in zip(specs, tensors, strict=True):
        for axis, one in enumerate(spec.shape):
            if not is_known(one) and int(one) not in found:
                found[int(one)] = length(tensor, axis)
    assert set(found) <= set(FILLERS)
    return found


def specs_of(tree: Any) -> Any:
    """Returns the specs of a tree."""
    return _each(tree, lambda part: part.spec if isinstance(part, Open) else part)


def lowered(tree: Any) -> Any:
    """Returns the tensors of a tree."""
    return _each(tree, lambda part: part.tensor if isinstance(part, Open) else part)


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    """Changes every part of an argument: in lists, tuples, dicts and slices."""
    if isinstance(value, list | tuple):
        return type(value)([_each(part, change) for part in value])
    if isinstance(value, dict):
        return {key: _each(part, change) for key, part in value.items()}
    if isinstance(value, slice):
        return slice(*(_each(part, change) for part in (value.start, value.stop, value.step)))
    return change(value)


@contextmanager
def opened_graph(engine: "OpenGraphs", state: Any) -> Generator[StateScope]:
    """Computes inside the block with an engine, and with given values of variables.

    Args:
        engine: it.
        state: pairs of a variable and a tensor with its spec.
    """
    with current.using(engine), StateScope(state) as scope, making_a_graph():
        yield scope


class OpenGraphs(Engine[Open]):
    """An engine over tensors of which some lengths are unknown.

    A subclass says how its framework makes tensors of such a length.

    Args:
        plain: the engine.
        lengths: what each stand-in stands for: what its primitives take for a length.
    """

    like_first: tuple[str, ...] = ()
    """Ops of which the framework's version is taken; what it gives is as its first argument is."""

    def scalar(self, length: Any, dtype: str) -> Tensor:
        """Returns a length as a tensor."""
        raise NotImplementedError

    def between(self, start: Any, stop: Any, step: Any, dtype: str) -> Tensor:
        """Returns numbers from one to another, of which some are lengths."""
        raise NotImplementedError

    def __init__(self, plain: Engine[Tensor], lengths: Mapping[int, Tensor]) -> None:
        self.plain = plain
        self.spec: Engine[TensorSpec] = current.load("spec")
        self.lengths: dict[int, Tensor] = dict(lengths)
        self.name: str = f"{plain.name} (open)"
        self.native = {
            name: self._like_first(name) for name in self.like_first if name in plain.native
        }

    def _like_first(self, name: str) -> Callable[..., Any]:
        """Returns the framework's version of an op, for tensors with specs."""
        native = self.plain.native[name]

        def run(first: Open, *args: Any, **kwargs: Any) -> Any:
            found = native(first.tensor, *lowered(args), **lowered(kwargs))
            return found if found is NotImplemented else Open(first.spec, found)

        return run

    def settled(self, value: Any) -> Any:
        """Returns what is worth of an argument: tensors, and lengths in the place of stand-ins."""
        return _each(lowered(value), self._length)

    def _length(self, value: Any) -> Any:
        if not isinstance(value, int) or is_known(value):
            return value
        rest, lengths = int(value), []
        for stand_in, length in self.lengths.items():
            while rest and rest % stand_in == 0:
                rest //= stand_in
                lengths.append(length)
        if lengths:
            return math.prod(lengths, start=rest)
        raise EngineError(
            "a number was computed from a length that is not known yet",
            expected="the length itself, or a multiple of it",
            todo="give the length in the model's inputs, or in `input_signature`",
        )

    def is_tensor(self, value: object) -> bool:
        return isinstance(value, Open)

    def is_concrete(self, tensor: Open) -> bool:
        return False

    def asarray(self, value: Any, dtype: str | None = None) -> Open:
        if isinstance(value, Open):
            return value if dtype is None else self.cast(value, dtype)
        if isinstance(value, int) and not is_known(value):
            value = self.scalar(self._length(value), dtype or "int32")
        tensor = self.plain.asarray(value, dtype)
        return Open(TensorSpec(tensor.shape, self.plain.dtype_of(tensor)), tensor)

    def arange(self, start: float, stop: float, step: float, dtype: str) -> Open:
        spec = self.spec.arange(start, stop, step, dtype)
        if all(is_known(length) for length in spec.shape):
            return Open(spec, self.plain.arange(start, stop, step, dtype))
        return Open(spec, self._between(self.settled((start, stop, step)), dtype))

    def _between(self, bounds: tuple[Any, Any, Any], dtype: str) -> Tensor:
        start, stop, step = bounds
        return self.between(start, stop, step, dtype)

    def full(self, shape: tuple[int, ...], value: float | bool, dtype: str) -> Open:
        if not isinstance(value, int) or is_known(value):
            return Open(
                self.spec.full(shape, value, dtype),
                self.plain.full(self.settled(shape), value, dtype),
            )
        # The value is a length that is not known yet.
        number = self.scalar(self._length(value), dtype)
        whole = self.plain.broadcast_to(number, self.settled(shape))
        return Open(self.spec.full(shape, 0, dtype), whole)

    def dtype_of(self, x: Open) -> str:
        return x.dtype

    def custom_gradient(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*opened: Open) -> Any:
            specs, held = specs_of(opened), []

            def plainly(*tensors: Tensor) -> tuple[Any, Callable[..., Any]]:
                with current.using(self):
                    out, gradient = function(*lifted(specs, tensors))
                held.append(specs_of(out))

                def pulled(up: Any) -> Any:
                    with current.using(self):
                        return lowered(gradient(lifted(held[0], up)))

                return lowered(out), pulled

            found = self.plain.custom_gradient(plainly)(*lowered(opened))
            return lifted(held[0], found)

        return run

    def checkpoint(self, function: Callable[..., Any]) -> Callable[..., Any]:
        return function

    def compile(self, function: Callable[..., Any], *_: Any, **__: Any) -> Callable[..., Any]:
        return function

    def traces_loops(self, length: object) -> bool:
        return self.plain.traces_loops(self.settled(length))

    def scan(
        self, step: Any, state: Any, xs: Any, length: int, reverse: bool = False
    ) -> tuple[Any, Any]:
        starts, rows = specs_of(state), trees.each(_row, specs_of(xs))
        held: list[Any] = []

        def run(before: Any, x: Any) -> Any:
            after, y = step(lifted(starts, before), lifted(rows, x))
            held.append(specs_of(y))
            return lowered(after), lowered(y)

        after, ys = self.plain.scan(run, lowered(state), lowered(xs), self.settled(length), reverse)
        stacked = trees.each(lambda s: _stacked(s, length), held[0])
        return lifted(starts, after), lifted(stacked, ys)

    def while_loop(self, condition: Any, body: Any, state: Any, limit: int | None = None) -> Any:
        specs = specs_of(state)
        found = self.plain.while_loop(
            lambda tensors: lowered(condition(lifted(specs, tensors))),
            lambda tensors: lowered(body(lifted(specs, tensors))),
            lowered(state),
            limit,
        )
        return lifted(specs, found)

    def cond(self, predicate: Open, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        held: list[Any] = []

        def run(branch: Callable[[], Any]) -> Any:
            result = branch()
            held.append(specs_of(result))
            return lowered(result)

        found = self.plain.cond(predicate.tensor, lambda: run(yes), lambda: run(no))
        return lifted(held[0], found)


def _row(spec: TensorSpec) -> TensorSpec:
    return TensorSpec(spec.shape[1:], spec.dtype)


def _stacked(spec: TensorSpec, length: int) -> TensorSpec:
    return TensorSpec((length, *spec.shape), spec.dtype)


def _on_both(name: str) -> Callable[..., Any]:
    def run(self: OpenGraphs, *args: Any, **kwargs: Any) -> Any:
        specs = getattr(self.spec, name)(*specs_of(args), **specs_of(kwargs))
        tensors = getattr(self.plain, name)(*self.settled(args), **self.settled(kwargs))
        return lifted(specs, tensors)

    return run


def _missing(name: str) -> Callable[..., Any]:
    def run(self: OpenGraphs, *args: Any, **kwargs: Any) -> Any:
        raise EngineError(f"a model that uses {name} in its call cannot be exported")

    return run


NOT_HERE = (
    "to_numpy", "vmap", "value_and_grad", "evaluate_spec", "wait", "devices", "device", "put",
    "versions",
)  # fmt: skip

for _name in (*UNARY, *BINARY, *WITH_COMPLEX, *OpenGraphs.__abstractmethods__):
    setattr(OpenGraphs, _name, _missing(_name) if _name in NOT_HERE else _on_both(_name))
update_abstractmethods(OpenGraphs)
