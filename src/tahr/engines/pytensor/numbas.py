"""Numba: how it compiles, and how it calls what NumPy computes on the host."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numba
from numba.core.errors import NumbaWarning
from pytensor.configdefaults import config
from pytensor.graph.basic import Apply
from pytensor.link.numba.dispatch.basic import get_numba_type, numba_funcify, numba_njit

from tahr.engines.pytensor.converting import Converted
from tahr.engines.pytensor.hosted import Hosted


@numba_funcify.register(Hosted)
@numba_funcify.register(Converted)
def _called(op: Hosted | Converted, node: Apply, **_: object) -> Callable[..., Any]:
    """Calls `perform`, saying that its results lie in order, which Numba multiplies faster."""
    types = [get_numba_type(out.type, layout="C") for out in node.outputs]
    only = len(types) == 1
    result: Any = types[0] if only else numba.types.Tuple(types)

    def call(inputs: Any) -> Any:
        storage: list[list[Any]] = [[None] for _ in types]
        op.perform(node, inputs, storage)
        found = tuple(one[0] for one in storage)
        return found[0] if only else found

    @numba_njit
    def perform(*inputs: Any) -> Any:
        with numba.objmode(found=result):
            found = call(inputs)
        return found  # noqa: RET504  (Numba returns only what it has a type for)

    return perform


@contextmanager
def exactly() -> Iterator[None]:
    """Compiles, in the block, for infinities and NaNs too, and does not say what is not cached.

    Under "fast math" `1 / sqrt(0)` is NaN.
    """
    with config.change_flags(numba__fastmath=False), warnings.catch_warnings():
        warnings.simplefilter("ignore", NumbaWarning)
        yield


def compiled_quietly(run: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a compiled function quiet about the compiling that it does when first called."""
    called = False

    def first_quietly(*args: Any) -> Any:
        nonlocal called
        if called:
            return run(*args)
        with exactly():
            called = True
            return run(*args)

    return first_quietly
