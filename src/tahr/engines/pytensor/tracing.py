"""Whether a computation is being described now, and for which mode of PyTensor's."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
from pytensor.compile.mode import Mode
from pytensor.link.numba.linker import NumbaLinker

from tahr.core import current, trees
from tahr.core.dtypes import standardize
from tahr.engines.pytensor.modes import mode_of
from tahr.engines.pytensor.overriding import outside, replaced
from tahr.engines.pytensor.symbols import Symbolic, Var, symbolic

_mode: ContextVar[Mode | None] = ContextVar("mode", default=None)
_mapping: ContextVar[bool] = ContextVar("mapping", default=False)


def is_tracing() -> bool:
    """Returns whether a computation is being described rather than done."""
    return _mode.get() is not None


def mode() -> Mode:
    """Returns the mode that the computation being described will be compiled in."""
    return _mode.get() or mode_of("quick")


def is_for_numba() -> bool:
    """Returns whether the computation being described will be compiled by Numba."""
    return isinstance(mode().linker, NumbaLinker)


@contextmanager
def tracing(chosen: Mode) -> Iterator[None]:
    """Describes, in the block, what is to be compiled in a mode; operators are this engine's."""
    token = _mode.set(chosen)
    try:
        with current.using("pytensor"):
            yield
    finally:
        _mode.reset(token)


def is_mapping() -> bool:
    """Returns whether what is being described will get another axis in front."""
    return _mapping.get()


@contextmanager
def mapping() -> Iterator[None]:
    """Describes, in the block, what will get another axis in front."""
    token = _mapping.set(True)
    try:
        yield
    finally:
        _mapping.reset(token)


class Described:
    """A function of trees as a graph from inputs to outputs.

    Args:
        function: it is run once.
        args: trees of symbolic inputs, to begin with.

    Attributes:
        inputs: the variables of the arguments.
        results: the tensors it returned, None left out.
        outputs: their variables.
        rest: what else the results are computed from, in an outer graph.
    """

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        self.inputs: list[Var] = variables(args)
        found, self._structure = trees.split(function(*args))
        self.results: list[Symbolic] = [symbolic(_number(one)) for one in found]
        self.outputs: list[Var] = [one.variable for one in self.results]
        self.rest: list[Var] = outside(self.outputs, self.inputs)

    def on(self, *values: Var) -> list[Var]:
        """Returns the outputs for other inputs and another rest."""
        places = dict(zip([*self.inputs, *self.rest], values, strict=True))
        return replaced(self.outputs, places)

    def tree(self, found: Iterable[Any]) -> Any:
        """Puts a value for each output in the place of the results."""
        return trees.unflatten(self._structure, found)


def _number(value: Any) -> Any:
    """Returns a number of Python's as an array, in the dtype it has among tensors."""
    if not isinstance(value, bool | int | float):
        return value
    return np.asarray(value, standardize(type(value)))


def variables(tree: Any) -> list[Var]:
    """Lists the variables of the symbolic tensors in a tree."""
    return [tensor.variable for tensor in trees.split(tree)[0]]
