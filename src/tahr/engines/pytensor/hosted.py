"""What PyTensor has no operation for: NumPy computes it inside the compiled function."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from pytensor.gradient import DisconnectedType, grad_not_implemented
from pytensor.graph.basic import Apply, Variable
from pytensor.graph.op import Op
from pytensor.tensor.type import TensorType
from pytensor.tensor.variable import TensorVariable

from tahr.core import trees
from tahr.core.dtypes import is_float
from tahr.core.specs import TensorSpec
from tahr.engines.numpy import ENGINE as NUMPY
from tahr.engines.pytensor.symbols import Var, variable_type
from tahr.engines.spec import ENGINE as SPEC


class Hosted(Op):
    """An operation whose values a Python function gives.

    Args:
        name: what it computes: two of one name on the same inputs are computed once.
        types: those of its results.
        function: gets arrays, gives a tuple of them.
        gradient: gets the gradients of the results, gives those of the inputs; without one it
            has none.
    """

    __props__ = ("name", "types")

    def __init__(
        self,
        name: object,
        types: tuple[TensorType, ...],
        function: Callable[..., tuple[Any, ...]],
        gradient: Callable[..., Sequence[Variable]] | None = None,
    ) -> None:
        self.name = name
        self.types = types
        self.function = function
        self.gradient = gradient

    def make_node(self, *inputs: Variable) -> Apply:
        return Apply(self, list(inputs), [one() for one in self.types])

    def perform(self, node: Apply, inputs: Sequence[Any], output_storage: Any) -> None:
        results = self.function(*(np.asarray(x) for x in inputs))
        for storage, result, one in zip(output_storage, results, self.types, strict=True):
            storage[0] = np.array(result, one.dtype, order="C")

    def pullback(
        self, inputs: Sequence[Variable], outputs: Sequence[Any], cotangents: Sequence[Any]
    ) -> list[Variable]:
        if self.gradient is None:
            through = self._between_floats(inputs, outputs)
            return [
                grad_not_implemented(self, i, x) if through[i][0] else DisconnectedType()()
                for i, x in enumerate(inputs)
            ]
        upstreams = (
            out.zeros_like() if isinstance(up.type, DisconnectedType) else up
            for out, up in zip(outputs, cotangents, strict=True)
        )
        return list(self.gradient(*upstreams))

    def connection_pattern(self, node: Apply) -> list[list[bool]]:
        if self.gradient is None:
            return self._between_floats(node.inputs, node.outputs)
        return [[True] * len(node.outputs) for _ in node.inputs]

    def _between_floats(
        self, inputs: Sequence[Variable], outputs: Sequence[Variable]
    ) -> list[list[bool]]:
        """Returns where there is a slope, though nobody gave it: between floats."""
        steep = any(_is_float(y) for y in outputs)
        return [[steep and _is_float(x)] * len(outputs) for x in inputs]


def _is_float(x: Variable) -> bool:
    return is_float(x.type.dtype)


def hosted(
    name: str, gradient: Callable[..., Sequence[Variable]] | None = None
) -> Callable[..., Any]:
    """Returns a primitive on variables that the NumPy engine computes."""
    on_arrays, on_specs = getattr(NUMPY, name), getattr(SPEC, name)

    def run(*args: Any) -> Any:
        leaves, structure = trees.flatten(args)
        places = [i for i, leaf in enumerate(leaves) if isinstance(leaf, TensorVariable)]
        inputs = [leaves[i] for i in places]

        def call(function: Callable[..., Any], values: Sequence[Any]) -> tuple[Any, ...]:
            filled = list(leaves)
            for i, value in zip(places, values, strict=True):
                filled[i] = value
            found = function(*trees.unflatten(structure, filled))
            return found if isinstance(found, tuple) else (found,)

        specs = call(on_specs, [TensorSpec(x.type.shape, x.dtype) for x in inputs])
        told = tuple(None if i in places else leaf for i, leaf in enumerate(leaves))
        types = tuple(variable_type(spec) for spec in specs)
        node = Hosted(
            (name, structure, told), types, lambda *arrays: call(on_arrays, arrays), gradient
        ).make_node(*inputs)
        return tuple(node.outputs) if len(specs) > 1 else node.outputs[0]

    return run


def fft(real: Var, imag: Var, inverse: bool) -> tuple[Var, Var]:
    """Transforms; its gradient is the transform the other way, scaled."""
    length = real.type.shape[-1]
    scale = np.asarray(1 / length if inverse else length, real.dtype)

    def back(*upstreams: Var) -> list[Var]:
        real, imag = upstreams
        return [x * scale for x in fft(real, imag, not inverse)]

    return hosted("fft", back)(real, imag, inverse)


HOSTED: dict[str, Callable[..., Any]] = {
    "bitcast": hosted("bitcast"),
    "random_bits": hosted("random_bits"),
    "fft": fft,
}
