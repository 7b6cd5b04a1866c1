"""Recording a whole function as ATen calls, once for each set of input specs, to replay them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch._subclasses.fake_tensor import FakeTensor
from torch.fx.experimental.proxy_tensor import get_proxy_mode, make_fx

from tahr.core import trees
from tahr.engines.torch.graphs import tuned
from tahr.engines.torch.widening import Tensor

LOG = logging.getLogger(__name__)
_functorch: Any = torch._C._functorch  # type: ignore[reportAttributeAccessIssue]


class UntraceableError(RuntimeError):
    """Something that a recording cannot hold."""


def is_traced(x: Tensor) -> bool:
    """Tells whether a tensor has no values now, or many at once."""
    return isinstance(x, FakeTensor) or _functorch.is_functorch_wrapped_tensor(x)


def is_transforming() -> bool:
    """Tells whether this runs inside `vmap`, where autograd cannot be used."""
    return _functorch.maybe_current_level() is not None


@dataclass
class _Program:
    """A recording for one set of input specs."""

    run: Callable[..., list[Tensor]]
    structure: Any
    places: list[int]
    count: int

    def __call__(self, tensors: list[Tensor]) -> Any:
        with torch.no_grad():
            results = self.run(*tensors)
        leaves: list[Any] = [None] * self.count
        for place, result in zip(self.places, results, strict=True):
            leaves[place] = result
        return trees.unflatten(self.structure, leaves)


class Recorded:
    """A pure function of trees of tensors that is recorded at its first call.

    Where a recording is not possible (a loop or branch that depends on values), the function
    runs as it is written. So it does inside another recording, and where gradients flow
    through it.

    Args:
        function: gets and returns trees of tensors.
        convert: makes a tensor of what is none.
    """

    def __init__(self, function: Callable[..., Any], convert: Callable[[Any], Tensor]) -> None:
        self.function = function
        self._convert = convert
        self._programs: dict[Any, _Program | None] = {}

    def __call__(self, *args: Any) -> Any:
        leaves, structure = trees.flatten(args)
        tensors = [
            leaf if isinstance(leaf, Tensor) else self._convert(leaf)
            for leaf in leaves
            if leaf is not None
        ]
        if get_proxy_mode() is not None or any(t.requires_grad for t in tensors):
            return self.function(*args)
        key = (structure, *[_spec(leaf) for leaf in tensors], *[x is None for x in leaves])
        if key not in self._programs:
            self._programs[key] = self._recorded(leaves, structure, tensors)
        program = self._programs[key]
        return self.function(*args) if program is None else program(tensors)

    def _recorded(self, leaves: list[Any], structure: Any, tensors: list[Tensor]) -> Any:
        places = [i for i, leaf in enumerate(leaves) if leaf is not None]
        held: list[Any] = []

        def flat(*given: Tensor) -> list[Tensor]:
            filled: list[Any] = [None] * len(leaves)
            for place, tensor in zip(places, given, strict=True):
                filled[place] = tensor
            out, form = trees.flatten(self.function(*trees.unflatten(structure, filled)))
            full = [i for i, leaf in enumerate(out) if leaf is not None]
            held[:] = [form, full, len(out)]
            return [_plain(out[i], self._convert) for i in full]

        record = make_fx(flat, tracing_mode="fake", _allow_non_fake_inputs=True)
        try:
            with torch.no_grad():
                graph = record(*tensors)
        except Exception as error:
            LOG.info("runs as written, not recorded: %s", error)
            return None
        return _Program(tuned(graph), *held)


def _plain(leaf: Any, convert: Callable[[Any], Tensor]) -> Tensor:
    return leaf.detach() if isinstance(leaf, Tensor) else convert(leaf)


def _spec(tensor: Tensor) -> tuple[Any, ...]:
    return tensor.shape, tensor.stride(), tensor.dtype, tensor.device
