"""A function as an exported program of PyTorch: `torch.export.load` reads it, without Tahr."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import torch

from tahr.core import trees
from tahr.core.specs import TensorSpec, is_known
from tahr.core.variables import Variable
from tahr.engines.open_graphs import Open, OpenGraphs, lifted, lowered, met, opened_graph
from tahr.engines.torch.engine import ENGINE
from tahr.engines.torch.widening import DTYPES, Tensor

EXAMPLE = 3
"""How long an open axis is of what the program is traced on: neither 0 nor 1, which are special."""


class OpenTorch(OpenGraphs):
    """The PyTorch engine over tensors of which some lengths are unknown."""

    def scalar(self, length: Any, dtype: str) -> Tensor:
        return torch.scalar_tensor(length, dtype=DTYPES[dtype])

    def between(self, start: Any, stop: Any, step: Any, dtype: str) -> Tensor:
        return torch.arange(start, stop, step).to(DTYPES[dtype])


class _Program(torch.nn.Module):
    """The function, with values of the variables as its parameters and buffers."""

    def __init__(
        self, call: Callable[[Any], Any], variables: Sequence[Variable], specs: Any
    ) -> None:
        super().__init__()
        self._call, self._variables, self._specs = call, list(variables), specs
        self._places: list[str] = []
        for number, variable in enumerate(self._variables):
            place = f"{number}_{variable.path}".replace(".", "_").replace("/", "_")
            value = torch.from_numpy(variable.numpy().copy())
            if variable.trainable and value.is_floating_point():
                self.register_parameter(place, torch.nn.Parameter(value))
            else:
                self.register_buffer(place, value)
            self._places.append(place)

    def forward(self, *tensors: Tensor) -> Any:
        leaves, structure = trees.flatten(self._specs)
        lengths = met(leaves, list(tensors), lambda x, axis: x.shape[axis])
        engine = OpenTorch(ENGINE, lengths)  # type: ignore[reportAbstractUsage]
        pairs = zip(self._variables, self._places, strict=True)
        state = [(v, Open(TensorSpec(v.shape, v.dtype), getattr(self, n))) for v, n in pairs]
        inputs = lifted(self._specs, trees.unflatten(structure, list(tensors)))
        with opened_graph(engine, state):
            return lowered(self._call(inputs))


def written(call: Callable[[Any], Any], variables: Sequence[Variable], specs: Any) -> bytes:
    """Returns what a file holds that computes a function.

    Args:
        call: takes a tree of tensors, reads variables, returns a tree of tensors.
        variables: those it reads; trainable ones are parameters of the program.
        specs: of the inputs, a tree; unknown lengths stay open.
    """
    leaves = trees.leaves(specs)
    example = tuple(
        torch.zeros([int(n) if is_known(n) else EXAMPLE + a for a, n in enumerate(s.shape)],
                    dtype=DTYPES[s.dtype])
        for s in leaves
    )  # fmt: skip
    open_axes = tuple(
        {a: torch.export.Dim.DYNAMIC for a, n in enumerate(s.shape) if not is_known(n)}
        for s in leaves
    )
    with torch.no_grad():
        program = torch.export.export(
            _Program(call, variables, specs), example, dynamic_shapes=(open_axes,), strict=False
        )
    file = io.BytesIO()
    torch.export.save(program, file)
    return file.getvalue()
