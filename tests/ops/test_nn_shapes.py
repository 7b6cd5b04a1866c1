"""What nn ops say about shapes before anything runs, and that engines agree."""

import numpy as np
import pytest

from tahr.core import current
from tahr.core.specs import opened
from tahr.ops import nn
from tahr.ops.symbolic import SymbolicTensor

RNG = np.random.default_rng(4)


def symbol(*shape, dtype="float32"):
    return SymbolicTensor(shape, dtype)


CASES = [
    (nn.relu, ((None, 3),), {}, (None, 3)),
    (nn.softmax, ((None, 3),), {}, (None, 3)),
    (nn.sparsemax, ((None, 3),), {}, (None, 3)),
    (nn.glu, ((None, 6),), {}, (None, 3)),
    (nn.gelu, ((None, None, 6),), {}, (None, None, 6)),
    (nn.categorical_crossentropy, ((None, 3), (None, 3)), {}, (None,)),
    (nn.binary_crossentropy, ((None, 3), (None, 3)), {"from_logits": True}, (None, 3)),
    (nn.moments, ((None, 4, 3),), {"axes": (0, 1)}, ((3,), (3,))),
    (nn.batch_normalization, ((None, 4, 3), (3,), (3,)), {"axis": -1}, (None, 4, 3)),
    (nn.layer_normalization, ((None, 4, 3),), {"axis": (1, 2)}, (None, 4, 3)),
    (nn.rms_normalization, ((None, 4, 3),), {}, (None, 4, 3)),
    (nn.normalize, ((None, 4, 3),), {"axis": 0}, (None, 4, 3)),
    (nn.conv, ((None, 28, 28, 1), (3, 3, 1, 8)), {}, (None, 26, 26, 8)),
    (
        nn.conv,
        ((None, 28, 28, 1), (3, 3, 1, 8)),
        {"padding": "same", "strides": 2},
        (None, 14, 14, 8),
    ),
    (nn.conv, ((None, None, 1), (3, 1, 8)), {"padding": "same", "strides": 2}, (None, None, 8)),
    (nn.conv, ((None, None, 1), (3, 1, 8)), {}, (None, None, 8)),
    (nn.conv, ((None, 2, 9), (3, 2, 8)), {"data_format": "channels_first"}, (None, 8, 7)),
    (nn.depthwise_conv, ((None, 9, 2), (3, 2, 4)), {}, (None, 7, 8)),
    (nn.separable_conv, ((None, 9, 2), (3, 2, 4), (1, 8, 5)), {}, (None, 7, 5)),
    (
        nn.conv_transpose,
        ((None, 7, 2), (3, 5, 2)),
        {"strides": 2, "padding": "same"},
        (None, 14, 5),
    ),
    (nn.max_pool, ((None, 9, 9, 2),), {"pool_size": 2}, (None, 4, 4, 2)),
    (
        nn.average_pool,
        ((None, None, 9, 2),),
        {"pool_size": 2, "padding": "same"},
        (None, None, 5, 2),
    ),
    (
        nn.dot_product_attention,
        ((None, 5, 2, 4), (None, 7, 2, 4), (None, 7, 2, 6)),
        {"is_causal": True},
        (None, 5, 2, 6),
    ),
    (
        nn.dot_product_attention,
        ((None, None, 2, 4), (None, None, 1, 4), (None, None, 1, 4)),
        {},
        (None, None, 2, 4),
    ),
]


@pytest.mark.parametrize(("op", "shapes", "options", "expected"), CASES)
def test_an_unknown_length_stays_unknown(op, shapes, options, expected):
    out = op(*(symbol(*shape) for shape in shapes), **options)
    found = tuple(t.shape for t in out) if isinstance(out, tuple) else out.shape
    assert found == expected


@pytest.mark.parametrize(("op", "shapes", "options", "expected"), CASES)
@pytest.mark.parametrize("name", ["jax", "numpy"])
def test_engines_give_what_was_said(name, op, shapes, options, expected):
    values = [RNG.uniform(0.1, 1, [11 if n is None else n for n in s]) for s in shapes]
    arrays = [v.astype("float32") for v in values]
    with current.using("spec"):
        said = op(*arrays, **options)
    with current.using(name) as engine:
        out = op(*arrays, **options)
    outs, specs = (out, said) if isinstance(out, tuple) else ((out,), (said,))
    for tensor, spec in zip(outs, specs, strict=True):
        assert tuple(tensor.shape) == opened(spec.shape)
        assert engine.dtype_of(tensor) == spec.dtype


@pytest.mark.parametrize(("op", "shapes", "options", "expected"), CASES)
def test_engines_agree(op, shapes, options, expected):
    arrays = [
        RNG.uniform(0.1, 1, [11 if n is None else n for n in s]).astype("float32") for s in shapes
    ]
    found = []
    for name in ("jax", "numpy"):
        with current.using(name):
            out = op(*arrays, **options)
            found.append([current.to_numpy(t) for t in (out if isinstance(out, tuple) else [out])])
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("batch", [None, 4])
def test_sparse_targets(batch):
    target, output = symbol(batch, dtype="int32"), symbol(batch, 10)
    assert nn.sparse_categorical_crossentropy(target, output).shape == (batch,)
    column = symbol(batch, 1, dtype="int32")
    assert nn.sparse_categorical_crossentropy(column, output, from_logits=True).shape == (batch,)
    assert nn.one_hot(target, 3).shape == (batch, 3)
    assert nn.multi_hot(symbol(batch, 5, dtype="int32"), 3).shape == (batch, 3)
