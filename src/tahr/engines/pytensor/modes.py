"""PyTensor's modes: by Numba, or operation by operation through NumPy."""

from functools import cache, reduce
from typing import Any

from pytensor.compile.mode import FAST_COMPILE, Mode, get_mode
from pytensor.configdefaults import config
from pytensor.graph.basic import Apply
from pytensor.graph.rewriting.basic import in2out, node_rewriter
from pytensor.scalar.basic import Add, Cast, Mul
from pytensor.tensor.elemwise import Elemwise

from tahr.engines.base import Effort
from tahr.engines.pytensor.converting import Converted

LAST = 100.0
"""A position behind all of PyTensor's own rewrites."""


def mode_of(effort: Effort) -> Mode:
    """Returns PyTensor's mode for an effort; one that its user has configured goes before.

    "full" is Numba. "quick" needs no compiler: each operation calls NumPy.
    """
    if config.mode not in ("Mode", "FAST_COMPILE") or config.linker != "auto":
        return get_mode(None)
    return get_mode("NUMBA") if effort == "full" and config.mode == "Mode" else _by_numpy()


@cache
def _by_numpy() -> Mode:
    return FAST_COMPILE.register((in2out(_one_call), LAST))


@node_rewriter([Elemwise])
def _one_call(fgraph: Any, node: Apply) -> Any:
    """Leaves nothing that would be computed number by number in Python.

    PyTensor does that to sums and products of more than two, and to conversions.
    """
    assert isinstance(node.op, Elemwise)
    kind = node.op.scalar_op
    if isinstance(kind, Add | Mul) and len(node.inputs) > 2:
        return [reduce(node.op, node.inputs)]
    if isinstance(kind, Cast):
        dtype = node.outputs[0].type.dtype
        return [Converted(dtype, dtype)(*node.inputs)]
    return None
