"""Quantized and adapted models, against real Keras: numbers, weights and files both ways."""

import keras
import numpy as np
import pytest

import tahr
from tahr.core.errors import SavingError

INT4 = {"columns": None, "blocks": 4, "one block": 128}


def dense(k):
    return k.Sequential([
        k.Input((6,)), k.layers.Dense(7, activation="relu", name="first"),
        k.layers.Dense(3, name="second"),
    ])  # fmt: skip


def einsum(k):
    x = k.Input((2, 8))
    heads = k.layers.EinsumDense("abc,cde->abde", (None, 2, 4), bias_axes="de", name="heads")
    joined = k.layers.EinsumDense("abde,dec->abc", (None, 8), bias_axes="c", name="joined")
    return k.Model(x, joined(heads(x)))


def embedding(k):
    return k.Sequential([
        k.Input((4,), dtype="int32"), k.layers.Embedding(9, 6, name="table"), k.layers.Flatten(),
        k.layers.Dense(3, name="last"),
    ])  # fmt: skip


MODELS = {"dense": dense, "einsum": einsum, "embedding": embedding}


def inputs(name):
    random = np.random.default_rng(0)
    if name == "embedding":
        return random.integers(0, 9, (5, 4)).astype("int32")
    return random.normal(size=(5, *((6,) if name == "dense" else (2, 8)))).astype("float32")


def pair(name):
    """Makes one model twice, with equal weights that have both signs in every block."""
    keras.utils.clear_session(free_memory=False)
    ours, theirs = MODELS[name](tahr), MODELS[name](keras)
    random = np.random.default_rng(1)
    weights = [random.normal(size=w.shape).astype("float32") for w in theirs.weights]
    for array in weights:
        signs = np.where(np.arange(array.size) % 2, -1.0, 1.0).reshape(array.shape)
        array[...] = np.abs(array) * (signs if array.ndim == 1 else _checkered(array.shape))
    ours.set_weights(weights)
    theirs.set_weights(weights)
    return ours, theirs


def _checkered(shape):
    return np.where(np.indices(shape).sum(axis=0) % 2, -1.0, 1.0)


def configs(mode, block=None):
    if mode != "int4":
        return None, None
    return tuple(k.quantizers.Int4QuantizationConfig(block_size=block) for k in (tahr, keras))


def outputs(model, x):
    return np.asarray(model(x))


def same_weights(ours, theirs):
    for mine, other in zip(ours.layers, theirs.layers[-len(ours.layers) :], strict=True):
        named = {w.name: w for w in other.weights}
        assert sorted(w.name for w in mine.weights) == sorted(named)
        for weight in mine.weights:
            twin = named[weight.name]
            assert (weight.shape, weight.dtype) == (tuple(twin.shape), twin.dtype), weight.path
            np.testing.assert_allclose(weight.numpy(), np.asarray(twin), rtol=1e-6, atol=1e-7)


CASES = [
    *((name, "int8", None) for name in MODELS),
    *((name, "int4", block) for name in MODELS for block in INT4.values()),
    ("dense", "float8", None),
    ("einsum", "float8", None),
]


@pytest.mark.filterwarnings("ignore:Layer .* does not have a `quantize` method:UserWarning")
@pytest.mark.parametrize(("name", "mode", "block"), CASES)
def test_quantized_models(name, mode, block, tmp_path):
    ours, theirs = pair(name)
    mine, other = configs(mode, block)
    ours.quantize(mode, config=mine)
    theirs.quantize(mode, config=other)
    same_weights(ours, theirs)
    x = inputs(name)
    expected = outputs(theirs, x)
    np.testing.assert_allclose(outputs(ours, x), expected, rtol=1e-5, atol=1e-5)
    theirs.save(tmp_path / "theirs.keras")
    np.testing.assert_allclose(
        outputs(tahr.models.load_model(tmp_path / "theirs.keras"), x),
        expected,
        rtol=1e-5,
        atol=1e-5,
    )
    ours.save(tmp_path / "ours.keras")
    np.testing.assert_allclose(
        outputs(keras.models.load_model(tmp_path / "ours.keras"), x), expected, rtol=1e-5, atol=1e-5
    )


@pytest.mark.parametrize("mode", ["gptq/4/2", "gptq/4/-1", "gptq/8/3", "gptq/2/2", "awq/4/4"])
@pytest.mark.parametrize("name", ["dense", "einsum"])
def test_calibrated_models_in_keras(name, mode, tmp_path):
    ours, _ = pair(name)
    algorithm, bits, size = mode.split("/")
    made = {"gptq": tahr.quantizers.GPTQConfig, "awq": tahr.quantizers.AWQConfig}[algorithm]
    x = np.random.default_rng(2).normal(size=(30, *ours.input_shape[1:])).astype("float32")
    ours.quantize(config=made(x, None, weight_bits=int(bits), group_size=int(size)))
    ours.save(tmp_path / "ours.keras")
    theirs = keras.models.load_model(tmp_path / "ours.keras")
    expected = outputs(ours, x)
    np.testing.assert_allclose(outputs(theirs, x), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("algorithm", "count"), [("GPTQConfig", 5), ("AWQConfig", 6)])
def test_keras_leaves_zero_points_out_of_its_files(algorithm, count, tmp_path):
    """Without `kernel_zero` nobody can tell the weights, so that both refuse such a file."""
    ours, _ = pair("dense")
    config = getattr(tahr.quantizers, algorithm)(inputs("dense"), None, group_size=4)
    ours.quantize(config=config)
    ours.save(tmp_path / "ours.keras")
    keras.models.load_model(tmp_path / "ours.keras").save(tmp_path / "theirs.keras")
    with pytest.raises(ValueError, match=f"received {count - 1} variables.*'kernel_zero'"):
        keras.models.load_model(tmp_path / "theirs.keras")
    with pytest.raises(SavingError, match=f"{count} weights here, {count - 1} in the file"):
        tahr.models.load_model(tmp_path / "theirs.keras")


ADAPTED = {
    "dense": ("first", "second"),
    "einsum": ("heads", "joined"),
    "embedding": ("table", "last"),
}


@pytest.mark.filterwarnings("ignore:Layer .* does not have a `quantize` method:UserWarning")
@pytest.mark.parametrize("mode", [None, "int8"])
@pytest.mark.parametrize("name", MODELS)
def test_adapters(name, mode, tmp_path):
    ours, theirs = pair(name)
    for model in (ours, theirs):
        if mode:
            model.quantize(mode)
        for layer in ADAPTED[name]:
            model.get_layer(layer).enable_lora(2, lora_alpha=3)
    random = np.random.default_rng(3)
    for layer in ADAPTED[name]:
        mine, other = ours.get_layer(layer), theirs.get_layer(layer)
        beside = {w.name: w for w in other.weights if w.name.startswith("lora")}
        assert len(beside) == 2
        for weight in mine.weights:
            if weight.name in beside:
                value = 0.1 * random.normal(size=weight.shape)
                weight.assign(value)
                beside[weight.name].assign(value)
    trained = [sorted(w.name for w in m.trainable_weights) for m in (ours, theirs)]
    assert trained[0] == trained[1]
    same_weights(ours, theirs)
    x = inputs(name)
    expected = outputs(theirs, x)
    np.testing.assert_allclose(outputs(ours, x), expected, rtol=1e-4, atol=1e-4)
    merged = {}
    for model, kind in ((ours, "ours"), (theirs, "theirs")):
        path = tmp_path / f"{kind}.keras"
        model.save(path)
        merged[kind] = [outputs(k.models.load_model(path), x) for k in (tahr, keras)]
    for found in (*merged["ours"], *merged["theirs"]):
        size = float(np.abs(expected).max())
        np.testing.assert_allclose(found, expected, atol=(0.03 if mode else 1e-4) * size)


@pytest.mark.filterwarnings("ignore:Layer .* does not have a `quantize` method:UserWarning")
def test_training_in_8_bit_floats():
    ours, theirs = pair("dense")
    x, y = inputs("dense"), np.ones((5, 3), "float32")
    losses = []
    for model in (ours, theirs):
        model.quantize("float8")
        model.compile("sgd", "mse")
        losses.append([float(model.train_on_batch(x, y)) for _ in range(4)])
    np.testing.assert_allclose(*losses, rtol=1e-5)
    for mine, other in zip(ours.layers, theirs.layers, strict=True):
        for name in ("inputs_scale", "kernel_scale", "outputs_grad_scale"):
            found, expected = (float(np.asarray(getattr(k, name))) for k in (mine, other))
            np.testing.assert_allclose(found, expected, rtol=1e-5)


MISTAKES = {
    "unknown mode": lambda k, m: m.quantize("int7"),
    "nothing": lambda k, m: m.quantize(),
    "two things": lambda k, m: m.quantize("int8", config=k.quantizers.Int4QuantizationConfig()),
    "no configuration": lambda k, m: m.quantize("int8", config=3),
    "no data": lambda k, m: m.quantize("gptq"),
    "filters": lambda k, m: m.quantize("int8", filters=3),
    "other arguments": lambda k, m: m.quantize("int8", foo=3),
    "not built": lambda k, m: k.Sequential([k.layers.Dense(3)]).quantize("int8"),
    "layer not built": lambda k, m: k.layers.Dense(3).quantize("int8"),
    "adapter of nothing": lambda k, m: k.layers.Dense(3).enable_lora(2),
}


@pytest.mark.filterwarnings("ignore:Layer .* does not have a `quantize` method:UserWarning")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes(mistake):
    for k in (tahr, keras):
        with pytest.raises(ValueError, match=r".+"):
            MISTAKES[mistake](k, dense(k))


@pytest.mark.filterwarnings("ignore:Layer .* does not have a `quantize` method:UserWarning")
def test_quantized_twice():
    for k in (tahr, keras):
        model = dense(k)
        model.quantize("int8")
        with pytest.raises(ValueError, match="already"):
            model.quantize("int8")
        with pytest.raises(ValueError, match="already"):
            model.get_layer("first").quantize("int4")


@pytest.mark.filterwarnings("ignore:Layer .* does not have a `quantize` method:UserWarning")
@pytest.mark.parametrize(
    "filters", ["first", ["sec", "none"], "^second$", "ir|on", lambda layer: layer.name == "first"]
)
def test_filters(filters):
    found = []
    for k in (tahr, keras):
        model = dense(k)
        model.quantize("int8", filters=filters)
        found.append([model.get_layer(n).quantization_mode for n in ("first", "second")])
    assert found[0] == found[1]
