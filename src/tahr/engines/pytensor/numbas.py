"""How Numba calls what NumPy computes on the host."""

from collections.abc import Callable
from typing import Any

import numba
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
