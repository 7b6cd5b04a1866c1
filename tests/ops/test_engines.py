"""Ops on the spec engine, with unknown batches, and where an engine has a version of its own."""

from operator import attrgetter
from types import SimpleNamespace

import numpy as np
import pytest

from tahr import ops
from tahr.core import current
from tahr.core.operators import OPS
from tahr.core.specs import TensorSpec, opened
from tahr.ops.symbolic import SymbolicTensor
from tests.contract.conftest import INSTALLED
from tests.ops import table


def on(engine, call, tensors):
    with current.using(engine) as run:
        result = call(ops, *(run.asarray(t) for t in tensors))
        return [run.to_numpy(t) if run.is_tensor(t) else t for t in table.leaves(result)]


@pytest.mark.parametrize("name", table.names())
def test_spec_gives_the_shape_and_dtype(name):
    if name in ("unique", "nonzero", "is_tensor", "convert_to_numpy", "bincount"):
        pytest.skip("needs values")
    for call, tensors in table.calls(name):
        if name == "where" and len(tensors) == 1 and len(on("numpy", call, tensors)) == 2:
            continue
        with current.using("spec") as spec:
            specs = [TensorSpec(t.shape, t.dtype) for t in tensors]
            found = table.leaves(call(ops, *specs))
        for mine, theirs in zip(found, on("numpy", call, tensors), strict=True):
            if spec.is_tensor(mine):
                assert (mine.shape, mine.dtype) == (theirs.shape, theirs.dtype.name)
            else:
                assert mine == theirs


ROWWISE = {
    "reshape": lambda x: ops.reshape(x, (-1, 2, 2)),
    "ravel": ops.ravel,
    "transpose": ops.transpose,
    "expand_dims": lambda x: ops.expand_dims(x, 1),
    "squeeze": ops.squeeze,
    "tile": lambda x: ops.tile(x, (1, 2)),
    "repeat": lambda x: ops.repeat(x, 2, 0),
    "roll": lambda x: ops.roll(x, 1, 0),
    "pad": lambda x: ops.pad(x, ((0, 0), (1, 1)), "reflect"),
    "reflect an unknown axis": lambda x: ops.pad(x, 1, "reflect"),
    "flip": ops.flip,
    "concatenate": lambda x: ops.concatenate([x, x], 0),
    "stack": lambda x: ops.stack([x, x]),
    "split": lambda x: ops.split(x, 2, 1),
    "get_item": lambda x: x[:, 0],
    "first row": lambda x: x[0],
    "mean": lambda x: ops.mean(x, 1),
    "mean of all": ops.mean,
    "var": lambda x: ops.var(x, 0),
    "median": lambda x: ops.median(x, 1),
    "softmax of logs": lambda x: x - ops.logsumexp(x, 1, keepdims=True),
    "where": lambda x: ops.where(x > 0, x, 0.0),
    "take": lambda x: ops.take(x, [0, 1], 1),
    "argmax": lambda x: ops.argmax(x, -1),
    "sort": ops.sort,
    "top_k": lambda x: ops.top_k(x, 2)[0],
    "matmul": lambda x: ops.matmul(x, ops.transpose(x)),
    "einsum": lambda x: ops.einsum("ij,ik->jk", x, x),
    "tensordot": lambda x: ops.tensordot(x, x, [[1], [1]]),
    "outer": lambda x: ops.outer(x, x),
    "tril": ops.tril,
    "diagonal": ops.diagonal,
    "cumsum": ops.cumsum,
    "zeros_like": ops.zeros_like,
    "broadcast_to": lambda x: ops.broadcast_to(x[:1], (5, 4)),
    "rfft": ops.rfft,
    "searchsorted": lambda x: ops.searchsorted([0.0, 1.0], x),
    "meshgrid": lambda x: ops.meshgrid(x[:, 0], x[0]),
    "rearrange": lambda x: ops.rearrange(x, "b (c d) -> b c d", c=2),
    "arange over a batch": lambda x: ops.add(ops.arange(4), x[:, :1]),
    "cast": lambda x: ops.cast(x, "int32"),
    "norm": lambda x: ops.norm(x, axis=1),
    "cdist": lambda x: ops.cdist(x, x),
    "quantile": lambda x: ops.quantile(x, [0.2, 0.4], axis=0),
    "segment_sum": lambda x: ops.segment_sum(x, ops.cast(x[:, 0], "int32"), 3),
    "in_top_k": lambda x: ops.in_top_k(ops.cast(x[:, 0], "int32"), x, 2),
    "histogram": lambda x: ops.histogram(x, 5),
    "diff": lambda x: ops.diff(x, axis=0),
}


@pytest.mark.parametrize("call", ROWWISE.values(), ids=ROWWISE)
def test_unknown_batches_are_recorded(call):
    with current.using("numpy"):
        x = SymbolicTensor((None, 4))
        recorded = table.leaves(call(x))
        for batch in (2, 6):
            run = table.leaves(call(np.ones((batch, 4), "float32")))
            for tensor, array in zip(recorded, run, strict=True):
                assert tensor.dtype == array.dtype.name
                assert len(tensor.shape) == array.ndim
                for known, length in zip(tensor.shape, array.shape, strict=True):
                    assert known in (None, length)
    assert all(t.node is not None for t in recorded)


def test_known_lengths_stay_known():
    x = SymbolicTensor((None, 4, 6))
    assert ops.reshape(x, (-1, 24)).shape == (None, 24)
    assert ops.reshape(x, (ops.shape(x)[0], 24)).shape == (None, 24)
    assert ops.concatenate([x, x], -1).shape == (None, 4, 12)
    assert ops.split(x, 2, 0)[0].shape == (None, 4, 6)
    assert ops.stack([x, x]).shape == (2, None, 4, 6)
    assert ops.max(x, (1, 2)).shape == (None,)
    assert ops.matmul(x, np.ones((6, 5), "float32")).shape == (None, 4, 5)
    assert opened(TensorSpec((None, 4)).shape) == (None, 4)


SHAPES = [((8, 5), -1), ((3, 2, 5), 2), ((2, 3, 4, 5), -1), ((2, 5, 3), 1), ((1, 5), -1)]


@pytest.mark.parametrize("engine", INSTALLED)
@pytest.mark.parametrize(("shape", "axis"), SHAPES)
def test_a_batch_is_normalized_by_its_own_moments(engine, shape, axis):
    x = np.random.default_rng(0).normal(3.0, 2.0, shape).astype("float32")
    x[:, 0] = 7.0
    others = tuple(i for i in range(len(shape)) if i != axis % len(shape))
    wide = x.astype("float64")
    mean, variance = wide.mean(others, keepdims=True), wide.var(others, keepdims=True)
    found = on(engine, lambda o, x: o.normalize_batch(x, axis, epsilon=0.01), [x])
    wanted = ((wide - mean) / np.sqrt(variance + 0.01), mean.ravel(), variance.ravel())
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=2e-6)


CALLED = {"transpose": ops.transpose}
"""What calls of the table use besides the op they are about."""


def converting(common, engine):
    """The common version of an op, given tensors where a call of the table has arrays."""

    def run(*args, **kwargs):
        tensors = [engine.asarray(a) if isinstance(a, np.ndarray) else a for a in args]
        return common(*tensors, **kwargs)

    return run


@pytest.mark.parametrize("engine", INSTALLED)
def test_native_versions_give_what_the_common_ones_do(engine):
    engine = current.load(engine)
    assert set(engine.native) <= set(OPS)
    for name in table.names():
        short = name.rpartition(".")[2]
        if short not in engine.native:
            continue
        common = attrgetter(name)(ops).__wrapped__
        without = SimpleNamespace(**{short: converting(common, engine)})
        for call, tensors in table.calls(name):
            with current.using(engine):
                fast = on(engine.name, call, tensors)
                slow = call(
                    without if name == short else SimpleNamespace(image=without, **CALLED),
                    *map(engine.asarray, tensors),
                )
            table.close(fast, [engine.to_numpy(t) for t in table.leaves(slow)])
