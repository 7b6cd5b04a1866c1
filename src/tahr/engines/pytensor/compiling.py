"""A function of trees of arrays as a compiled function of PyTensor's."""

import threading
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
from tahr.engines.compiled import Compiled
from tahr.engines.numpy.arithmetic import DTYPES, NARROW, Array
from tahr.engines.pytensor.modes import mode_of
from tahr.engines.pytensor.symbols import Symbolic, fresh, spec_of
from tahr.engines.pytensor.tracing import Described, is_tracing, tracing

PAYS = 10_000
"""From how many calls on Numba's compiler is worth its time; measured on small networks."""


class CompiledGraphs(Compiled[Any, "_Program"]):
    """A function that is described and compiled for each set of input specs it meets."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._lock = threading.RLock()

    def __call__(self, *args: Any) -> Any:
        """Runs it on arrays; in a computation that is being described, it becomes a part."""
        if is_tracing():
            return self.function(*args)
        leaves, structure = trees.split(args)
        arrays = [x if isinstance(x, np.ndarray) else self.convert(x) for x in leaves]
        key = (structure, *[(x.shape, x.dtype) for x in arrays])
        with self._lock:
            return self.program(key, structure, arrays)(arrays)

    def made(self, structure: PyTreeSpec, tensors: list[Array], calls: int) -> "_Program":
        mode = mode_of("full" if calls >= PAYS else self.effort)
        return _Program(self.function, structure, tensors, mode)

    def grown(
        self, program: "_Program", structure: PyTreeSpec, tensors: list[Array], calls: int
    ) -> "_Program":
        if calls < PAYS or program.mode == mode_of("full"):
            return program
        return self.made(structure, tensors, calls)


class _Program:
    """A function compiled for one set of input specs."""

    def __init__(
        self, function: Callable[..., Any], structure: PyTreeSpec, arrays: list[Array], mode: Mode
    ) -> None:
        self.mode = mode
        inputs = [fresh(spec_of(array)) for array in arrays]
        with tracing(mode):
            self._graph = graph = Described(function, *trees.unflatten(structure, inputs))
        places = {variable: i for i, variable in enumerate(graph.inputs)}
        self._handed_on = [places.get(variable) for variable in graph.outputs]
        computed = [x for x in graph.results if x.variable not in places]
        self._dtypes = [DTYPES[x.dtype] for x in computed]
        self._run = _compiled(inputs, computed, mode)

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
    """Returns an array as one of the only kind that Numba need be compiled for."""
    if x.dtype in NARROW:
        return x.astype(np.float32)
    flags = x.flags
    return x if flags.c_contiguous and flags.writeable and flags.aligned else x.copy()


def foretold(function: Callable[..., Any], specs: list[TensorSpec], mode: Mode) -> Any:
    """Describes a function without compiling it: gives the tree of its results."""
    with tracing(mode):
        graph = Described(function, *map(fresh, specs))
    return graph.tree(graph.results)
