"""Recording a whole function as ATen calls, once for each set of input specs, to replay them."""

import functools
import logging
from collections.abc import Callable
from typing import Any

import torch
from optree import PyTreeSpec
from torch._subclasses.fake_tensor import FakeTensor
from torch.fx.experimental.proxy_tensor import get_proxy_mode, make_fx

from tahr.core import trees
from tahr.engines.base import Effort
from tahr.engines.compiled import Compiled
from tahr.engines.flat import Flat
from tahr.engines.torch.programs import Program
from tahr.engines.torch.sources import forgotten
from tahr.engines.torch.views import kept_apart
from tahr.engines.torch.widening import Tensor

LOG = logging.getLogger(__name__)

_functorch: Any = torch._C._functorch  # type: ignore[reportAttributeAccessIssue]


class UntraceableError(RuntimeError):
    """Something that a recording cannot hold."""


def is_traced(x: Tensor) -> bool:
    """Returns whether a tensor has no values now, or many at once."""
    return isinstance(x, FakeTensor) or _functorch.is_functorch_wrapped_tensor(x)


def is_transforming() -> bool:
    """Returns whether this runs inside `vmap`, where autograd cannot be used."""
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


class Recorded(Compiled[Tensor, Program | None]):
    """A pure function of trees of tensors that is recorded at its first call.

    Where a recording is not possible (a loop or branch that depends on values), the function
    runs as it is written. So it does inside another recording, and where gradients flow
    through it.

    Args:
        function: gets and returns trees of tensors.
        convert: makes a tensor of what is none.
        effort: how much compiling may cost.
        gives_state_away: whether the tensors in its first argument may be written to.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        convert: Callable[[Any], Tensor],
        effort: Effort = "quick",
        gives_state_away: bool = False,
    ) -> None:
        super().__init__(function, convert, effort)
        self.gives_state_away = gives_state_away

    def __call__(self, *args: Any) -> Any:
        leaves, structure = trees.split(args)
        tensors = [x if isinstance(x, Tensor) else self.convert(x) for x in leaves]
        if get_proxy_mode() is not None or any(t.requires_grad for t in tensors):
            return self.function(*args)
        key = (structure, *[(t.shape, t.stride(), t.dtype, t.device) for t in tensors])
        program = self.program(key, structure, tensors)
        if program is not None:
            return program(tensors)
        found, tree = trees.split(self._taped_if_need_be(structure, tensors))
        return trees.unflatten(tree, kept_apart(found, tensors, self._given_away(structure)))

    def made(self, structure: PyTreeSpec, tensors: list[Tensor], calls: int) -> Program | None:
        flat = Flat(self.function, structure)

        def detached(*given: Tensor) -> list[Tensor]:
            return [self._constant(x) for x in flat(*given)]

        for way in WAYS:
            run = functools.partial(way, detached)
            record = make_fx(run, tracing_mode="fake", _allow_non_fake_inputs=True)
            try:
                with forgotten():
                    program = Program(record(*tensors), flat.tree, self._given_away(structure))
            except Exception as error:
                LOG.info("runs as written, not recorded: %s", error)
                continue
            if self.effort == "full" or program.pays(calls):
                program.compile(tensors)
            return program
        return None

    def grown(
        self, program: Program | None, structure: PyTreeSpec, tensors: list[Tensor], calls: int
    ) -> Program | None:
        if program is not None and not program.is_compiled and program.pays(calls):
            program.compile(tensors)
        return program

    def _given_away(self, structure: PyTreeSpec) -> int:
        """Returns how many of the first tensors may be written to."""
        if not self.gives_state_away:
            return 0
        state = trees.unflatten(structure, range(structure.num_leaves))[0]
        return len(trees.split(state)[0])

    def _constant(self, leaf: Any) -> Tensor:
        return (leaf if isinstance(leaf, Tensor) else self.convert(leaf)).detach()

    def _taped_if_need_be(self, structure: PyTreeSpec, tensors: list[Tensor]) -> Any:
        try:
            return self.as_written(structure, tensors)
        except RuntimeError as error:
            if "does not require grad" not in str(error):
                raise
        result = taped(lambda *given: self.as_written(structure, given), *tensors)
        return trees.each(lambda t: t.detach() if isinstance(t, Tensor) else t, result)
