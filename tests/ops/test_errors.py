"""What is refused is refused in one clear sentence, whichever engine runs."""

import numpy as np
import pytest

from tahr import ops
from tahr.core import current
from tahr.core.errors import ArgumentError, DtypeError, EngineError, ShapeError
from tahr.core.specs import TensorSpec
from tahr.ops.symbolic import SymbolicTensor

ONES = np.ones((2, 3), "float32")

REFUSED = {
    "reshape": (lambda x: ops.reshape(x, (4, -1)), ShapeError, "cannot be reshaped"),
    "two unknown lengths": (lambda x: ops.reshape(x, (-1, -1)), ShapeError, "once"),
    "transpose": (lambda x: ops.transpose(x, (0, 0)), ShapeError, "no permutation"),
    "squeeze": (lambda x: ops.squeeze(x, 0), ShapeError, "axis 0 has not length one"),
    "axis": (lambda x: ops.sum(x, 2), ShapeError, "sum: a tensor with 2 dimensions has no axis 2"),
    "axis twice": (lambda x: ops.sum(x, (0, -2)), ArgumentError, "named twice"),
    "axes for one": (lambda x: ops.sort(x, (0, 1)), ArgumentError, "an axis is an integer"),
    "axis by name": (lambda x: ops.stack([x, x], "first"), ArgumentError, "an axis is an integer"),
    "no parts": (lambda x: ops.split(x, 0), ArgumentError, "one part or more"),
    "fewer than no parts": (lambda x: ops.array_split(x, -1), ArgumentError, "one part or more"),
    "add": (lambda x: ops.add(x, x[:, :2]), ShapeError, "do not broadcast"),
    "nothing to add": (lambda x: ops.add(x, None), DtypeError, "expected a tensor for x2"),
    "concatenate": (lambda x: ops.concatenate([x, x[:1]], 1), ShapeError, "differ"),
    "nothing to join": (lambda x: ops.concatenate([]), ArgumentError, "nothing to join"),
    "stack": (lambda x: ops.stack([x, x[0]]), ShapeError, "differ|dimensions|rank"),
    "split": (lambda x: ops.split(x, 2, 1), ShapeError, "cannot split a length of 3"),
    "matmul": (lambda x: ops.matmul(x, x), ShapeError, "cannot be multiplied"),
    "matmul of scalars": (lambda x: ops.matmul(x, 2.0), ShapeError, "a scalar is no matrix"),
    "einsum": (lambda x: ops.einsum("ij,jk", x, x), ShapeError, "two lengths"),
    "einsum terms": (lambda x: ops.einsum("ij,jk", x), ShapeError, "number of terms"),
    "tensordot": (lambda x: ops.tensordot(x, x, [[0], []]), ArgumentError, "in pairs"),
    "cross": (lambda x: ops.cross(x[:, :1], x), ShapeError, "2 or 3 elements"),
    "bits of floats": (lambda x: ops.bitwise_and(x, x), DtypeError, "integers or bools"),
    "gcd of floats": (lambda x: ops.gcd(x, x), DtypeError, "expected integers"),
    "indices": (lambda x: ops.get_item(x, (0, 0, 0)), ShapeError, "more indices than axes"),
    "index": (lambda x: ops.get_item(x, 2), IndexError, "index 2 is out of range"),
    "where": (lambda x: ops.where(x, x), ArgumentError, "both x1 and x2"),
    "pad mode": (lambda x: ops.pad(x, 1, "nonsense"), ArgumentError, "no such mode"),
    "pad value": (lambda x: ops.pad(x, 1, "wrap", 2.0), ArgumentError, "constant mode"),
    "pad pairs": (lambda x: ops.pad(x, [(1, 1)] * 3), ShapeError, "a pair for each axis"),
    "top_k": (lambda x: ops.top_k(x, 4), ShapeError, "no 4 elements"),
    "inverse": (ops.inv, ShapeError, "expected square matrices"),
    "vector inverse": (lambda x: ops.inv(x[0]), ShapeError, "expected matrices"),
    "norm": (lambda x: ops.norm(x, "nonsense"), ArgumentError, "no such norm"),
    "fft": (ops.fft, ArgumentError, "pair of tensors"),
    "stft": (lambda x: ops.stft(x, 4, 1, 2), ArgumentError, "fft_length is less"),
    "quantile": (lambda x: ops.quantile(x, 0.5, method="?"), ArgumentError, "no such method"),
    "broadcast_to": (lambda x: ops.broadcast_to(x, (3, 2)), ShapeError, "broadcast"),
    "take_along_axis": (lambda x: ops.take_along_axis(x, [0], 1), ShapeError, "many dimensions"),
    "scatter": (lambda x: ops.scatter_update(x, [[0, 0, 0]], [1.0]), ShapeError, "1 to 2"),
    "reduction": (lambda x: ops.scatter_update(x, [[0]], x[:1], "?"), ArgumentError, "reduction"),
    "slice": (lambda x: ops.slice(x, (0, 0), (3, 3)), ShapeError, "larger than the tensor"),
    "starts": (lambda x: ops.slice(x, (0,), (1, 1)), ShapeError, "a start for each axis"),
    "rearrange": (lambda x: ops.rearrange(x, "a b"), ArgumentError, "one arrow"),
    "rearranged names": (lambda x: ops.rearrange(x, "a b -> a"), ArgumentError, "each name"),
    "no elements": (lambda x: ops.max(x[:0]), ShapeError, "no elements"),
    "shape": (lambda x: ops.zeros((2, -1)), ShapeError, "cannot be made"),
    "dtype": (lambda x: ops.cast(x, "float63"), DtypeError, "not a dtype"),
    "average": (lambda x: ops.average(x, 1, x[0, :2]), ShapeError, "broadcast"),
    "diag": (lambda x: ops.diag(ops.expand_dims(x, 0)), ShapeError, "a vector or a matrix"),
}


@pytest.mark.parametrize("engine", ["numpy", "jax", "spec"])
@pytest.mark.parametrize("name", REFUSED)
def test_refusals(name, engine):
    call, kind, words = REFUSED[name]
    with current.using(engine) as run, pytest.raises(kind, match=words):
        call(TensorSpec(ONES.shape, "float32") if engine == "spec" else run.asarray(ONES))


@pytest.mark.parametrize("call", [ops.nonzero, ops.unique])
def test_what_needs_values_says_so(call):
    with pytest.raises(EngineError, match="not known before the values are"):
        call(SymbolicTensor((None, 3)))


def test_text_is_no_tensor():
    for engine in ("numpy", "jax"):
        with current.using(engine), pytest.raises(DtypeError, match="StringLookup"):
            ops.add("text", 1)


def test_a_matrix_that_is_not_positive_definite():
    with current.using("numpy"), pytest.raises(ArgumentError, match=r"positive.definite"):
        ops.cholesky([[1.0, 2.0], [2.0, 1.0]])
