"""A function of trees of arrays as a compiled function of PyTensor's."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from optree import PyTreeSpec
from pytensor.compile.maker import function
from pytensor.compile.mode import Mode
from pytensor.link.numba.linker import NumbaLinker

from tahr.core import trees
from tahr.core.specs import TensorSpec
from tahr.engines.base import Effort
from tahr.engines.numpy import ENGINE as NUMPY
from tahr.engines.numpy.arithmetic import DTYPES, NARROW, Array
from tahr.engines.pytensor.modes import mode_of
from tahr.engines.pytensor.symbols import Symbolic, fresh, spec_of
from tahr.engines.pytensor.tracing import Described, is_tracing, tracing

PAYS = 10_000
"""From how many calls on Numba's compiler is worth its time; measured on small networks."""
KEPT = 32
"""How many sets of input specs a function stays compiled for: the ones used last."""


class Compiled:
    """A function that is described and compiled for each set of input specs it meets.

    Args:
        function: of trees of tensors.
        effort: how much compiling may cost.

    Attributes:
        planned: how many calls are to come, as far as is known.
    """

    def __init__(self, function: Callable[..., Any], effort: Effort = "quick") -> None:
        self._function = function
        self._effort: Effort = effort
        self.planned = 0
        self._programs: OrderedDict[Any, _Program] = OrderedDict()
        self._lock = threading.RLock()

    def __call__(self, *args: Any) -> Any:
        """Runs it on arrays; in a computation that is being described, it becomes a part."""
        if is_tracing():
            return self._function(*args)
        mode = mode_of("full" if self.planned >= PAYS else self._effort)
        found, structure = trees.flatten(args)
        leaves = [x if x is None or isinstance(x, np.ndarray) else NUMPY.asarray(x) for x in found]
        key = (mode, structure, tuple(x if x is None else (x.shape, x.dtype) for x in leaves))
        with self._lock:
            program = self._programs.pop(key, None)
            if program is None:
                program = _Program(self._function, leaves, structure, mode)
            self._programs[key] = program
            if len(self._programs) > KEPT:
                self._programs.popitem(last=False)
            return program([leaf for leaf in leaves if leaf is not None])


class _Program:
    """A function compiled for one set of input specs."""

    def __init__(
        self, function: Callable[..., Any], leaves: list[Any], structure: PyTreeSpec, mode: Mode
    ) -> None:
        inputs = [None if leaf is None else fresh(spec_of(leaf)) for leaf in leaves]
        with tracing(mode):
            self._graph = graph = Described(function, *trees.unflatten(structure, inputs))
        places = {variable: i for i, variable in enumerate(graph.inputs)}
        self._handed_on = [places.get(variable) for variable in graph.outputs]
        computed = [x for x in graph.specs() if x.variable not in places]
        self._dtypes = [DTYPES[x.dtype] for x in computed]
        self._run = _compiled([x for x in inputs if x is not None], computed, mode)

    def __call__(self, arrays: list[Array]) -> Any:
        with np.errstate(all="ignore"):
            found = self._run(*map(_plain, arrays))
        results = (
            x if x.dtype == dtype else np.asarray(x, dtype)
            for x, dtype in zip(found, self._dtypes, strict=True)
        )
        return self._graph.tree(
            [next(results) if i is None else arrays[i] for i in self._handed_on]
        )


def _compiled(inputs: list[Symbolic], outputs: list[Symbolic], mode: Mode) -> Callable[..., Any]:
    if not outputs:
        return lambda *_: []
    arguments = [x.variable for x in inputs], [x.variable for x in outputs]
    settings: Any = {"mode": mode, "on_unused_input": "ignore", "trust_input": True}
    if not isinstance(mode.linker, NumbaLinker):
        return function(*arguments, **settings)
    numbas = import_module("tahr.engines.pytensor.numbas")
    with numbas.exactly():
        return numbas.compiled_quietly(function(*arguments, **settings))


def _plain(x: Array) -> Array:
    """Gives an array as one of the only kind that Numba need be compiled for."""
    if x.dtype in NARROW:
        return x.astype(np.float32)
    flags = x.flags
    return x if flags.c_contiguous and flags.writeable and flags.aligned else x.copy()


def foretold(function: Callable[..., Any], specs: list[TensorSpec], mode: Mode) -> Any:
    """Describes a function without compiling it: gives the tree of its results."""
    with tracing(mode):
        graph = Described(function, *map(fresh, specs))
    return graph.tree(graph.specs())
