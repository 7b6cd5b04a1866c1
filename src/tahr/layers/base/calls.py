"""What holds for one call of a layer and all calls inside it, and how arguments are read."""

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tahr.core.specs import opened
from tahr.core.weakly import once


@dataclass
class CallContext:
    """What the outermost call hands to the layers inside: whether this is training."""

    training: bool | None = None


_context: ContextVar[CallContext | None] = ContextVar("call_context", default=None)


def context() -> CallContext | None:
    """Returns the context of the call under way."""
    return _context.get()


def enter(new: CallContext) -> Any:
    """Makes a context the current one; gives the token for `leave`."""
    return _context.set(new)


def leave(token: Any) -> None:
    """Puts back what was before."""
    _context.reset(token)


@dataclass(frozen=True)
class Signature:
    """The parameters of a layer's `call`, read once a function."""

    names: tuple[str, ...]
    places: tuple[str, ...]
    defaults: dict[str, Any] = field(default_factory=dict)
    anything: bool = False
    checks_masks: bool = False
    """Whether its masks belong to the first axes of its inputs; a user's may be anything."""

    @cached_property
    def has_training(self) -> bool:
        """Whether `call` can be told that this is training."""
        return "training" in self.names or self.anything

    @cached_property
    def mask_of(self) -> dict[str, str]:
        """Which parameter takes the mask of which input: `{"inputs": "mask"}`."""
        if not self.names:
            return {}
        found = {n.removesuffix("_mask"): n for n in self.names if n.endswith("_mask")}
        found = {tensor: name for tensor, name in found.items() if tensor in self.names}
        if "mask" in self.names:
            found[self.names[0]] = "mask"
        return found

    def bound(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Returns the arguments by name."""
        return {**dict(zip(self.places, args, strict=False)), **kwargs}

    def filled(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], given: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Returns the arguments with some replaced, where they stand; None replaces nothing."""
        given = {name: value for name, value in given.items() if value is not None}
        new = [given.pop(n, a) for n, a in zip(self.places, args, strict=False)]
        return (*new, *args[len(new) :]), {**kwargs, **given}


@once
def signature(call: Callable[..., Any]) -> Signature:
    """Reads the parameters of a plain `call` function, without its `self`."""
    parameters = list(inspect.signature(call).parameters.values())[1:]
    named = [p for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
    return Signature(
        tuple(p.name for p in named),
        tuple(p.name for p in named if p.kind is not p.KEYWORD_ONLY),
        {p.name: p.default for p in named if p.default is not p.empty},
        any(p.kind is p.VAR_KEYWORD for p in parameters),
        str(call.__module__).startswith("tahr.layers."),
    )


@once
def build_parameters(build: Callable[..., Any]) -> tuple[str, ...]:
    """Reads the names of the parameters of a plain `build` function, without its `self`."""
    parameters = list(inspect.signature(build).parameters.values())[1:]
    return tuple(p.name for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL))


def shapes_of(value: Any) -> Any:
    """Returns a tensor's shape, None where unknown; for containers of tensors, likewise."""
    if isinstance(value, dict):
        return {key: shapes_of(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [shapes_of(item) for item in value]
    shape = getattr(value, "shape", None)
    if shape is None:
        return None
    return shape if None in shape else opened(shape)


def named_after_tensors(call: Callable[..., Any], shapes: dict[str, Any]) -> dict[str, Any]:
    """Names shapes as the tensors of a `call`: `query_shape` is that of `query`."""
    names = signature(call).names

    def named(name: str) -> str:
        tensor = name.removesuffix("_shape")
        if name in names or name == tensor or tensor in names:
            return name if name in names else tensor
        return names[0] if tensor == "input" else name

    return {named(name): shape for name, shape in shapes.items()}


def build_arguments(
    build: Callable[..., Any], call: Callable[..., Any], bound: dict[str, Any]
) -> dict[str, Any]:
    """Chooses the shapes a `build` function is to be given.

    One parameter gets the shape of the first input; several get those of the inputs they are
    named after: `query_shape` that of `query`.
    """
    names = build_parameters(build)
    tensors = {n: v for n, v in bound.items() if n in signature(call).names and _tensorial(v)}
    if not names:
        return {}
    if len(names) == 1 and not (
        names[0].endswith("_shape") and names[0].removesuffix("_shape") in tensors
    ):
        first = next(iter(tensors.values()), None)
        return {names[0]: shapes_of(first)}
    wanted = {name: name.removesuffix("_shape").removesuffix("_shapes") for name in names}
    return {name: shapes_of(tensors[t]) for name, t in wanted.items() if t in tensors}


def _tensorial(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return bool(value) and all(_tensorial(v) for v in value)
    if isinstance(value, dict):
        return bool(value) and all(_tensorial(v) for v in value.values())
    return hasattr(value, "shape") and hasattr(value, "dtype")
