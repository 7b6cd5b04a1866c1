"""Quantized models on every engine: numbers, sizes, files, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

import tahr
from tahr import layers, quantizers
from tahr.core.errors import ArgumentError

ENGINES = ["numpy", "jax", "torch", "tensorflow", "pytensor"]
MODES = {
    "int8": lambda x: quantizers.Int8QuantizationConfig(),
    "int4": lambda x: quantizers.Int4QuantizationConfig(block_size=4),
    "int4 columns": lambda x: quantizers.Int4QuantizationConfig(block_size=None),
    "float8": lambda x: quantizers.Float8QuantizationConfig(),
    "gptq": lambda x: quantizers.GPTQConfig(x, None, group_size=4, activation_order=True),
    "awq": lambda x: quantizers.AWQConfig(x, None, group_size=4),
}
X = np.random.default_rng(0).normal(size=(40, 8)).astype("float32")


def model_of_floats():
    model = tahr.Sequential([
        layers.Input((8,)), layers.Dense(16, activation="relu", name="first"),
        layers.Dense(4, name="second"),
    ])  # fmt: skip
    random = np.random.default_rng(1)
    model.set_weights([random.normal(size=w.shape).astype("float32") for w in model.weights])
    return model


@pytest.mark.parametrize("mode", MODES)
def test_every_engine_gives_the_same_numbers(mode):
    found = []
    for engine in ENGINES:
        with tahr.engine(engine):
            model = model_of_floats()
            model.quantize(config=MODES[mode](X))
            found.append(np.asarray(model.predict(X, verbose=0)))
    for other in found[1:]:
        np.testing.assert_allclose(other, found[0], rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("mode", [*MODES, "ternary"])
def test_a_file_gives_the_same_model(mode, tmp_path):
    model = model_of_floats()
    if mode == "ternary":
        model.quantize(mode)
    else:
        model.quantize(config=MODES[mode](X))
    path = tmp_path / "model.keras"
    model.save(path)
    again = tahr.models.load_model(path)
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
    assert [w.dtype for w in again.weights] == [w.dtype for w in model.weights]
    names = [layer.dtype_policy.name for layer in again.layers]
    assert names == [layer.dtype_policy.name for layer in model.layers]


def test_integers_are_multiplied():
    layer = layers.Dense(3, use_bias=False)
    layer(X)
    layer.quantize("int8")
    kernel, scale = layer.kernel.numpy().astype(int), layer.kernel_scale.numpy()
    factor = 127 / (np.abs(X).max(axis=-1, keepdims=True) + 1e-7)
    rows = np.round(X * factor).astype(int)
    np.testing.assert_allclose(np.asarray(layer(X)), (rows @ kernel) / (factor * scale), rtol=1e-6)


def test_gptq_is_nearer_than_rounding():
    random = np.random.default_rng(0)
    x = random.normal(size=(200, 32)).astype("float32") @ random.normal(size=(32, 32))
    x = x.astype("float32")
    losses = {}
    for name in ("gptq", "nearest"):
        layer = layers.Dense(16, use_bias=False, kernel_initializer=tahr.initializers.HeNormal(1))
        model = tahr.Sequential([layers.Input((32,)), layer])
        before = np.asarray(model(x))
        config = quantizers.GPTQConfig(x, None, weight_bits=3, group_size=-1, num_samples=200)
        layer.quantize(config=config) if name == "nearest" else model.quantize(config=config)
        losses[name] = float(np.mean((np.asarray(model(x)) - before) ** 2))
    assert losses["gptq"] < 0.7 * losses["nearest"], losses


def test_awq_is_nearer_than_rounding():
    random = np.random.default_rng(0)
    sizes = np.exp(1.5 * random.normal(size=32))
    x = (random.normal(size=(200, 32)) * sizes).astype("float32")
    losses = {}
    for name in ("awq", "nearest"):
        layer = layers.Dense(16, use_bias=False, kernel_initializer=tahr.initializers.HeNormal(1))
        model = tahr.Sequential([layers.Input((32,)), layer])
        before = np.asarray(model(x))
        config = quantizers.AWQConfig(x, None, group_size=-1, num_samples=200)
        layer.quantize(config=config) if name == "nearest" else model.quantize(config=config)
        losses[name] = float(np.mean((np.asarray(model(x)) - before) ** 2))
    assert losses["awq"] < 0.8 * losses["nearest"], losses


def digits():
    datasets = pytest.importorskip("sklearn.datasets", reason="needs scikit-learn's digits")
    found = datasets.load_digits()
    x = (found.data / 16.0).astype("float32")
    return (x[:1300], found.target[:1300]), (x[1300:], found.target[1300:])


LOST = {"int8": 0.005, "int4": 0.02, "int4 columns": 0.03, "gptq": 0.02, "awq": 0.03}
"""How much accuracy may be lost at most."""


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    (x, y), test = digits()
    tahr.utils.set_random_seed(0)
    model = tahr.Sequential([
        layers.Input((64,)), layers.Dense(128, activation="relu"), layers.Dense(10),
    ])  # fmt: skip
    loss = tahr.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(tahr.optimizers.Adam(0.003), loss, metrics=["accuracy"])
    model.fit(x, y, epochs=12, batch_size=64, verbose=0)
    path = tmp_path_factory.mktemp("digits") / "model.keras"
    model.save(path)
    return path, x, test


@pytest.mark.parametrize("mode", LOST)
def test_accuracy_and_sizes(mode, trained, tmp_path):
    path, seen, (x, y) = trained
    model = tahr.models.load_model(path, compile=False)

    def accuracy():
        return float(np.mean(np.argmax(model.predict(x, verbose=0), axis=-1) == y))

    def size():
        return sum(w.numpy().nbytes for w in model.weights)

    before, bytes_before = accuracy(), size()
    assert before > 0.9
    model.quantize(config=MODES[mode](seen))
    assert before - accuracy() <= LOST[mode]
    assert size() < (0.3 if mode == "int8" else 0.6) * bytes_before
    model.save(tmp_path / "small.keras")
    whole = tahr.models.load_model(path, compile=False)
    whole.save(tmp_path / "whole.keras")
    sizes = [Path(tmp_path / f"{n}.keras").stat().st_size for n in ("small", "whole")]
    assert sizes[0] < 0.8 * sizes[1], sizes


def blocks():
    ids = layers.Input((6,), dtype="int32")
    table = layers.Embedding(20, 8, name="table")
    block = tahr.Sequential([
        layers.Dense(7, activation="relu", name="inner"),
        layers.EinsumDense("abc,cde->abde", (None, 2, 3), name="heads"),
        layers.EinsumDense("abde,dec->abc", (None, 8), name="joined"),
    ], name="block")  # fmt: skip
    pooled = layers.GlobalAveragePooling1D()(block(table(ids)))
    model = tahr.Model(ids, layers.Dense(3, name="last")(pooled))
    return model, {"pre_block_layers": [table], "sequential_blocks": [block]}


TEXTS = ["one two three four five six seven"] * 3


def tokens(text):
    return [len(word) for word in text.split()]


@pytest.mark.parametrize("data", [TEXTS, [np.arange(18).reshape(1, 18)]])
def test_blocks_one_after_the_other(data):
    model, structure = blocks()
    config = quantizers.GPTQConfig(
        data, tokens, num_samples=4, sequence_length=6, group_size=-1,
        quantization_layer_structure=structure,
    )  # fmt: skip
    report = model.quantize(config=config)
    assert [path.split("/")[-1] for path, *_ in report.quantized] == ["inner", "heads", "joined"]
    assert "last" in report.skipped_by_reason(report.SKIP_OUTSIDE_STRUCTURE)
    kept = model.get_layer("block").get_layer("inner").quantization_config
    assert kept.dataset is None
    assert "block/inner: gptq/4/-1_from_float32" in report.render()


def test_a_model_may_say_what_it_is_made_of():
    inner, structure = blocks()

    class Written(tahr.Model):
        def __init__(self):
            super().__init__()
            self.inner = inner

        def call(self, ids):
            return self.inner(ids)

        def get_quantization_layer_structure(self, mode=None):
            return structure if mode == "awq" else None

    model = Written()
    model(np.zeros((1, 6), "int32"))
    data = [np.arange(18).reshape(1, 18)]
    report = model.quantize(
        config=quantizers.AWQConfig(data, None, num_samples=2, sequence_length=6, group_size=-1)
    )
    assert report.num_quantized == 3


def test_attention_comes_back_from_a_file(tmp_path):
    x = layers.Input((4, 6))
    model = tahr.Model(x, layers.MultiHeadAttention(2, 3)(x, x))
    model.quantize("int8")
    given = np.random.default_rng(0).normal(size=(2, 4, 6)).astype("float32")
    model.save(tmp_path / "model.keras")
    again = tahr.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(again.predict(given, verbose=0), model.predict(given, verbose=0))


def test_training_goes_on_with_what_is_left():
    model = model_of_floats()
    y = np.ones((40, 4), "float32")
    model.compile("adam", "mse")
    model.fit(X, y, verbose=0)
    model.quantize("int8")
    kernel = model.get_layer("first").kernel.numpy()
    model.fit(X, y, verbose=0)
    np.testing.assert_array_equal(model.get_layer("first").kernel.numpy(), kernel)
    assert [w.name for w in model.trainable_weights] == ["bias", "bias"]


class Doubled(layers.Dense):
    def call(self, inputs, training=None):
        return 2 * super().call(inputs)


class Named(layers.Dense):
    pass


def test_layers_that_compute_otherwise_are_left():
    model = tahr.Sequential([layers.Input((3,)), Doubled(2), Named(2), layers.ReLU()])
    report = model.quantize("int8")
    modes = [layer.quantization_mode for layer in model.layers]
    assert modes == [None, "int8", None]
    assert report.num_quantized == 1
    with pytest.raises(NotImplementedError):
        model.layers[0].quantize("int8")
    with pytest.raises(NotImplementedError):
        model.layers[2].quantize("int8")
    model.layers[0].quantize("int8", type_check=False)
    assert model.layers[0].quantization_mode == "int8"


def test_a_second_call_takes_the_layers_that_are_left():
    model = model_of_floats()
    model.quantize("int8", filters="first")
    report = model.quantize("int4")
    assert [layer.quantization_mode for layer in model.layers] == ["int8", "int4"]
    assert report.skipped_by_reason(report.SKIP_ALREADY_QUANTIZED) == ["first"] or (
        len(report.skipped_by_reason(report.SKIP_ALREADY_QUANTIZED)) == 1
    )
    with pytest.raises(ArgumentError, match="already"):
        model.quantize("int8")


def test_nothing_to_quantize_is_said():
    model = tahr.Sequential([layers.Input((3,)), layers.ReLU()])
    with pytest.warns(UserWarning, match="no layer was quantized"):
        report = model.quantize("int8")
    assert report.num_quantized == 0


def test_data_that_is_missing_or_short():
    model, structure = blocks()
    for config in (
        quantizers.GPTQConfig(None, None),
        quantizers.GPTQConfig([], None),
        quantizers.GPTQConfig(TEXTS, None),
        quantizers.GPTQConfig(TEXTS, tokens, sequence_length=100),
        quantizers.GPTQConfig(
            TEXTS, tokens, sequence_length=6, quantization_layer_structure={"blocks": []}
        ),
    ):
        with pytest.raises(ArgumentError):
            model.quantize(config=config)
    assert structure["sequential_blocks"][0].get_layer("inner").quantization_mode is None


def test_layers_made_under_a_policy():
    layer = layers.Dense(3, dtype="int4/2_from_mixed_bfloat16")
    layer.build((None, 4))
    assert [w.name for w in layer.weights] == [
        "bias", "kernel", "kernel_scale", "kernel_zero", "g_idx",
    ]  # fmt: skip
    assert layer(np.ones((1, 4), "float32")).dtype.name == "bfloat16"
    with pytest.raises(NotImplementedError):
        layers.Embedding(3, 2, dtype="float8_from_float32").build()


def test_ternary_layers_are_trained_and_packed():
    layer = layers.TernaryDense(3, threshold=0.2)
    x = X[:, :5]
    y = x @ np.sign(np.random.default_rng(0).normal(size=(5, 3))).astype("float32")
    model = tahr.Sequential([layers.Input((5,)), layer])
    model.compile(tahr.optimizers.Adam(0.05), "mse")
    losses = model.fit(x, y, epochs=30, verbose=0).history["loss"]
    assert losses[-1] < 0.5 * losses[0]
    kernel = layer.kernel.numpy()
    trits = np.sign(kernel) * (np.abs(kernel) > 0.2)
    expected = np.mean(np.abs(kernel)) * (x @ trits) + layer.bias.numpy()
    np.testing.assert_allclose(np.asarray(layer(x)), expected, rtol=1e-4, atol=1e-5)
    layer.quantize("ternary")
    np.testing.assert_allclose(np.asarray(layer(x)), expected, rtol=1e-4, atol=1e-5)
    packed = next(w for w in layer.weights if w.name == "kernel")
    assert (packed.shape, packed.dtype) == ((1, 3), "uint8")
    with pytest.raises(NotImplementedError):
        layers.TernaryDense(2, dtype="int8_from_float32").build((None, 2))


@pytest.mark.parametrize("engine", ENGINES)
def test_ternary_layers_on_every_engine(engine):
    kernel = np.random.default_rng(2).normal(size=(8, 3)).astype("float32")
    size = np.abs(kernel)
    trits = np.sign(kernel) * (size > 0.5 * size.mean())
    with tahr.engine(engine):
        layer = layers.TernaryDense(3, use_bias=False)
        layer.build((None, 8))
        layer.set_weights([kernel])
        found = tahr.ops.convert_to_numpy(layer(X))
        np.testing.assert_allclose(found, size.mean() * (X @ trits), rtol=1e-4, atol=1e-5)
        if engine == "numpy":
            return
        _, (gradient,) = tahr.value_and_grad(
            lambda: tahr.ops.sum(layer(X)), layer.trainable_weights
        )
    through = size.mean() * X.sum(axis=0)[:, None]
    scaled = float((X @ trits).sum()) * np.sign(kernel) / kernel.size
    np.testing.assert_allclose(
        tahr.ops.convert_to_numpy(gradient), through + scaled, rtol=1e-3, atol=1e-3
    )
