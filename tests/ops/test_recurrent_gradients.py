"""Recurrences with gradients of their own, against steps whose gradients an engine derives."""

import numpy as np
import pytest

import tahr
from tahr import ops
from tahr.core import current
from tahr.ops.nn.recurrence import gru_step, lstm_step

RANDOM = np.random.default_rng(5)
SHAPES = {
    "lstm": ((2, 5, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,)),
    "lstm, no bias": ((2, 5, 3), (2, 4), (2, 4), (3, 16), (4, 16)),
    "lstm, one step": ((2, 1, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,)),
    "lstm, no step": ((2, 0, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,)),
    "gru": ((2, 5, 3), (2, 4), (3, 12), (4, 12), (12,), (12,)),
    "gru, no bias": ((2, 5, 3), (2, 4), (3, 12), (4, 12)),
    "gru, one step": ((2, 1, 3), (2, 4), (3, 12), (4, 12), (12,), (12,)),
    "gru, no step": ((2, 0, 3), (2, 4), (3, 12), (4, 12), (12,), (12,)),
}
KINDS = pytest.mark.parametrize("kind", ["lstm", "gru"])
TRAINING = current.can_train()


def lstm(x, state, carry, kernel, recurrent_kernel, bias=0.0):
    def step(before, total):
        total = total + ops.matmul(before[0], recurrent_kernel)
        output, after = lstm_step(total, before[1], ops.tanh, ops.sigmoid)
        return [output, after], output

    totals = ops.transpose(ops.matmul(x, kernel) + bias, (1, 0, 2))
    (last, after), outputs = ops.scan(step, [state, carry], totals)
    return ops.transpose(outputs, (1, 0, 2)), last, after


def gru(x, state, kernel, recurrent_kernel, bias=0.0, recurrent_bias=0.0):
    def step(before, total):
        inner = ops.matmul(before, recurrent_kernel) + recurrent_bias
        output = gru_step(total, inner, before, ops.tanh, ops.sigmoid)
        return output, output

    totals = ops.transpose(ops.matmul(x, kernel) + bias, (1, 0, 2))
    last, outputs = ops.scan(step, state, totals)
    return ops.transpose(outputs, (1, 0, 2)), last


DERIVED = {"lstm": lstm, "gru": gru}


def arrays(shapes, scale=0.5):
    return [(RANDOM.normal(size=shape) * scale).astype("float32") for shape in shapes]


def score(outputs):
    """Returns one number that every output has a part in."""
    return sum(ops.sum(ops.sin(one) * (n + 1.0)) for n, one in enumerate(outputs))


def slopes(function, inputs, compiled=True):
    """Returns the score of a function and its gradients by all inputs."""
    run = current.engine()

    def both(values):
        return run.value_and_grad(lambda given: (score(function(*given)), None), values)

    values = [run.asarray(x) for x in inputs]
    (found, _), gradients = (run.compile(both) if compiled else both)(values)
    return [np.asarray(run.to_numpy(x)) for x in (found, *gradients)]


@pytest.mark.parametrize("case", SHAPES)
@pytest.mark.parametrize("engine", TRAINING)
def test_outputs_and_gradients(engine, case):
    kind, inputs = case.partition(",")[0], arrays(SHAPES[case])
    with current.using(engine):
        mine = slopes(getattr(ops, kind).__wrapped__, inputs)
        derived = slopes(DERIVED[kind], inputs)
    for one, other in zip(mine, derived, strict=True):
        np.testing.assert_allclose(one, other, atol=3e-5, rtol=1e-5)


@KINDS
def test_outputs_where_nothing_is_differentiated(kind):
    inputs = arrays(SHAPES[kind])
    with current.using("numpy"):
        for mine, other in zip(getattr(ops, kind)(*inputs), DERIVED[kind](*inputs), strict=True):
            np.testing.assert_allclose(mine, other, atol=1e-6)


@KINDS
@pytest.mark.parametrize("engine", ["jax"])
def test_gates_that_are_shut_stay_so(kind, engine):
    inputs = arrays(SHAPES[kind], 100)
    with current.using(engine):
        mine = slopes(getattr(ops, kind), inputs)
    assert all(np.isfinite(one).all() for one in mine)


@KINDS
def test_its_gradient_can_be_differentiated(kind):
    jax = pytest.importorskip("jax")
    inputs, place = arrays(SHAPES[kind]), -2 if kind == "lstm" else -3

    def of_gradient(function):
        def slope(kernel):
            def by(k):
                return score(function(*inputs[:place], k, *inputs[place + 1 :]))

            return (jax.grad(by)(kernel) ** 2).sum()

        return jax.jit(jax.grad(slope))(inputs[place])

    with tahr.engine("jax"):
        mine, derived = of_gradient(getattr(ops, kind)), of_gradient(DERIVED[kind])
    np.testing.assert_allclose(mine, derived, rtol=1e-4, atol=1e-4)


@KINDS
def test_many_at_once(kind):
    many = arrays([(3, *SHAPES[kind][0])])[0]
    rest = arrays(SHAPES[kind][1:])
    with tahr.engine("jax"):
        found = ops.vectorized_map(lambda one: getattr(ops, kind)(one, *rest), many)
        for number in range(3):
            one = getattr(ops, kind)(many[number], *rest)
            for mine, other in zip(found, one, strict=True):
                np.testing.assert_allclose(mine[number], other, atol=1e-6)


@KINDS
def test_half_the_precision(kind):
    inputs = arrays(SHAPES[kind])
    with tahr.engine("jax"):
        half = getattr(ops, kind)(*(ops.cast(x, "bfloat16") for x in inputs))
        for mine, other in zip(half, DERIVED[kind](*inputs), strict=True):
            assert ops.dtype(mine) == "bfloat16"
            np.testing.assert_allclose(ops.cast(mine, "float32"), other, atol=0.06)
