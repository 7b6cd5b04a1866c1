"""Recording a whole function as ATen calls, once for each set of input specs, to replay them."""

import functools
import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import torch
from torch._subclasses.fake_tensor import FakeTensor
from torch.fx.experimental.proxy_tensor import get_proxy_mode, make_fx

from tahr.core import trees
from tahr.engines.base import Effort
from tahr.engines.torch.programs import Program
from tahr.engines.torch.widening import Tensor

LOG = logging.getLogger(__name__)
KEPT = 32
"""How many recordings a function keeps, one for each set of input specs: the latest used."""

_functorch: Any = torch._C._functorch  # type: ignore[reportAttributeAccessIssue]


class UntraceableError(RuntimeError):
    """Something that a recording cannot hold."""


def is_traced(x: Tensor) -> bool:
    """Tells whether a tensor has no values now, or many at once."""
    return isinstance(x, FakeTensor) or _functorch.is_functorch_wrapped_tensor(x)


def is_transforming() -> bool:
    """Tells whether this runs inside `vmap`, where autograd cannot be used."""
    return _functorch.maybe_current_level() is not None


def untaped(function: Callable[..., Any], *tensors: Tensor) -> Any:
    """Runs a function that asks for its gradients by `value_and_grad`, or for none."""
    with torch.no_grad():
        return function(*tensors)


def taped(function: Callable[..., Any], *tensors: Tensor) -> Any:
    """Runs a function that calls `backward` itself, as programs for PyTorch do."""
    with torch.enable_grad():
        return function(*(t.detach().requires_grad_(t.is_floating_point()) for t in tensors))


WAYS = (untaped, taped)


class Recorded:
    """A pure function of trees of tensors that is recorded at its first call.

    Where a recording is not possible (a loop or branch that depends on values), the function
    runs as it is written. So it does inside another recording, and where gradients flow
    through it.

    Args:
        function: gets and returns trees of tensors.
        convert: makes a tensor of what is none.
        effort: whether recordings are compiled at once.
    """

    def __init__(
        self, function: Callable[..., Any], convert: Callable[[Any], Tensor], effort: Effort
    ) -> None:
        self.function = function
        self._convert = convert
        self._effort = effort
        self._calls = self._left = 0
        self._programs: OrderedDict[Any, Program | None] = OrderedDict()

    def __call__(self, *args: Any) -> Any:
        leaves, structure = trees.flatten(args)
        places = [i for i, leaf in enumerate(leaves) if leaf is not None]
        tensors = [self._tensor(leaves[i]) for i in places]
        if get_proxy_mode() is not None or any(t.requires_grad for t in tensors):
            return self.function(*args)
        key = (structure, *[_spec(t) for t in tensors], *places)
        if key in self._programs:
            self._programs.move_to_end(key)
        else:
            self._programs[key] = self._recorded(structure, places, len(leaves), tensors)
            while len(self._programs) > KEPT:
                self._programs.popitem(last=False)
        program = self._programs[key]
        if program is None:
            return self._as_written(structure, places, len(leaves), tensors)
        self._calls += 1
        self._left -= 1
        if program.pays(self._calls, self._left):
            LOG.info("compiles a step that is run often enough to pay for it")
            program.compile(tensors)
        return program(tensors)

    def foresee(self, calls: int) -> None:
        """Is told how many calls are to come."""
        self._left = calls

    def _tensor(self, leaf: Any) -> Tensor:
        return leaf if isinstance(leaf, Tensor) else self._convert(leaf)

    def _recorded(
        self, structure: Any, places: list[int], count: int, tensors: list[Tensor]
    ) -> Program | None:
        held: list[Any] = []

        def flat(*given: Tensor) -> list[Tensor]:
            out, form = trees.flatten(self._called(structure, places, count, given))
            full = [i for i, leaf in enumerate(out) if leaf is not None]
            held[:] = [form, full, len(out)]
            return [self._tensor(out[i]).detach() for i in full]

        for way in WAYS:
            run = functools.partial(way, flat)
            record = make_fx(run, tracing_mode="fake", _allow_non_fake_inputs=True)
            try:
                program = Program(record(*tensors), *held)
            except Exception as error:
                LOG.info("runs as written, not recorded: %s", error)
                continue
            if self._effort == "full":
                program.compile(tensors)
            return program
        return None

    def _as_written(
        self, structure: Any, places: list[int], count: int, tensors: list[Tensor]
    ) -> Any:
        run = functools.partial(self._called, structure, places, count)
        try:
            return run(tensors)
        except RuntimeError as error:
            if "does not require grad" not in str(error):
                raise
        result = taped(lambda *given: run(given), *tensors)
        return trees.map(lambda t: t.detach() if isinstance(t, Tensor) else t, result)

    def _called(self, structure: Any, places: list[int], count: int, given: Any) -> Any:
        leaves: list[Any] = [None] * count
        for place, tensor in zip(places, given, strict=True):
            leaves[place] = tensor
        return self.function(*trees.unflatten(structure, leaves))


def _spec(tensor: Tensor) -> tuple[Any, ...]:
    return tensor.shape, tensor.stride(), tensor.dtype, tensor.device
