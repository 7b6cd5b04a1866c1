"""A sparse matrix times a dense one: a row for each value, added up."""

from typing import Any

from tahr.core.current import engine
from tahr.ops.arithmetic import multiply
from tahr.ops.op import SPARSE, dense, to_tensor
from tahr.ops.products import dot, matmul
from tahr.ops.shapes import reshape, transpose
from tahr.ops.sparse.parts import parts, version


@version(matmul)
def _matmul(x1: Any, x2: Any) -> Any:
    first = parts(x1)
    if first is None:
        if len(getattr(x1, "shape", ())) != 2:
            return NotImplemented
        turned = _matmul(transpose(x2), transpose(x1))
        return turned if turned is NotImplemented else transpose(turned)
    other = to_tensor(dense(x2))
    lengths = tuple(other.shape)
    if len(first.shape) != 2 or len(lengths) != 2 or first.shape[1] != lengths[0]:
        return NotImplemented
    run = engine()
    column = reshape(first.values, (-1, 1))
    rows = multiply(column, engine().take(other, first.indices[:, 1], 0))
    zeros = run.full((first.shape[0], lengths[1]), 0, run.dtype_of(rows))
    return run.scatter(zeros, first.indices[:, :1], rows, "add")


SPARSE[dot] = _matmul
