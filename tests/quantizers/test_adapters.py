"""Adapters of low rank: what is trained, shown, saved and refused."""

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core.errors import ArgumentError

LAYERS = {
    "dense": (lambda **k: layers.Dense(5, **k), (3, 4)),
    "einsum": (lambda **k: layers.EinsumDense("abc,cde->abde", (None, 2, 3), **k), (2, 5, 4)),
    "einsum turned": (lambda **k: layers.EinsumDense("ab,cb->ac", 3, **k), (2, 4)),
    "embedding": (lambda **k: layers.Embedding(6, 5, **k), (2, 3)),
    "conv 1d": (lambda **k: layers.Conv1D(4, 3, padding="causal", **k), (2, 6, 3)),
    "conv 2d": (lambda **k: layers.Conv2D(4, 3, groups=2, **k), (2, 6, 5, 4)),
    "conv 3d": (lambda **k: layers.Conv3D(2, 2, **k), (1, 3, 4, 3, 2)),
}


def inputs(name):
    random, shape = np.random.default_rng(0), LAYERS[name][1]
    if name == "embedding":
        return random.integers(0, 6, shape)
    return random.normal(size=shape).astype("float32")


def adapted(name):
    """Makes a layer with an adapter that changes its output, and the plain layer it stands for."""
    make, _ = LAYERS[name]
    layer, x = make(), inputs(name)
    layer(x)
    layer.enable_lora(2, lora_alpha=3)
    a, b = (w for w in layer.trainable_weights if w.name.startswith("lora"))
    b.assign(np.random.default_rng(1).normal(size=b.shape))
    return layer, x, (a, b)


@pytest.mark.parametrize("name", LAYERS)
def test_output_is_that_of_the_merged_weight(name):
    layer, x, (a, b) = adapted(name)
    main = "embeddings" if name == "embedding" else "kernel"
    before = np.asarray(layer(x))
    shown = np.asarray(tahr.ops.convert_to_tensor(getattr(layer, main)))
    raw = next(w for w in layer.weights if w.name == main).numpy()
    np.testing.assert_allclose(shown, raw + 1.5 * (a.numpy() @ b.numpy()), rtol=1e-5, atol=1e-6)
    plain = LAYERS[name][0]()
    plain(x)
    plain.set_weights([shown, *(w.numpy() for w in layer.weights if w.name == "bias")])
    np.testing.assert_allclose(np.asarray(plain(x)), before, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", LAYERS)
def test_a_file_holds_the_merged_weight(name, tmp_path):
    layer, x, _ = adapted(name)
    shape, dtype = x.shape[1:], "int32" if name == "embedding" else "float32"
    model = tahr.Sequential([layers.Input(shape, dtype=dtype), layer])
    expected = np.asarray(model(x))
    model.save(tmp_path / "model.keras")
    again = tahr.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(np.asarray(again(x)), expected, rtol=1e-4, atol=1e-5)
    read = again.layers[-1]
    assert (read.lora_rank, read.lora_alpha, read.lora_enabled) == (2, 3, True)
    a, b = (w for w in read.trainable_weights if w.name.startswith("lora"))
    assert not b.numpy().any()
    assert a.numpy().any(), "an adapter of two zeros could not be trained"
    model.save_weights(tmp_path / "model.weights.h5")
    model.load_weights(tmp_path / "model.weights.h5")
    np.testing.assert_allclose(np.asarray(model(x)), expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", LAYERS)
def test_arguments_of_the_constructor(name):
    layer = LAYERS[name][0](lora_rank=2, lora_alpha=6.0)
    layer(inputs(name))
    assert layer.lora_enabled
    assert (layer.lora_rank, layer.lora_alpha) == (2, 6.0)
    config = layer.get_config()
    assert (config["lora_rank"], config["lora_alpha"]) == (2, 6.0)
    plain = LAYERS[name][0]().get_config()
    assert "lora_rank" not in plain
    assert type(layer).from_config(config).lora_rank == 2


@pytest.mark.parametrize("engine", ["jax", "torch", "tensorflow", "pytensor"])
@pytest.mark.parametrize("mode", [None, "int8", "int4"])
def test_only_adapters_are_trained(engine, mode):
    with tahr.engine(engine):
        x, y = np.random.default_rng(0).normal(size=(2, 16, 6)).astype("float32")
        model = tahr.Sequential([layers.Input((6,)), layers.Dense(6, use_bias=False)])
        layer = model.layers[0]
        if mode:
            model.quantize(mode)
        layer.enable_lora(3)
        frozen = [w.numpy() for w in layer.non_trainable_weights]
        model.compile(tahr.optimizers.Adam(0.05), "mse")
        losses = model.fit(x, y, epochs=8, verbose=0).history["loss"]
        assert losses[-1] < losses[0]
        assert [w.name for w in model.trainable_weights] == ["lora_kernel_a", "lora_kernel_b"]
        for weight, before in zip(layer.non_trainable_weights, frozen, strict=True):
            np.testing.assert_array_equal(weight.numpy(), before)


def test_what_is_refused():
    built = layers.Dense(3, lora_rank=1)
    built(np.ones((1, 2), "float32"))
    constrained = layers.Dense(3, kernel_constraint="non_neg")
    constrained(np.ones((1, 2), "float32"))
    for mistake in (
        lambda: layers.Dense(3).enable_lora(2),
        lambda: built.enable_lora(2),
        lambda: constrained.enable_lora(2),
        lambda: layers.Dense(3, lora_rank=0),
        lambda: layers.Dense(3, lora_rank="2"),
        lambda: layers.Dense(3, lora_rank=2, lora_alpha="a"),
    ):
        with pytest.raises(ArgumentError):
            mistake()
