"""Recurrences with gradients of their own, against the common ones differentiated by JAX."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from tahr import layers, ops
from tahr.core import current
from tahr.engines.jax.gru import gru
from tahr.engines.jax.lstm import lstm

RANDOM = np.random.default_rng(5)
SHAPES = {
    "lstm": ((2, 5, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,)),
    "gru": ((2, 5, 3), (2, 4), (3, 12), (4, 12), (12,), (12,)),
}
NATIVE = {"lstm": lstm, "gru": gru}
BIASES = {"lstm": 1, "gru": 2}
KINDS = pytest.mark.parametrize("kind", ["lstm", "gru"])


def tensors(shapes, dtype="float32"):
    return [jnp.asarray(RANDOM.normal(size=s) * 0.5, dtype) for s in shapes]


def common(kind):
    def run(*inputs):
        with current.using("jax"):
            return getattr(ops, kind).__wrapped__(*inputs)

    return run


def score(function, inputs):
    """Returns one number that every output has a part in."""
    outputs = function(*inputs)
    return sum(
        (o.astype("float32") * jnp.cos(jnp.arange(o.size)).reshape(o.shape)).sum() for o in outputs
    )


@KINDS
@pytest.mark.parametrize(("dtype", "within"), [("float32", 2e-6), ("bfloat16", 0.06)])
@pytest.mark.parametrize("biased", [True, False])
@pytest.mark.parametrize("length", [5, 1])
def test_outputs_and_gradients(kind, dtype, within, biased, length):
    shapes = ((2, length, 3), *SHAPES[kind][1:])
    inputs = tensors(shapes if biased else shapes[: -BIASES[kind]], dtype)
    both = NATIVE[kind], common(kind)
    for mine, theirs in zip(*(function(*inputs) for function in both), strict=True):
        assert mine.dtype == theirs.dtype
        np.testing.assert_allclose(mine.astype("f4"), theirs.astype("f4"), atol=within)
    mine, theirs = (
        jax.jit(jax.grad(lambda given, function=function: score(function, given)))(inputs)
        for function in both
    )
    for one, other in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(one.astype("f4"), other.astype("f4"), atol=within * 3)


@KINDS
def test_gates_that_are_shut_stay_so(kind):
    inputs = [x * 200 for x in tensors(SHAPES[kind])]
    for mine, theirs in zip(NATIVE[kind](*inputs), common(kind)(*inputs), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-6, atol=1e-6)
    gradients = jax.grad(lambda given: score(NATIVE[kind], given))(inputs)
    assert all(np.isfinite(g).all() for g in gradients)


@KINDS
def test_its_gradient_can_be_differentiated(kind):
    inputs, place = tensors(SHAPES[kind]), -BIASES[kind] - 1

    def of_gradient(function):
        def slope(recurrent_kernel):
            by = jax.grad(lambda k: score(function, [*inputs[:place], k, *inputs[place + 1 :]]))
            return (by(recurrent_kernel) ** 2).sum()

        return jax.jit(jax.grad(slope))(inputs[place])

    mine, theirs = of_gradient(NATIVE[kind]), of_gradient(common(kind))
    np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-4)


@KINDS
def test_many_at_once(kind):
    x = jnp.asarray(RANDOM.normal(size=(3, *SHAPES[kind][0])), "float32")
    rest = tensors(SHAPES[kind][1:])
    found = jax.vmap(lambda one: NATIVE[kind](one, *rest))(x)
    for number in range(3):
        for many, one in zip(found, NATIVE[kind](x[number], *rest), strict=True):
            np.testing.assert_allclose(many[number], one, atol=1e-6)


@KINDS
def test_no_steps_are_left_to_the_common_version(kind):
    inputs = tensors(((2, 0, 3), *SHAPES[kind][1:]))
    assert NATIVE[kind](*inputs) is NotImplemented
    outputs, last, *_ = common(kind)(*inputs)
    assert outputs.shape == (2, 0, 4)
    assert np.array_equal(last, inputs[1])


@KINDS
def test_a_layer_takes_it(kind, monkeypatch):
    taken, engine = [], current.load("jax")

    def watched(*inputs):
        taken.append(len(inputs))
        return NATIVE[kind](*inputs)

    monkeypatch.setattr(engine, "native", {**engine.native, kind: watched})
    with current.using("jax"):
        getattr(layers, kind.upper())(4)(np.ones((2, 5, 3), "float32"))
    assert taken == [6]
