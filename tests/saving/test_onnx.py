"""What is exported to ONNX computes in onnxruntime what the model predicts, for any batch."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tahr
from tahr import layers, ops
from tahr.core.errors import ArgumentError, EngineError

onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("spox")
L = layers


def chain(shape: tuple[int | None, ...], *parts: Any) -> Any:
    x = L.Input(shape)
    y = x
    for part in parts:
        y = part(y)
    return tahr.Model(x, y, engine="numpy")


def on_tokens(layer: Any) -> Any:
    x = L.Input((None,), dtype="int32")
    return tahr.Model(x, L.Dense(2)(layer(L.Embedding(11, 6, mask_zero=True)(x))), engine="numpy")


def attention() -> Any:
    x = L.Input((None, 8))
    y = L.LayerNormalization()(L.Add()([x, L.MultiHeadAttention(2, 4)(x, x)]))
    return tahr.Model(x, L.Dense(3)(y), engine="numpy")


def two_inputs() -> Any:
    a, b = L.Input((3, 4), name="query"), L.Input((5, 4), name="value")
    return tahr.Model([a, b], [L.Attention()([a, b]), L.Flatten()(b)], engine="numpy")


def many_ops() -> Any:
    x = L.Input((4,))
    outputs = [
        ops.cumsum(x, axis=1), ops.sort(x, axis=1), ops.argmax(x, axis=1), x[:, ::-1, None],
        x[:, 1:3], x[:, -1], ops.where(x > 0, x, 0.0), ops.logsumexp(x, axis=1),
        ops.einsum("bi,bj->bij", x, x), ops.top_k(x, 2)[0], ops.expm1(x), ops.log1p(ops.abs(x)),
        ops.var(x, axis=1), ops.roll(x, 1, axis=1), ops.take(x, [0, 2], axis=1), ops.floor(x * 3),
        ops.arctan2(x, -x), ops.mod(x, 0.7), ops.isfinite(x), ops.reshape(x, (-1, 2, 2)),
        ops.repeat(x, 2, axis=1), ops.concatenate([x, ops.zeros_like(x)], axis=1),
    ]  # fmt: skip
    return tahr.Model(x, outputs, engine="numpy")


MODELS: dict[str, Any] = {
    "dense": lambda: chain((5,), L.Dense(8, "relu"), L.Dense(3, "softmax")),
    "convolutional": lambda: chain(
        (12, 12, 3), L.Conv2D(4, 3, activation="relu"), L.MaxPooling2D(), L.BatchNormalization(),
        L.Conv2D(6, 3, strides=2, padding="same"), L.DepthwiseConv2D(3),
        L.GlobalAveragePooling2D(), L.Dense(2),
    ),
    "separable": lambda: chain(
        (10, 10, 3), L.SeparableConv2D(4, 3), L.AveragePooling2D(3, 2, padding="same"), L.Flatten()
    ),
    "transposed": lambda: chain(
        (6, 6, 2), L.Conv2DTranspose(3, 3, strides=2, padding="same"), L.Conv2DTranspose(2, 2),
        L.UpSampling2D(2), L.ZeroPadding2D(1), L.Cropping2D(1),
    ),
    "any length": lambda: chain(
        (None, 4), L.Conv1D(5, 3, padding="causal", dilation_rate=2), L.GlobalMaxPooling1D()
    ),
    "volumes": lambda: chain((5, 5, 5, 2), L.Conv3D(2, 2), L.MaxPooling3D(2), L.Flatten()),
    "LSTM": lambda: chain((5, 2), L.LSTM(4), L.Dense(1)),
    "LSTM and GRU of any length": lambda: chain(
        (None, 2), L.LSTM(4, return_sequences=True), L.GRU(3), L.Dense(1)
    ),
    "older GRU": lambda: chain((5, 2), L.GRU(4, reset_after=False, return_sequences=True)),
    "SimpleRNN": lambda: chain((None, 2), L.SimpleRNN(4)),
    "Bidirectional": lambda: chain(
        (6, 2), L.Bidirectional(L.LSTM(3, return_sequences=True)), L.Bidirectional(L.GRU(3))
    ),
    "masked LSTM": lambda: on_tokens(L.LSTM(4)),
    "masked Bidirectional": lambda: on_tokens(L.Bidirectional(L.GRU(4))),
    "attention": attention,
    "normalizations": lambda: chain(
        (6, 8), L.LayerNormalization(), L.GroupNormalization(4), L.UnitNormalization(),
        L.RMSNormalization(),
    ),
    "activations": lambda: chain(
        (6,), *(L.Dense(6, name) for name in (
            "gelu", "elu", "selu", "swish", "softplus", "tanh", "hard_sigmoid", "mish", "relu6",
        )), L.LeakyReLU(), L.PReLU(), L.Softmax(),
    ),
    "shapes": lambda: chain(
        (4, 6), L.Permute((2, 1)), L.Reshape((-1, 2)), L.Flatten(), L.RepeatVector(3),
        L.TimeDistributed(L.Dense(2)),
    ),
    "noise, in inference": lambda: chain((4,), L.Dropout(0.5), L.GaussianNoise(0.1), L.Dense(2)),
    "two inputs and outputs": two_inputs,
    "ops": many_ops,
}  # fmt: skip


def batch(tensor: Any, rows: int) -> np.ndarray:
    draw = np.random.default_rng(rows)
    shape = (rows, *(9 if n is None else n for n in tensor.shape[1:]))
    if tensor.dtype == "int32":
        return draw.integers(0, 11, shape).astype("int32")
    return draw.normal(size=shape).astype("float32")


@pytest.mark.parametrize("name", MODELS)
def test_a_file_computes_what_the_model_predicts(name: str, tmp_path: Path) -> None:
    model = MODELS[name]()
    path = tmp_path / "model.onnx"
    model.export(path, format="onnx", verbose=False)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    assert [i.name for i in session.get_inputs()] == model.input_names
    for rows in (1, 3):
        xs = [batch(tensor, rows) for tensor in model.inputs]
        found = session.run(None, dict(zip(model.input_names, xs, strict=True)))
        wanted = model.predict(xs if len(xs) > 1 else xs[0], verbose=0)
        for one, other in zip(found, wanted if len(found) > 1 else [wanted], strict=True):
            assert one.shape == other.shape
            np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


TEXTS = [["The red-fox, jumps!  over"], ["A\tSEA. ÉTÉ\nx"], [""], ["the sea the"]]
WORDS = ["the", "redfox", "sea", "over", "the sea"]
OF_TEXT: dict[str, tuple[str, Any, Any]] = {
    "StringLookup": ("string", lambda: L.StringLookup(vocabulary=WORDS), [["the"], ["?"], ["sea"]]),
    "StringLookup, one-hot": (
        "string", lambda: L.StringLookup(vocabulary=WORDS, output_mode="one_hot"), [["sea"], ["x"]],
    ),
    "StringLookup, tf-idf": (
        "string",
        lambda: L.StringLookup(
            vocabulary=WORDS, output_mode="tf_idf", idf_weights=[1.0, 2.0, 3.0, 4.0, 5.0]
        ),
        [["sea"], ["x"]],
    ),
    "StringLookup, back": (
        "int64", lambda: L.StringLookup(vocabulary=WORDS, invert=True), [[1], [9], [0]],
    ),
    "IntegerLookup": (
        "int64", lambda: L.IntegerLookup(vocabulary=[7, 9], num_oov_indices=3), [[7], [-4], [5]],
    ),
    "TextVectorization": ("string", lambda: L.TextVectorization(vocabulary=WORDS), TEXTS),
    "TextVectorization, cut": (
        "string", lambda: L.TextVectorization(vocabulary=WORDS, output_sequence_length=2), TEXTS,
    ),
    "TextVectorization, n-grams": (
        "string", lambda: L.TextVectorization(vocabulary=WORDS, ngrams=2), TEXTS,
    ),
    "TextVectorization, counts": (
        "string", lambda: L.TextVectorization(vocabulary=WORDS, output_mode="count"), TEXTS,
    ),
    "Discretization": (
        "float32", lambda: L.Discretization([0.0, 1.0], output_mode="multi_hot"), [[-1.0], [1.0]],
    ),
    "CategoryEncoding": ("int32", lambda: L.CategoryEncoding(4), [[1], [3]]),
    "Normalization": ("float32", lambda: L.Normalization(mean=1.0, variance=4.0), [[1.0], [3.0]]),
}  # fmt: skip


@pytest.mark.parametrize("name", OF_TEXT)
def test_layers_on_raw_data(name: str) -> None:
    dtype, make, rows = OF_TEXT[name]
    x = L.Input((1,), dtype=dtype)
    model = tahr.Model(x, make()(x), engine="numpy")
    file = io.BytesIO()
    model.export(file, format="onnx", verbose=False)
    session = onnxruntime.InferenceSession(file.getvalue())
    data = np.asarray(rows, object if dtype == "string" else dtype)
    for given in (data, data[:1]):
        wanted = np.asarray(model(given))
        found = session.run(None, {model.input_names[0]: given})[0]
        assert found.shape == wanted.shape
        if wanted.dtype.kind in "OU":
            assert found.tolist() == wanted.tolist()
        else:
            np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_a_classifier_of_texts() -> None:
    x = L.Input((1,), dtype="string")
    y = L.Embedding(8, 4, mask_zero=True)(L.TextVectorization(vocabulary=WORDS)(x))
    model = tahr.Model(x, L.Dense(2)(L.LSTM(3)(y)), engine="numpy")
    file = io.BytesIO()
    model.export(file, format="onnx", verbose=False)
    data = np.asarray(TEXTS, object)
    found = onnxruntime.InferenceSession(file.getvalue()).run(None, {model.input_names[0]: data})[0]
    np.testing.assert_allclose(found, np.asarray(model(data)), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: L.Hashing(5, name="bins"), "bins.*no operator for what Hashing"),
        (lambda: L.StringLookup(vocabulary=WORDS, num_oov_indices=2, name="terms"), "terms.*hash"),
        (
            lambda: L.TextVectorization(vocabulary=WORDS, split="character", name="letters"),
            "letters.*single characters",
        ),
    ],
)
def test_layers_of_text_without_a_counterpart_are_named(make: Any, why: str) -> None:
    x = L.Input((1,), dtype="string")
    with pytest.raises(EngineError, match=why):
        tahr.Model(x, make()(x)).export(io.BytesIO(), format="onnx", verbose=False)


def test_the_opset_is_chosen() -> None:
    onnx = pytest.importorskip("onnx")

    def opset(model: Any, **options: Any) -> int:
        file = io.BytesIO()
        model.export(file, format="onnx", verbose=False, **options)
        found = onnx.load_from_string(file.getvalue())
        onnx.checker.check_model(found)
        return {one.domain: one.version for one in found.opset_import}[""]

    plain = chain((3,), L.Dense(2))
    x = L.Input((1,), dtype="string")
    text = tahr.Model(x, L.TextVectorization(vocabulary=WORDS)(x), engine="numpy")
    assert (opset(plain), opset(plain, opset=21), opset(text)) == (18, 21, 20)
    with pytest.raises(EngineError, match=r"text_vec.*newer than the chosen opset"):
        opset(text, opset=18)
    with pytest.raises(ArgumentError, match="edition"):
        opset(plain, opset=9)


def test_models_of_mixed_precision_run() -> None:
    for policy in ("mixed_bfloat16", "mixed_float16"):
        x = L.Input((5,))
        model = tahr.Model(x, L.Dense(2, dtype=policy)(L.Dense(4, "gelu", dtype=policy)(x)))
        file, data = io.BytesIO(), batch(x, 3)
        model.export(file, format="onnx", verbose=False)
        session = onnxruntime.InferenceSession(file.getvalue())
        found = session.run(None, {model.input_names[0]: data})[0]
        np.testing.assert_allclose(
            found.astype("float32"), np.asarray(model(data), "float32"), atol=5e-2
        )


def test_a_trained_model_on_any_engine(tmp_path: Path) -> None:
    model = tahr.Sequential([L.Input((3,)), L.Dense(2)])
    model.compile("sgd", "mse")
    x = np.ones((4, 3), "float32")
    model.fit(x, np.ones((4, 2)), verbose=0)
    model.export(tmp_path / "m.onnx", format="onnx", verbose=False)
    session = onnxruntime.InferenceSession(tmp_path / "m.onnx")
    found = session.run(None, {model.input_names[0]: x})[0]
    np.testing.assert_allclose(found, model.predict(x, verbose=0), rtol=1e-5)
    model.fit(x, np.ones((4, 2)), verbose=0)


def test_what_cannot_be_exported_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    x = L.Input((3, 3))
    model = tahr.Model(x, L.Lambda(ops.linalg.cholesky, name="factor")(x), engine="numpy")
    with pytest.raises(EngineError, match=r"factor.*no operator for cholesky"):
        model.export(tmp_path / "m.onnx", format="onnx", verbose=False)
    assert not list(tmp_path.iterdir())
    (tmp_path / "m.onnx").write_bytes(b"before")
    with pytest.raises(EngineError, match="factor"):
        model.export(tmp_path / "m.onnx", format="onnx", verbose=False)
    assert (tmp_path / "m.onnx").read_bytes() == b"before"
    with pytest.raises(ArgumentError, match="is not known"):
        model.export(tmp_path / "m", format="paper")
