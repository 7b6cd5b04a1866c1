"""The recurrence with a gradient of its own, against the common one differentiated by JAX."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from tahr import layers, ops
from tahr.core import current
from tahr.engines.jax.recurrence import lstm

RANDOM = np.random.default_rng(5)
SHAPES = ((2, 5, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,))


def tensors(shapes, dtype="float32"):
    return [jnp.asarray(RANDOM.normal(size=s) * 0.5, dtype) for s in shapes]


def common(*inputs):
    with current.using("jax"):
        return ops.lstm.__wrapped__(*inputs)


def score(function, inputs):
    """Gives one number that every output has a part in."""
    outputs = function(*inputs)
    return sum(
        (o.astype("float32") * jnp.cos(jnp.arange(o.size)).reshape(o.shape)).sum() for o in outputs
    )


@pytest.mark.parametrize(("dtype", "within"), [("float32", 2e-6), ("bfloat16", 0.06)])
@pytest.mark.parametrize("biased", [True, False])
@pytest.mark.parametrize("length", [5, 1])
def test_outputs_and_gradients(dtype, within, biased, length):
    shapes = ((2, length, 3), *SHAPES[1:])
    inputs = tensors(shapes if biased else shapes[:-1], dtype)
    for mine, theirs in zip(lstm(*inputs), common(*inputs), strict=True):
        assert mine.dtype == theirs.dtype
        np.testing.assert_allclose(mine.astype("f4"), theirs.astype("f4"), atol=within)
    mine, theirs = (
        jax.jit(jax.grad(lambda given, function=function: score(function, given)))(inputs)
        for function in (lstm, common)
    )
    for one, other in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(one.astype("f4"), other.astype("f4"), atol=within * 3)


def test_gates_that_are_shut_stay_so():
    inputs = [x * 200 for x in tensors(SHAPES)]
    for mine, theirs in zip(lstm(*inputs), common(*inputs), strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-6)
    gradients = jax.grad(lambda given: score(lstm, given))(inputs)
    assert all(np.isfinite(g).all() for g in gradients)


def test_its_gradient_can_be_differentiated():
    inputs = tensors(SHAPES)

    def of_gradient(function):
        def slope(kernel):
            by = jax.grad(lambda k: score(function, [*inputs[:4], k, inputs[5]]))
            return (by(kernel) ** 2).sum()

        return jax.jit(jax.grad(slope))(inputs[4])

    np.testing.assert_allclose(of_gradient(lstm), of_gradient(common), rtol=1e-4, atol=1e-4)


def test_many_at_once():
    x = jnp.asarray(RANDOM.normal(size=(3, *SHAPES[0])), "float32")
    rest = tensors(SHAPES[1:])
    found = jax.vmap(lambda one: lstm(one, *rest))(x)
    for number in range(3):
        for many, one in zip(found, lstm(x[number], *rest), strict=True):
            np.testing.assert_allclose(many[number], one, atol=1e-6)


def test_no_steps_are_left_to_the_common_version():
    inputs = tensors(((2, 0, 3), *SHAPES[1:]))
    assert lstm(*inputs) is NotImplemented
    outputs, last, _ = common(*inputs)
    assert outputs.shape == (2, 0, 4)
    assert np.array_equal(last, inputs[1])


def test_a_layer_takes_it(monkeypatch):
    taken, engine = [], current.load("jax")

    def watched(*inputs):
        taken.append(len(inputs))
        return lstm(*inputs)

    monkeypatch.setattr(engine, "native", {**engine.native, "lstm": watched})
    with current.using("jax"):
        layers.LSTM(4)(np.ones((2, 5, 3), "float32"))
    assert taken == [6]
