"""What only the PyTensor engine has to hold: graphs in graphs, ties, modes, what it imports."""

import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

pytest.importorskip("pytensor")

import pytensor.tensor as pt

import tahr.ops  # noqa: F401  (operators are ops)
from tahr.core import current
from tahr.core.errors import EngineError, ShapeError, TahrError
from tahr.engines.compiled import KEPT
from tahr.engines.pytensor import ENGINE as E
from tahr.engines.pytensor.compiling import PAYS
from tests.deprecations import STRICT

RANDOM = np.random.default_rng(3)


def floats(*shape: int) -> np.ndarray:
    return RANDOM.normal(size=shape).astype("float32")


def total(x: Any) -> Any:
    return E.sum(x, tuple(range(len(x.shape))), False)


def gradients(function: Any, *values: np.ndarray) -> list[np.ndarray]:
    return E.value_and_grad(lambda found: (function(*found), None), list(values))[1]


def slopes(function: Any, *values: np.ndarray) -> list[np.ndarray]:
    """Differentiates by central differences what the engine computes at once, in float64."""
    wide = [v.astype("float64") for v in values]
    found = []
    for value in wide:
        slope = np.zeros(value.shape)
        for place in np.ndindex(*value.shape):
            there = value[place]
            value[place] = there + 1e-6
            above = function(*wide)
            value[place] = there - 1e-6
            slope[place] = (above - function(*wide)) / 2e-6
            value[place] = there
        found.append(slope)
    return found


def holds(function: Any, *values: np.ndarray) -> None:
    for found, wanted in zip(gradients(function, *values), slopes(function, *values), strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-3, atol=1e-4)


def recurrent(kernel: Any, recurrence: Any, xs: Any) -> Any:
    """Scans with weights that the step closes over."""
    start = E.full((2, 3), 0, E.dtype_of(xs))

    def step(state: Any, x: Any) -> Any:
        new = E.tanh(E.add(E.matmul(x, kernel), E.matmul(state, recurrence)))
        return new, new

    last, states = E.scan(step, start, xs, xs.shape[0])
    return E.add(total(E.square(last)), total(states))


def test_gradients_reach_what_a_step_of_a_scan_closes_over() -> None:
    holds(recurrent, floats(4, 3), floats(3, 3), floats(4, 2, 4))


def test_scans_map_and_nest() -> None:
    def mapped(kernel: Any, recurrence: Any, batches: Any) -> Any:
        one = E.vmap(lambda xs: recurrent(E.sin(kernel), recurrence, xs), (0,))
        return total(one(batches))

    def nested(x: Any) -> Any:
        def outer(state: Any, row: Any) -> Any:
            inner = E.scan(lambda s, v: (E.multiply(E.add(s, v), x[0]), None), state, row, 3)
            return inner[0], None

        return E.scan(outer, x[1], E.reshape(x[2:], (2, 3)), 2)[0]

    holds(mapped, floats(4, 3), floats(3, 3), floats(2, 3, 2, 4))
    holds(nested, floats(8))


def test_gradients_of_each_sample_and_of_gradients() -> None:
    weights, xs = floats(3), floats(4, 3)

    def one(x: Any) -> Any:
        return E.value_and_grad(lambda v: (total(E.sin(E.multiply(v[0], x))), None), [weights])[1][
            0
        ]

    found = E.compile(E.vmap(one, (0,)))(xs)
    np.testing.assert_allclose(found, np.cos(weights * xs) * xs, rtol=1e-5)

    def twice(x: Any) -> Any:
        return total(E.value_and_grad(lambda v: (total(E.power(v[0], x * 0 + 3)), None), [x])[1][0])

    positive = np.abs(floats(3)) + 1
    (second,) = gradients(twice, positive)
    np.testing.assert_allclose(second, 6 * positive, rtol=1e-4)


@pytest.mark.parametrize("loop", [False, True])
def test_a_gradient_of_ones_own_holds_inside_of_maps_and_loops(loop: bool) -> None:
    factor = floats(3)

    def own(x: Any, scale: Any) -> Any:
        def function(v: Any) -> Any:
            return E.square(v), lambda up: E.multiply(up, E.multiply(scale, v))

        return E.custom_gradient(function)(x)

    def function(xs: Any, scale: Any) -> Any:
        if loop:
            ys = E.scan(lambda s, x: (s, own(x, E.exp(scale))), scale, xs, 4)[1]
        else:
            ys = E.vmap(lambda x: own(x, E.exp(scale)), (0,))(xs)
        return total(E.multiply(ys, factor))

    xs, scale = floats(4, 3), floats(3)
    upon, other = gradients(function, xs, scale)
    np.testing.assert_allclose(upon, factor * np.exp(scale) * xs, rtol=1e-5)
    np.testing.assert_array_equal(other, np.zeros(3))


def test_equals_share_the_gradient() -> None:
    x = np.array([2.0, 1.0, 2.0], "float32")
    (one,) = gradients(lambda v: E.max(v, (0,), False), x)
    assert one.tolist() == [0.5, 0, 0.5]
    found = gradients(lambda v, w: total(E.maximum(v, w)), x, np.ones(3, "float32"))
    assert [g.tolist() for g in found] == [[1, 0.5, 1], [0, 0.5, 0]]


def test_branches_in_a_map_and_loops_over_outer_tensors() -> None:
    def function(xs: Any, limit: Any) -> Any:
        def one(x: Any) -> Any:
            chosen = E.cond(E.greater(x, limit), lambda: E.square(x), lambda: E.negative(x))
            return E.while_loop(lambda s: E.less(s, limit), lambda s: E.add(s, s), E.abs(chosen))

        return E.vmap(one, (0,))(xs)

    found = E.compile(function)(np.array([1.0, 5.0, -3.0], "float32"), np.array(4, "float32"))
    assert found.tolist() == [4, 25, 6]


def test_narrow_floats_are_rounded_as_numpy_rounds_them() -> None:
    x = floats(40)

    def function(v: Any) -> Any:
        narrow = E.cast(v, "bfloat16")
        return E.cast(E.multiply(E.exp(narrow), narrow), "float32"), narrow

    wanted, narrow = function(x)
    found, again = E.compile(function)(x)
    np.testing.assert_array_equal(found, wanted)
    assert again.dtype == narrow.dtype


def test_a_program_may_call_pytensor_itself() -> None:
    def function(x: Any) -> Any:
        return E.multiply(E.asarray(pt.tanh(x) + 1), x)

    x = floats(3)
    np.testing.assert_allclose(E.compile(function)(x), (np.tanh(x) + 1) * x, rtol=1e-6)
    with pytest.raises(ShapeError, match="unknown shape"):
        E.asarray(pt.vector())


def test_a_trace_has_no_values() -> None:
    for look in (E.to_numpy, np.asarray):
        with pytest.raises(EngineError, match="not known while"):
            E.compile(look)(floats(2))
    with pytest.raises(TahrError, match=r"ops\.where"):
        E.compile(lambda x: 1 if x[0] > 0 else 2)(floats(2))


def test_no_more_than_so_many_programs_are_kept() -> None:
    calls: list[int] = []

    def function(x: Any) -> Any:
        calls.append(x.shape[0])
        return x

    compiled = E.compile(function)
    for n in (*range(KEPT + 1), KEPT, 0):
        assert compiled(floats(n)).shape == (n,)
    assert calls == [*range(KEPT + 1), 0]


def test_numba_gives_the_same() -> None:
    x, kernel = floats(2, 5, 5, 2), floats(3, 3, 2, 3)

    def loss(found: list[Any]) -> Any:
        pads = ((1, 1), (0, 2))
        out = E.conv(found[0], found[1], (2, 1), pads, (1, 1), 1)
        pooled = E.pool(
            E.maximum(out, E.full((), 0, "float32")), (2, 2), (1, 1), ((0, 0),) * 2, "max"
        )
        return total(E.square(pooled)), pooled

    def function(values: list[Any]) -> Any:
        return E.value_and_grad(loss, values)

    (quick, out), slow = E.compile(function)([x, kernel])
    often = E.compile(function)
    E.foresee(often, PAYS)
    (full, same), fast = often([x, kernel])
    for one, other in zip([quick, out, *slow], [full, same, *fast], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


def test_arrays_of_other_libraries_come_in() -> None:
    jax = current.load("jax")
    tensor = E.asarray(jax.asarray([1.0, 2.0]))
    assert E.to_numpy(E.compile(lambda x: E.add(x, x))(tensor)).tolist() == [2, 4]


PROGRAM = """
import sys, warnings
import numpy as np
import pytensor
before = {f: getattr(pytensor.config, f) for f in ("floatX", "mode", "linker", "optimizer")}
import tahr
from tahr import layers
x = np.random.default_rng(0).normal(size=(64, 6)).astype("float32")
y = (x.sum(1) > 0).astype("int32")
tahr.utils.set_random_seed(1)
model = tahr.Sequential(
    [layers.Input((6,)), layers.Dense(8, "relu"), layers.Dropout(0.2), layers.Dense(2)]
)
loss = tahr.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile("adam", loss, metrics=["accuracy"])
model.fit(x, y, epochs=2, batch_size=16, verbose=0)
loss = model.evaluate(x, y, verbose=0)[0]
print(repr(float(loss)), [float(abs(w.numpy()).sum()) for w in model.weights])
assert not {"jax", "torch", "tensorflow", "numba"} & set(sys.modules), "another framework"
assert before == {f: getattr(pytensor.config, f) for f in before}
"""


def test_training_imports_no_other_framework_and_can_be_repeated() -> None:
    outs = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, *STRICT, "-c", PROGRAM],
            env={**os.environ, "TAHR_ENGINE": "pytensor", "PYTHONPATH": "src"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert not done.stderr
        outs.append(done.stdout)
    assert outs[0] == outs[1]
    assert outs[0].count("\n") == 1


def test_floats_divided_by_one_are_rounded_down() -> None:
    x = np.array([-1.5, 2.5], "float32")
    found = E.compile(lambda v: E.floor_divide(v, E.full((), 1, "float32")))(x)
    assert found.tolist() == [-2, 2]
