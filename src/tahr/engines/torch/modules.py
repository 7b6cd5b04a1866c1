"""PyTorch's modules in layers, and layers as PyTorch's modules."""

from typing import Any, Self

import torch
from torch.func import functional_call

from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.scopes import StateScope
from tahr.core.variables import Variable
from tahr.engines import triton
from tahr.engines.torch.leaves import Leaf, parameter

triton.bind()


def variables(module: torch.nn.Module) -> dict[str, Variable]:
    """Makes a variable of every parameter and buffer of a module, which then stand for it."""
    trained = {name: p.requires_grad for name, p in module.named_parameters()}
    held = {**dict(module.named_parameters()), **dict(module.named_buffers())}
    found: dict[str, Variable] = {}
    for name, tensor in held.items():
        variable = Variable(tensor, trainable=trained.get(name, False), name=name)
        variable.store(tensor.detach())
        variable.alias = Leaf(tensor)
        found[name] = variable
    return found


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
    """A built layer, of whichever engine, as a module whose mode is the layer's `training`.

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

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the layer, in training or not as the module is."""
        with current.using("torch"):
            state = [(variable, parameter(variable)) for variable in self.layer.variables]
            with StateScope(state) as scope:
                outputs = self.layer(*args, **{"training": self.training, **kwargs})
                changed: list[tuple[Variable, Any]] = [(v, scope.find(v)) for v in scope.written()]
            for variable, value in changed:
                variable.store(value.detach())
        return outputs

    def named_parameters(self, *args: Any, **kwargs: Any) -> Any:
        with current.using("torch"):
            return iter(list(super().named_parameters(*args, **kwargs)))

    def named_modules(self, *args: Any, **kwargs: Any) -> Any:
        with current.using("torch"):
            return iter(list(super().named_modules(*args, **kwargs)))

    def state_dict(self, *args: Any, **kwargs: Any) -> Any:
        with current.using("torch"):
            return super().state_dict(*args, **kwargs)

    def load_state_dict(self, *args: Any, **kwargs: Any) -> Any:
        with current.using("torch"):
            return super().load_state_dict(*args, **kwargs)

    def train(self, mode: bool = True) -> Self:
        with current.using("torch"):
            return super().train(mode)
