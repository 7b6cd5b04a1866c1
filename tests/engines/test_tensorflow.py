"""What is the TensorFlow engine's own business."""

import gc
import weakref
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

if find_spec("tensorflow") is None:
    pytest.skip("tensorflow is not installed", allow_module_level=True)

from tahr import ops
from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.engines.tensorflow import ENGINE
from tahr.engines.tensorflow.starting import tf

X = np.array([1.0, 2.0, 3.0], "float32")


def total(x: Any) -> Any:
    return ENGINE.sum(x, (0,), False)


def slope(function: Any, x: Any) -> Any:
    return ENGINE.value_and_grad(lambda values: (total(function(values[0])), None), [x])[1][0]


@pytest.mark.parametrize("compiled", [False, True])
def test_a_gradient_of_ones_own_can_be_differentiated(compiled: bool) -> None:
    def cube(x: Any) -> Any:
        def function(v: Any) -> Any:
            three = ENGINE.full((), 3, "float32")
            square = ENGINE.square(v)
            return ENGINE.multiply(square, v), lambda up: up * three * square

        return ENGINE.custom_gradient(function)(x)

    def curvature(x: Any) -> Any:
        return slope(lambda v: slope(cube, v), x)

    run = ENGINE.compile(curvature) if compiled else curvature
    np.testing.assert_allclose(run(ENGINE.asarray(X)), 6 * X, rtol=1e-5)


@pytest.mark.parametrize("compiled", [False, True])
def test_gradients_reach_what_a_checkpoint_closes_over(compiled: bool) -> None:
    def product(x: Any, y: Any) -> Any:
        def loss(values: list[Any]) -> Any:
            inside = ENGINE.checkpoint(lambda v: ENGINE.multiply(v, ENGINE.sin(values[1])))
            return total(inside(values[0])), None

        return ENGINE.value_and_grad(loss, [x, y])[1]

    run = ENGINE.compile(product) if compiled else product
    first, second = run(ENGINE.asarray(X), ENGINE.asarray(X))
    np.testing.assert_allclose(first, np.sin(X), rtol=1e-5)
    np.testing.assert_allclose(second, X * np.cos(X), rtol=1e-5)


def test_a_long_scan_in_a_graph_is_a_loop() -> None:
    def run(xs: Any) -> Any:
        return ENGINE.scan(lambda s, x: (s + x, s * x), ENGINE.full((), 0, "float32"), xs, 40)

    last, ys = ENGINE.compile(run)(ENGINE.full((40,), 1, "float32"))
    assert last == 40
    np.testing.assert_array_equal(ys, np.arange(40))


def added_up(xs: Any) -> Any:
    return ENGINE.scan(lambda s, x: (s + x, None), ENGINE.full((), 0, "float32"), xs, 40)[0]


def convolved(xs: Any) -> Any:
    image = tf.reshape(xs, (1, 8, 5, 1)) * added_up(xs)
    kernel = ENGINE.full((3, 3, 1, 1), 1, "float32")
    return ENGINE.conv(image, kernel, (1, 1), ((1, 1), (1, 1)), (1, 1), 1)


@pytest.mark.parametrize(
    ("function", "calls", "wanted"),
    [(added_up, 1000, True), (added_up, 20, False), (total, 1000, False), (convolved, 1000, False)],
)
def test_loops_that_run_often_are_compiled_by_xla(
    function: Any, calls: int, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: [])
    compiled: Any = ENGINE.compile(function)
    ENGINE.foresee(compiled, calls)
    compiled(ENGINE.full((40,), 1, "float32"))
    (graph,) = compiled.programs.values()
    assert graph.is_by_xla is wanted


def test_a_loop_that_turns_out_to_run_often_is_compiled_without_being_traced_again() -> None:
    traces = []

    def slope(xs: Any) -> Any:
        traces.append(xs)

        def loss(values: Any) -> Any:
            state = ENGINE.full((), 1, "float32")
            return ENGINE.scan(lambda s, x: (s * x, None), state, values[0], 40)[0], None

        return ENGINE.value_and_grad(loss, [xs])[1][0]

    compiled: Any = ENGINE.compile(slope)
    xs = ENGINE.asarray(np.linspace(0.9, 1.1, 40, dtype="float32"))
    ENGINE.foresee(compiled, 20)
    plain = compiled(xs)
    ENGINE.foresee(compiled, 1000)
    by_xla = compiled(xs)
    (graph,) = compiled.programs.values()
    assert graph.is_by_xla
    assert len(traces) == 1
    np.testing.assert_allclose(by_xla, plain, rtol=1e-5)


def test_what_cannot_be_compiled_runs_as_it_is_written(caplog: pytest.LogCaptureFixture) -> None:
    compiled = ENGINE.compile(lambda x: x + 1 if total(x) > 0 else x - 1)
    assert compiled(ENGINE.asarray(X)).numpy().tolist() == [2, 3, 4]
    assert compiled(ENGINE.asarray(-X)).numpy().tolist() == [-2, -3, -4]
    assert "uncompiled" in caplog.text


def test_a_compiler_that_fails_is_left(caplog: pytest.LogCaptureFixture) -> None:
    def function(x: Any) -> Any:
        return tf.strings.length(tf.strings.as_string(x))

    assert ENGINE.compile(function, effort="full")(ENGINE.asarray(X)).shape == (3,)
    assert "XLA" in caplog.text


def test_graphs_are_few_and_hold_no_inputs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tahr.engines.compiled.KEPT", 2)
    compiled: Any = ENGINE.compile(lambda x: x + 1)
    first = ENGINE.full((3,), 1, "float32")
    gone = weakref.ref(first)
    compiled(first)
    del first
    gc.collect()
    assert gone() is None
    for n in (4, 5, 4):
        compiled(ENGINE.full((n,), 1, "float32"))
    assert [key[-1][0] for key in compiled.programs] == [(5,), (4,)]


def test_division_of_integers_by_zero_does_not_raise() -> None:
    x, zero = ENGINE.asarray(np.array([7], "int32")), ENGINE.asarray(np.array([0], "int32"))
    for run in (ENGINE.floor_divide, ENGINE.mod):
        assert run(x, zero).shape == (1,)


def test_singular_matrices_are_an_error() -> None:
    with pytest.raises(ArgumentError, match="solve has no result"):
        ENGINE.solve(ENGINE.full((2, 2), 0, "float32"), ENGINE.full((2, 1), 1, "float32"))


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32", "uint64", "int8", "int16", "int64"])
def test_whole_numbers_of_every_size(dtype: str) -> None:
    with np.errstate(all="ignore"):
        host = np.array([0, 1, 3, 200], "int64").astype(dtype)
        x, other = ENGINE.asarray(host), abs(host[::-1])
        for name in ("add", "subtract", "multiply", "maximum", "power"):
            found = getattr(ENGINE, name)(x, ENGINE.asarray(other))
            np.testing.assert_array_equal(found, getattr(np, name)(host, other))
        for name in ("negative", "abs", "sign", "square"):
            np.testing.assert_array_equal(getattr(ENGINE, name)(x), getattr(np, name)(host))
        assert ENGINE.matmul(x, x).numpy() == np.matmul(host, host)
        assert ENGINE.sum(x, (0,), False).numpy() == host.sum(dtype=dtype)


def test_tensors_and_variables_of_tensorflow_go_in_everywhere() -> None:

    for given in (tf.constant([1.0, 2.0]), tf.Variable([1.0, 2.0])):
        for name in ("tensorflow", "jax", "numpy"):
            with current.using(name):
                assert float(ops.sum(ops.add(given, 1))) == 5


def test_arrays_of_other_libraries_are_copied() -> None:
    source = np.array([1.0, 2.0], "float32")
    tensor = ENGINE.asarray(source)
    source[0] = 7
    assert tensor.numpy().tolist() == [1, 2]
    with current.using("jax") as jax:
        other = jax.full((2,), 3, "bfloat16")
    assert ENGINE.dtype_of(ENGINE.asarray(other)) == "bfloat16"


def test_products_of_rows_of_one_are_right_in_float16() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(4, 8, 6)).astype("float16")
    y = random.normal(size=(6, 5)).astype("float16")
    with current.using("tensorflow"):
        found = np.asarray(ops.einsum("...x,xy->...y", x, y), "float64")
    expected = np.matmul(x.astype("float64"), y.astype("float64"))
    np.testing.assert_allclose(found, expected, atol=0.02)
