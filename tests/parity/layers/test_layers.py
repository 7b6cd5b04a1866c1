"""Every layer against Keras's: weights, outputs, gradients, shapes, configurations."""

import json
from typing import Any

import jax
import keras
import numpy as np
import pytest
from tests.cases.layers import CASES, Case
from tests.parity.layers.pair import Pair, leaves, pair_of

from tahr import layers, ops
from tahr.core import current
from tahr.core.scopes import StateScope
from tahr.core.trees import is_shape
from tahr.training.step.gradients import value_and_grad

EVERY = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
DIFFERENTIABLE = {name: case for name, case in CASES.items() if case.gradients}


def agree(ours: Any, theirs: Any, what: str = "") -> None:
    ours, theirs = leaves(ours), leaves(theirs)
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5, err_msg=what)


def plain(config: Any) -> Any:
    """Returns a configuration as JSON would hold it, without the shapes layers were built with."""
    if isinstance(config, dict):
        return {k: plain(v) for k, v in config.items() if k != "build_config"}
    return [plain(item) for item in config] if isinstance(config, list | tuple) else config


def same_weights(pair: Pair) -> None:
    rows = [
        [(v.path, tuple(v.shape), str(v.dtype)) for v in layer.weights]
        for layer in (pair.ours, pair.theirs)
    ]
    assert rows[0] == rows[1]
    for kind in ("trainable_weights", "non_trainable_weights"):
        assert len(getattr(pair.ours, kind)) == len(getattr(pair.theirs, kind))


@EVERY
def test_layer(case: Case) -> None:
    pair = pair_of(case)
    same_weights(pair)
    same_outputs(pair, case)
    same_config(pair)


def both_ways(layer: Any, inputs: Any) -> tuple[Any, Any, Any]:
    """Returns the outputs, those in training, and the moving statistics after training."""
    trained = [v.value for v in layer.trainable_variables]
    fixed = [v.value for v in layer.non_trainable_variables]
    kept = [i for i, v in enumerate(layer.non_trainable_variables) if "seed" not in v.path]

    def run(trained: Any, fixed: Any, x: Any) -> tuple[Any, Any, Any]:
        plain, _ = layer.stateless_call(trained, fixed, x)
        taught, after = layer.stateless_call(trained, fixed, x, **training(layer))
        return plain, taught, [after[i] for i in kept]

    return jax.jit(run)(trained, fixed, inputs)


def same_outputs(pair: Pair, case: Case) -> None:
    expected = both_ways(pair.theirs, pair.inputs)
    found = both_ways(pair.ours, pair.inputs)
    parts = 3 if case.training else 1
    agree(found[:parts], expected[:parts])
    with current.using("numpy"):
        agree(pair.ours(pair.inputs), expected[0], "numpy")
    assert_shapes(pair, case, expected[0])


def assert_shapes(pair: Pair, case: Case, outputs: Any) -> None:
    """Compares shapes with an unknown batch with those of real outputs."""
    batch = case.shapes[0][0]
    expected = [tuple(None if n == batch else n for n in y.shape) for y in leaves(outputs)]
    found = jax.tree.leaves(pair.symbolic)
    assert [tuple(None if n in (None, batch) else n for n in t.shape) for t in found] == expected
    assert all(t.shape[0] is None for t in found)
    assert [t.dtype for t in found] == [str(y.dtype) for y in leaves(outputs)]
    shapes = [(None, *shape[1:]) for shape in case.shapes]
    given = case.make(layers).compute_output_shape(shapes if len(shapes) > 1 else shapes[0])
    one = is_shape(given)
    assert [tuple(s) for s in ([given] if one else given)] == [t.shape for t in found]


def same_config(pair: Pair) -> None:
    ours, theirs = pair.ours.get_config(), pair.theirs.get_config()
    assert plain(ours) == plain(theirs)
    again = layers.deserialize(json.loads(json.dumps(layers.serialize(pair.ours))))
    assert plain(again.get_config()) == plain(ours)
    written = json.loads(json.dumps(keras.saving.serialize_keras_object(pair.theirs)))
    read = layers.deserialize(written)
    assert plain(read.get_config()) == plain(theirs)
    with current.using("numpy"):
        read(pair.inputs)
        read.set_weights(pair.state)
        agree(read(pair.inputs), pair.ours(pair.inputs))


@pytest.mark.soak  # the contract holds every layer's gradient to a float64 reference
@pytest.mark.parametrize("case", DIFFERENTIABLE.values(), ids=DIFFERENTIABLE.keys())
def test_gradient(case: Case) -> None:
    pair = pair_of(case)
    shape = (case.shapes[0][0], *pair.symbolic.shape[1:])
    weight = np.random.default_rng(3).normal(size=shape).astype("float32")

    def scored(trained: Any, x: Any) -> Any:
        fixed = [v.value for v in pair.theirs.non_trainable_variables]
        outputs, _ = pair.theirs.stateless_call(trained, fixed, x, **training(pair.ours))
        return (outputs * weight).sum()

    values = [v.value for v in pair.theirs.trainable_variables]
    expected = jax.jit(jax.grad(scored, argnums=(0, 1)))(values, pair.inputs)

    def ours(x: Any) -> Any:
        def loss() -> Any:
            return ops.sum(ops.multiply(pair.ours(x, **training(pair.ours)), weight))

        with StateScope():
            return value_and_grad(loss, pair.ours.trainable_variables)

    agree(jax.jit(ours)(pair.inputs)[1], expected[0], "by weights")
    by_input = jax.grad(lambda x: ours(x)[0])
    agree(jax.jit(by_input)(pair.inputs), expected[1], "by input")


def training(layer: Any) -> dict[str, bool]:
    """Returns the argument that says this is training, where a layer takes it."""
    return {"training": True} if "training" in layer.call.__code__.co_varnames else {}
