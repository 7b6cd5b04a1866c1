"""Branches, loops, scans and custom gradients, on every engine there is."""

import jax
import numpy as np
import pytest

from tahr import ops
from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.variables import Variable
from tahr.ops.symbolic import SymbolicTensor

X = np.arange(12, dtype="float32").reshape(4, 3)


@pytest.fixture(params=["jax", "numpy", "compiled"], autouse=True)
def engine(request):
    """Runs each test on an engine, and on JAX with the whole computation compiled."""
    with current.using("numpy" if request.param == "numpy" else "jax"):
        yield request.param


def run(engine, function, *args):
    out = jax.jit(function)(*args) if engine == "compiled" else function(*args)
    return jax.tree.map(np.asarray, out)


@pytest.mark.parametrize("flag", [True, False])
def test_cond(engine, flag):
    found = run(engine, lambda f: ops.cond(f, lambda: X + 1, lambda: X - 1), np.array(flag))
    np.testing.assert_array_equal(found, X + 1 if flag else X - 1)


@pytest.mark.parametrize("index", [-3, 0, 1, 2, 9])
def test_switch(engine, index):
    branches = [lambda x: x + 1, lambda x: x * 10, lambda x: -x]
    wanted = branches[min(max(index, 0), 2)](X)
    found = run(engine, lambda i: ops.switch(i, branches, X), np.array(index, "int32"))
    np.testing.assert_array_equal(found, wanted)


def test_while_loop(engine):
    found = run(
        engine,
        lambda n: ops.while_loop(lambda i, s: i < n, lambda i, s: (i + 1, s * 2.0), (0, X)),
        3,
    )
    assert int(found[0]) == 3
    np.testing.assert_array_equal(found[1], X * 8)


def test_while_loop_stops_in_time(engine):
    last = run(engine, lambda x: ops.while_loop(lambda v: v > 0, lambda v: v + 1, x, 5), 1)
    assert int(last) == 6


def test_while_loop_keeps_a_dict(engine):
    found = run(
        engine,
        lambda x: ops.while_loop(lambda s: s["n"] < 4, lambda s: {"n": s["n"] + 1}, {"n": x}),
        0,
    )
    assert int(found["n"]) == 4


@pytest.mark.parametrize(("lower", "upper"), [(0, 5), (2, 5), (5, 5), (6, 5)])
def test_fori_loop(engine, lower, upper):
    wanted = X * np.float32(2) ** len(range(lower, upper))
    static = run(engine, lambda x: ops.fori_loop(lower, upper, lambda i, v: v * 2, x), X)
    np.testing.assert_array_equal(static, wanted)
    moving = run(engine, lambda n: ops.fori_loop(lower, n, lambda i, v: v * 2, ops.array(X)), upper)
    np.testing.assert_array_equal(moving, wanted)


@pytest.mark.parametrize("reverse", [False, True])
def test_scan(engine, reverse):
    last, sums = run(
        engine,
        lambda x: ops.scan(
            lambda s, x: (s + x, {"sum": s + x}), np.zeros(3, "float32"), x, reverse=reverse
        ),
        X,
    )
    np.testing.assert_array_equal(last, X.sum(0))
    wanted = X[::-1].cumsum(0)[::-1] if reverse else X.cumsum(0)
    np.testing.assert_array_equal(sums["sum"], wanted)


def test_scan_without_inputs(engine):
    last, seen = run(engine, lambda x: ops.scan(lambda s, _: (s * 2, s), x, length=4), 1)
    assert (int(last), seen.tolist()) == (16, [1, 2, 4, 8])


@pytest.mark.parametrize("options", [{}, {"xs": X, "length": 5}])
def test_scan_needs_its_length(options):
    with pytest.raises(ArgumentError):
        ops.scan(lambda s, x: (s, x), 0, **options)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("reverse", [False, True])
def test_associative_scan(engine, axis, reverse):
    found = run(engine, lambda x: ops.associative_scan(lambda a, b: a + b, x, reverse, axis), X)
    step = slice(None, None, -1 if reverse else 1)
    np.testing.assert_array_equal(
        found, np.moveaxis(np.moveaxis(X, axis, 0)[step].cumsum(0)[step], 0, axis)
    )


def test_associative_scan_keeps_the_order(engine):
    matrices = np.random.default_rng(0).normal(size=(5, 2, 2)).astype("float32")
    found = run(engine, lambda m: ops.associative_scan(ops.matmul, m), matrices)
    wanted = [matrices[0]]
    for matrix in matrices[1:]:
        wanted.append(wanted[-1] @ matrix)
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", ["map", "vectorized_map"])
def test_map(engine, name):
    found = run(
        engine, lambda x: getattr(ops, name)(lambda s: {"row": ops.sum(s["a"])}, {"a": x}), X
    )
    np.testing.assert_array_equal(found["row"], X.sum(1))


def test_custom_gradient(engine):
    @ops.custom_gradient
    def doubled(x):
        return x * 1.0, lambda upstream: upstream * 2.0

    np.testing.assert_array_equal(np.asarray(doubled(Variable(X, name="v"))), X)
    if engine != "numpy":
        slope = jax.grad(lambda x: doubled(x).sum())(jax.numpy.asarray(X))
        np.testing.assert_array_equal(slope, np.full_like(X, 2))


@pytest.mark.parametrize("style", ["both", "keyword"])
def test_custom_gradient_with_an_upstream_keyword(engine, style):
    def both(*args, upstream=None):
        return (args[0] if upstream is None else upstream) * 3.0

    def keyword(*args, upstream):
        return upstream * 3.0

    tripled = ops.custom_gradient(lambda x: (x * 1.0, both if style == "both" else keyword))
    if engine != "numpy":
        assert float(jax.grad(tripled)(2.0)) == 3.0
    else:
        assert float(tripled(np.float32(2.0))) == 2.0


def test_a_scan_with_gradients(engine):
    if engine == "numpy":
        pytest.skip("no gradients")
    slope = jax.grad(lambda x: ops.fori_loop(0, 3, lambda i, v: v * x, x))(2.0)
    assert float(slope) == 4 * 2.0**3


def test_symbolic_tensors_are_recorded():
    x = SymbolicTensor((None, 4, 3))
    assert ops.vectorized_map(lambda s: ops.sum(s, axis=0), x).shape == (None, 3)
    last, seen = ops.scan(lambda s, r: (s + 1, r), np.zeros(2, "float32"), x)
    assert (last.shape, seen.shape) == ((2,), (None, 4, 3))
    assert ops.while_loop(lambda v: ops.all(v < 3), lambda v: (v + 1,), (x,))[0].shape == x.shape


def test_a_number_in_a_loops_state_takes_the_dtype_that_the_body_returns(engine):
    # Rounds of dtypes as Keras's on JAX; whole numbers that stay whole keep theirs.
    count, total, same = run(
        engine,
        lambda x: ops.while_loop(
            lambda i, *_: i < 3, lambda i, t, s: (i + 1, t + ops.sum(x), s), (0, 0, 7)
        ),
        X,
    )
    assert (count.dtype, total.dtype, same.dtype) == ("int32", "float32", "int32")
    assert total == 3 * X.sum()
    total = run(engine, lambda x: ops.fori_loop(0, 20, lambda i, t: t + ops.sum(x), 0), X)
    assert total.dtype == "float32"
    half = run(engine, lambda: ops.scan(lambda c, _: (ops.cast(c, "float16"), None), 1.5, None, 12))
    assert half[0].dtype == "float16"


def test_a_number_that_a_body_returns_is_not_cut_off(engine):
    found = run(
        engine, lambda: ops.while_loop(lambda i, t: i < 3, lambda i, t: (i + 1, 1.5), (0, 1))
    )
    assert (found[1], found[1].dtype) == (1.5, "float32")


def test_a_number_in_a_symbolic_loop_has_the_dtype_it_has_when_computed():
    x = SymbolicTensor((3,), "float32")
    found = ops.scan(lambda total, one: (total + one, total), 0, x)
    assert found[0].dtype == "float32"


def test_a_number_goes_with_any_dtype_in_operators_of_tensorflow():
    tensorflow = pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    with current.using("tensorflow"):
        half = tensorflow.constant(0.5)
        found = ops.while_loop(lambda i, t: i < 3, lambda i, t: (i + 1, t + half), (0, 0))
        never = ops.while_loop(lambda i: i < 0, lambda i: i + 1, [0])
    assert (float(found[1]), found[0].dtype) == (1.5, tensorflow.int32)
    assert never[0].dtype == tensorflow.int32
