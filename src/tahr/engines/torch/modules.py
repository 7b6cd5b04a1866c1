"""PyTorch's modules in layers, and layers as PyTorch's modules."""

from typing import Any

import torch
from torch.func import functional_call

from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.scopes import StateScope
from tahr.core.variables import Variable
from tahr.engines import triton
from tahr.engines.torch.leaves import bind
from tahr.engines.torch.widening import Tensor

triton.bind()


def variables(module: torch.nn.Module) -> dict[str, Variable]:
    """Makes a variable of every parameter and buffer of a module."""
    trained = {name: p.requires_grad for name, p in module.named_parameters()}
    held = {**dict(module.named_parameters()), **dict(module.named_buffers())}
    return {
        name: Variable(tensor, trainable=trained.get(name, False), name=name)
        for name, tensor in held.items()
    }


def run(
    module: torch.nn.Module,
    state: dict[str, Variable],
    training: bool,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    """Calls a module with the values of variables, and assigns what it changes in its buffers."""
    changing = [name for name, v in state.items() if not v.trainable]
    values: dict[str, Any] = {name: v.value for name, v in state.items()}
    values |= {name: values[name].clone() for name in changing}
    module.train(training)
    outputs = functional_call(module, values, args, kwargs)
    for name in changing if training else ():
        state[name].assign(values[name])
    return outputs


class LayerModule(torch.nn.Module):
    """A built layer as a PyTorch module whose parameters and the layer's weights are one.

    Args:
        layer: a layer or model that has its weights.
    """

    def __init__(self, layer: Any) -> None:
        super().__init__()
        if not layer.built:
            raise ArgumentError(
                "a layer has no weights before it is built",
                where=layer.name,
                todo="call it on some data, or call its build(input_shape), first",
            )
        self.layer = layer
        self._held: dict[str, Variable] = {}
        with current.using("torch"):
            for variable in layer.variables:
                name = _free(variable.path.replace(".", "_"), self._held)
                self._held[name] = variable
                value = variable.own_value()
                if variable.trainable:
                    self.register_parameter(name, torch.nn.Parameter(value))
                    bind(value, self._parameters[name])
                else:
                    self.register_buffer(name, value)
        self.register_state_dict_pre_hook(lambda *_: self._follow())

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the layer, in training or not as the module is."""
        self._follow()
        state = [(variable, getattr(self, name)) for name, variable in self._held.items()]
        with current.using("torch"), StateScope(state) as scope:
            outputs = self.layer(*args, **{"training": self.training, **kwargs})
            changed: list[tuple[Variable, Any]] = [(v, scope.find(v)) for v in scope.written()]
        for variable, value in changed:
            variable.store(value.detach())
        self._follow()
        return outputs

    def named_parameters(self, *args: Any, **kwargs: Any) -> Any:
        self._follow()
        return super().named_parameters(*args, **kwargs)

    def _follow(self) -> None:
        """Brings what was assigned to the weights elsewhere into the module's own tensors."""
        with current.using("torch"), torch.no_grad():
            for name, variable in self._held.items():
                value = variable.own_value()
                mine: Any = getattr(self, name)
                if _is_same(value, mine):
                    continue
                mine.copy_(value)
                shared: Tensor = mine.detach()
                variable.store(shared)
                if variable.trainable:
                    bind(shared, mine)


def _is_same(x: Tensor, y: Tensor) -> bool:
    return x.data_ptr() == y.data_ptr() and x.device == y.device


def _free(name: str, taken: dict[str, Variable]) -> str:
    number = sum(other.partition("#")[0] == name for other in taken)
    return f"{name}#{number}" if number else name
