"""Functions of JAX and modules of Flax as layers."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core.errors import ArgumentError, EngineError

X = np.random.default_rng(0).normal(size=(64, 5)).astype("float32")
Y = np.tanh(X @ np.arange(5.0).astype("float32"))[:, None]


def affine(params: Any, inputs: Any) -> Any:
    return inputs @ params["kernel"] + params["bias"]


def drawn(rng: Any, inputs: Any) -> Any:
    return {
        "kernel": jax.random.normal(rng, (inputs.shape[-1], 3)) * 0.1,
        "bias": jnp.zeros(3),
    }


def counting(params: Any, state: Any, rng: Any, inputs: Any, training: Any) -> Any:
    scaled = inputs * params
    if training:
        scaled = scaled + 0.01 * jax.random.normal(rng, inputs.shape)
    return scaled, {"calls": state["calls"] + 1}


def trained(*inner: Any) -> Any:
    model = tahr.Sequential([layers.Input((5,)), *inner, layers.Dense(1)])
    before = [w.copy() for w in model.get_weights()]
    model.compile(tahr.optimizers.Adam(0.03), "mse")
    history = model.fit(X, Y, epochs=20, verbose=0).history["loss"]
    assert history[-1] < history[0] / 2
    return model, before


def test_parameters_are_drawn_and_trained() -> None:
    layer = layers.JaxLayer(affine, drawn, seed=1)
    model, before = trained(layer)
    assert model.output_shape == (None, 1)
    assert [v.shape for v in layer.trainable_variables] == [(3,), (5, 3)]
    assert all((a != b).any() for a, b in zip(before, model.get_weights(), strict=True))
    again = layers.JaxLayer(affine, drawn, seed=1)
    again.build((None, 5))
    np.testing.assert_array_equal(again.get_weights()[1], before[1])


def test_state_is_kept_and_random_numbers_come() -> None:
    layer = layers.JaxLayer(
        counting, params=jnp.ones(5), state={"calls": jnp.zeros((), "int32")}, seed=3
    )
    trained(layer)
    assert int(layer.state["calls"].numpy()) == 40
    assert [v.trainable for v in layer.variables[:2]] == [True, False]
    first, second = layer(X, training=True), layer(X, training=True)
    assert (np.asarray(first) != np.asarray(second)).any()
    np.testing.assert_allclose(layer(X), X * layer.params.numpy(), rtol=1e-6)


def test_a_function_without_parameters() -> None:
    assert layers.JaxLayer(lambda inputs: inputs * 2)(jnp.ones(2)).tolist() == [2, 2]


def test_what_cannot_be_given() -> None:
    with pytest.raises(ArgumentError, match="asks for weights"):
        layers.JaxLayer(lambda weights, inputs: inputs, drawn)
    with pytest.raises(ArgumentError, match="no parameters"):
        layers.JaxLayer(affine)


def test_other_engines_say_which_can() -> None:
    model = tahr.Sequential([layers.Input((5,)), layers.JaxLayer(affine, drawn)], engine="numpy")
    with pytest.raises(EngineError, match=r"jax_layer(.|\n)*model.to\(\"jax\"\)"):
        model.predict(X, verbose=0)
    assert model.to("jax").predict(X, verbose=0).shape == (64, 3)


def test_weights_are_saved(tmp_path: Any) -> None:
    model, _ = trained(layers.JaxLayer(affine, drawn, seed=1))
    model.save_weights(tmp_path / "m.weights.h5")
    other = tahr.Sequential([layers.Input((5,)), layers.JaxLayer(affine, drawn), layers.Dense(1)])
    other.load_weights(tmp_path / "m.weights.h5")
    np.testing.assert_array_equal(model.predict(X, verbose=0), other.predict(X, verbose=0))


@pytest.fixture(scope="module")
def linen() -> Any:
    return pytest.importorskip("flax.linen", reason="flax is not installed")


def test_a_flax_module(linen: Any) -> None:
    class Net(linen.Module):
        @linen.compact
        def __call__(self, x: Any, training: bool = False) -> Any:
            x = linen.Dense(8)(x)
            x = linen.BatchNorm(use_running_average=not training, momentum=0.5)(x)
            x = linen.Dropout(0.1, deterministic=not training)(x)
            return linen.tanh(x)

        def doubled(self, x: Any) -> Any:
            return 2 * x

    layer = layers.FlaxLayer(Net(), seed=1)
    model, _ = trained(layer)
    assert {tuple(v.shape) for v in layer.trainable_variables} == {(5, 8), (8,)}
    mean = layer.state["batch_stats"]["BatchNorm_0"]["mean"]
    assert (mean.numpy() != 0).any()
    before = mean.numpy().copy()
    first = model.predict(X, verbose=0)
    np.testing.assert_array_equal(first, model.predict(X, verbose=0))
    np.testing.assert_array_equal(mean.numpy(), before)
    assert layers.FlaxLayer(Net(), "doubled")(jnp.ones(2)).tolist() == [2, 2]


def test_a_flax_module_with_its_variables(linen: Any) -> None:
    module = linen.Dense(4)
    variables = module.init(jax.random.key(0), jnp.asarray(X))
    layer = layers.FlaxLayer(module, variables=variables)
    np.testing.assert_allclose(layer(X), module.apply(variables, X), rtol=1e-5)
