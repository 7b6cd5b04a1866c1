"""Layers as PyTorch's modules: every layer is one, once the engine is loaded.

A module keeps its parameters, buffers and parts in three dicts of its own. Here these are made of
the layer's variables and layers when they are asked for, so that they are always right, and
whatever PyTorch does with a module by them works as it does with any other.
"""

from collections.abc import Iterator, Mapping
from itertools import count
from types import FunctionType
from typing import Any, NoReturn

import torch

from tahr.core import current, kinship
from tahr.core.errors import TahrError
from tahr.core.names import snake_case
from tahr.core.registry import CLASSES
from tahr.core.scopes import state_scope
from tahr.core.tracking import HOLDERS, Stateful
from tahr.core.typing import is_dict
from tahr.core.variables import Variable
from tahr.engines.torch.leaves import Leaf, parameter
from tahr.engines.torch.widening import Tensor

PARTS = ("_parameters", "_buffers", "_modules")
"""The dicts of a module that are made when they are asked for."""


class Parameters(dict[str, Any]):
    """The parameters of a layer by their names; one put in stands for the variable.

    Args:
        variables: of the layer alone.
        others: parameters that are its attributes, which only PyTorch's optimizers train.
    """

    def __init__(self, variables: list[Variable], others: Mapping[str, Tensor]) -> None:
        self.variables: dict[str, Variable] = dict(_numbered((v.name, v) for v in variables))
        super().__init__({**others} | {name: _seen(v) for name, v in self.variables.items()})

    def __setitem__(self, name: str, tensor: Any) -> None:
        variable = self.variables.get(name)
        if variable is None or not isinstance(variable.alias, Leaf):
            raise KeyError(name)
        variable.alias.lend(tensor)
        super().__setitem__(name, tensor)


class OnAnotherEngineError(TahrError, AttributeError):
    """A model is asked for what it has on PyTorch alone."""


class NoHooks(dict[int, Any]):
    """The hooks of a layer: none."""

    def __setitem__(self, key: int, hook: Any) -> NoReturn:
        raise TahrError(
            "a layer calls no hooks of PyTorch's",
            got=repr(hook),
            todo="make a model of the layer's output: keras.Model(model.inputs, layer.output)",
        )


class OnTorch:
    """A method of PyTorch's modules, which a model on another engine does not have.

    Args:
        method: of a module.
    """

    def __init__(self, method: FunctionType) -> None:
        self._method = method

    def __get__(self, layer: Any, owner: type) -> Any:
        return self._method if layer is None else self._method.__get__(_placed(layer), owner)


class TorchLayer(torch.nn.Module):
    """What a layer is to PyTorch. It comes last among a layer's bases, and keeps nothing in it."""

    __setattr__ = object.__setattr__  # type: ignore[assignment]
    __delattr__ = object.__delattr__  # type: ignore[assignment]

    def __init__(self) -> None:
        """Does nothing: what a module keeps is made when it is asked for."""

    def __dir__(self) -> list[str]:
        """Lists what the layer has without PyTorch."""
        own = {name for base in type(self).__mro__ if base not in MODULE for name in vars(base)}
        return sorted(own | vars(self).keys())

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the layer."""
        return self(*args, **kwargs)

    def known_to_kin(self: Any, name: str) -> Any:
        if "_variables" not in vars(self) or not _is_met(self):
            return None
        found = self._modules.get(name)
        if found is None and any(v.name == name for v in self.own_variables):
            return self._parameters.get(name)
        return found

    def take_in(self) -> None:
        for name, value in list(vars(self).items()):
            if isinstance(value, torch.nn.Module) and not isinstance(value, Stateful):
                setattr(self, name, wrapper()(value))

    @property
    def _parameters(self: Any) -> Parameters:  # type: ignore[override]
        parts = vars(_placed(self)).items()
        others = {name: part for name, part in parts if isinstance(part, torch.nn.Parameter)}
        return Parameters(self.own_variables, others)

    @property
    def _buffers(self) -> dict[str, Any]:  # type: ignore[override]
        return {}

    @property
    def _modules(self) -> dict[str, Any]:  # type: ignore[override]
        return dict(_parts(_placed(self)))


def wrapper() -> Any:
    """Returns the layer that a module is made into."""
    return CLASSES["keras.layers", "TorchModuleWrapper"]


MODULE = (TorchLayer, torch.nn.Module, object)


def _is_met(layer: Any) -> bool:
    """Returns whether PyTorch computes what a layer computes, or knows its parameters."""
    engine = layer.engine.name if hasattr(type(layer), "engine") else current.chosen()
    return engine == "torch" or any(isinstance(v.alias, Leaf) for v in layer.weights)


def _is_wanted() -> bool:
    return current.is_chosen_here() and current.chosen() == "torch"


def _placed(layer: Any) -> Any:
    """Returns a layer; a model that is on another engine is no module there."""
    engine = layer.engine if hasattr(type(layer), "engine") else None
    if engine is None or engine.name in ("torch", "spec") or _is_wanted():
        return layer
    raise OnAnotherEngineError(
        "a model is a module of PyTorch's on PyTorch alone",
        where=layer.name,
        got=f"the {engine.name} engine",
        todo='model.to("torch") moves it; model.to(device="gpu") to a device; all engines have '
        "trainable_variables",
    )


def _seen(variable: Variable) -> Any:
    return parameter(variable) if state_scope() is None else variable.value


def _numbered(pairs: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Gives the second of a name a number; a dot would end a name."""
    taken: set[str] = set()
    for name, thing in pairs:
        plain = name.replace(".", "_")
        free = (f"{plain}_{number}" if number else plain for number in count())
        found = next(other for other in free if other not in taken)
        taken.add(found)
        yield found, thing


def _parts(layer: Any) -> Iterator[tuple[str, Any]]:
    """Returns the layers inside one: by attribute, and those of a graph by their class."""
    found: dict[int, tuple[str, Any]] = {}
    for name, value in layer.named_parts():
        start = "" if name == "layers" else name
        for inner, part in _inside(start, value):
            found.setdefault(id(part), (inner, part))
    yield from _numbered(iter(found.values()))


def _inside(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, torch.nn.Module):
        yield name or snake_case(type(value).__name__), value
    elif is_dict(value):
        for key, item in value.items():
            yield from _inside(f"{name}_{key}" if name else "", item)
    elif isinstance(value, HOLDERS):
        for number, item in enumerate(value):
            yield from _inside(f"{name}_{number}" if name else "", item)


def share() -> None:
    """Makes every layer a module."""
    kept = vars(torch.nn.Module())
    for name, value in kept.items():
        if name not in PARTS:
            setattr(TorchLayer, name, NoHooks() if isinstance(value, dict) else value)
    for name, method in vars(torch.nn.Module).items():
        is_public = isinstance(method, FunctionType) and not name.startswith("_")
        if is_public and name not in vars(TorchLayer):
            setattr(TorchLayer, name, OnTorch(method))
    kinship.join(TorchLayer)
