"""Sums and means of sparse tensors, which are dense."""

import math
from typing import Any

from tahr.core.current import engine
from tahr.ops import reductions
from tahr.ops.arithmetic import divide
from tahr.ops.axes import Axis, axes_of
from tahr.ops.sparse.parts import parts, places, strides, version


@version(reductions.sum)
def _sum(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    found = parts(x)
    if found is None:
        return NotImplemented
    gone = axes_of(axis, len(found.shape))
    kept = [i for i in range(len(found.shape)) if i not in gone]
    lengths = tuple(found.shape[i] for i in kept)
    run = engine()
    total = run.full((math.prod(lengths),), 0, run.dtype_of(found.values))
    steps = dict(zip(kept, strides(lengths), strict=True))
    into = places(found.indices, [steps.get(i, 0) for i in range(len(found.shape))])
    total = run.scatter(total, run.reshape(into, (-1, 1)), found.values, "add")
    whole = tuple(1 if i in gone else n for i, n in enumerate(found.shape))
    return run.reshape(total, whole if keepdims else lengths)


@version(reductions.mean)
def _mean(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    found = parts(x)
    if found is None or "float" not in engine().dtype_of(found.values):
        return NotImplemented
    count = math.prod(found.shape[i] for i in axes_of(axis, len(found.shape)))
    return divide(_sum(x, axis, keepdims), count)
