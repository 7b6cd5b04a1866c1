"""Operation: what a graph's nodes call, be it an op or a layer."""

from collections.abc import Callable
from typing import Any

from tahr.core import names
from tahr.core.configurable import Configurable
from tahr.core.errors import ArgumentError, told
from tahr.core.masks import KERAS, get_mask
from tahr.core.mistaken import missing_method
from tahr.core.operators import OPS, name_of
from tahr.core.portable import Portable
from tahr.core.rematerializing import RematScope, remat_scope
from tahr.ops.remat import rematerialized
from tahr.ops.symbolic import (
    Node,
    SymbolicTensor,
    described,
    is_symbolic,
    specs_of,
    to_symbolic,
)


class Operation(Portable, Configurable):
    """Something that can be called on tensors, and recorded when they are symbolic.

    Args:
        name: unique in a model; derived from the class by default.
    """

    def __init__(self, name: str | None = None) -> None:
        if name is not None and (not isinstance(name, str) or "/" in name):
            raise ArgumentError(
                "a name is a string without slashes", where=type(self).__name__, got=told(name)
            )
        self.name: str = name or names.auto_name(names.snake_case(type(self).__name__))
        self.nodes: list[Node] = []
        scope = remat_scope()
        if scope is not None:
            self.remat_scope = scope

    remat_scope: RematScope | None = None
    """The block it was made in that says what is computed anew in the backward pass."""
    computes_anew: bool = True
    """Whether such a block means it as a whole, where it does not name it."""

    def quantized_call(self, *args: Any, **kwargs: Any) -> Any:
        """Computes with quantized weights; an operation may have none.

        Args:
            *args: what `call` takes.
            **kwargs: what `call` takes.
        """
        raise NotImplementedError(f"{self.name}: {type(self).__name__} has no quantized form")

    def rematerialized_call(
        self, layer_call: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Callable[..., Any]:
        """Returns `call`, computing anew in the backward pass where a `RematScope` says so.

        Args:
            layer_call: the `call`.
            *args: what it is about to be called with.
            **kwargs: likewise.
        """
        return rematerialized(self, layer_call, args, kwargs)

    def __getstate__(self) -> dict[str, Any]:
        """Returns what a pickle takes along: of its calls only that of an input."""
        state = super().__getstate__()
        return {**state, "nodes": [n for n in state.get("nodes", ()) if not n.inputs]}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Takes up the attributes, and keeps the calls that a graph has brought before."""
        met = vars(self).get("nodes", [])
        super().__setstate__(state)
        self.nodes.extend(n for n in met if not any(n is known for known in self.nodes))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs, or is recorded."""
        if is_symbolic((args, kwargs)):
            return self.symbolic_call(*args, **kwargs)
        return self.call(*args, **kwargs)

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        """Records a call on symbolic tensors and gives its outputs."""
        specs = self.compute_output_spec(*args, **kwargs)
        if specs is None:
            raise ArgumentError(
                "its `call` returned None", where=self.name, todo="end `call` with a return"
            )
        outputs = to_symbolic(specs)
        Node(self, args, kwargs, outputs)
        return outputs

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """Returns the outputs for symbolic inputs: symbolic tensors of no graph."""
        return described(specs_of(self.call, *args, **kwargs))

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Computes the outputs."""
        raise missing_method(self, "call")

    @property
    def input(self) -> Any:
        """What it was called on, where it was called on symbolic tensors once."""
        args, kwargs = self._only_node().args, self._only_node().kwargs
        found = [*args, *kwargs.values()]
        return found[0] if args and not is_symbolic(found[1:]) else self._only_node().inputs

    @property
    def output(self) -> Any:
        """What came of it, where it was called on symbolic tensors once."""
        return self._only_node().outputs

    def _only_node(self) -> Node:
        if not self.nodes:
            raise AttributeError(f"{self.name} has not been called on symbolic tensors yet")
        return self.nodes[0]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"


class OpCall(Operation):
    """An op in a graph.

    Args:
        function: the name of the op in the table of all.
        name: as any operation's.
        definition: the op itself, where it is not the one in the table.
    """

    def __init__(
        self,
        function: str,
        name: str | None = None,
        definition: Callable[..., Any] | None = None,
    ) -> None:
        super().__init__(name or names.auto_name(_short(function)))
        self.function = function
        self._definition = definition

    @property
    def definition(self) -> Callable[..., Any]:
        """The op that is called."""
        return self._definition or OPS[self.function]

    def call(self, *args: Any, **kwargs: Any) -> Any:
        return self.definition(*args, **kwargs)

    def get_config(self) -> dict[str, Any]:
        return {"function": self.function, "name": self.name}


def _short(function: str) -> str:
    return function.rpartition(":")[2].rpartition(".")[2]


def record(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Records the call of an op on symbolic tensors.

    Returns:
        What the op returns, as symbolic tensors.
    """
    outputs = to_symbolic(specs_of(function, *args, **kwargs))
    name = name_of(function)
    Node(OpCall(name, definition=function if ":" in name else None), args, kwargs, outputs)
    return outputs


class CarriedMask(Operation):
    """The mask that a tensor carries, as a tensor of the graph."""

    def call(self, tensor: Any) -> Any:
        return get_mask(tensor)


def _mask_of(tensor: SymbolicTensor) -> SymbolicTensor:
    """Returns the mask of a symbolic tensor, by the name that programs of Keras ask for."""
    if tensor.mask is None:
        raise AttributeError(KERAS)
    return CarriedMask().symbolic_call(tensor)


setattr(SymbolicTensor, KERAS, property(_mask_of))
