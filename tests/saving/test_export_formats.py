"""Models as programs of PyTorch, JAX, LiteRT and OpenVINO: each computes what the model does."""

import io
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tahr
from tahr import layers as L  # noqa: N812
from tahr.core.errors import ArgumentError, EngineError, MissingExtraError
from tests.saving.test_onnx import attention, batch, chain, on_tokens, two_inputs


def run_by_torch(content: bytes, arrays: list[np.ndarray]) -> list[Any]:
    import torch

    program = torch.export.load(io.BytesIO(content)).module()
    with torch.no_grad():
        found = program(*map(torch.from_numpy, arrays))
    return found if isinstance(found, list | tuple) else [found]


def run_by_jax(content: bytes, arrays: list[np.ndarray]) -> list[Any]:
    from jax import export

    found = export.deserialize(bytearray(content)).call(*arrays)
    return found if isinstance(found, list | tuple) else [found]


RUN = {"torch": run_by_torch, "stablehlo": run_by_jax}
NEEDS = {"torch": "torch", "stablehlo": "jax", "litert": "tensorflow"}
MODELS: dict[str, Any] = {
    "dense": lambda: chain((5,), L.Dense(8, "relu"), L.BatchNormalization(), L.Dropout(0.5)),
    "images": lambda: chain(
        (12, 12, 3), L.Conv2D(4, 3, padding="same"), L.MaxPooling2D(), L.SeparableConv2D(3, 3),
        L.Conv2DTranspose(2, 3, strides=2), L.Flatten(), L.Dense(2),
    ),
    "LSTM": lambda: chain((5, 2), L.Bidirectional(L.LSTM(3, return_sequences=True)), L.GRU(2)),
    "attention of any length": attention,
    "two inputs": two_inputs,
}  # fmt: skip
ANY_LENGTH: dict[str, Any] = {"LSTM of any length": lambda: on_tokens(L.LSTM(3))}
CASES = [
    *((form, name) for form in RUN for name in MODELS),
    *(("stablehlo", name) for name in ANY_LENGTH),
]


@pytest.mark.parametrize(("form", "name"), CASES)
def test_a_program_computes_what_the_model_does(form: str, name: str, tmp_path: Path) -> None:
    pytest.importorskip(NEEDS[form])
    model = (MODELS | ANY_LENGTH)[name]()
    model.export(tmp_path / "net", format=form, verbose=False)
    for rows in (2, 4):
        xs = [batch(tensor, rows) for tensor in model.inputs]
        wanted = model.predict(xs if len(xs) > 1 else xs[0], verbose=0)
        found = RUN[form]((tmp_path / "net").read_bytes(), xs)
        for mine, theirs in zip(
            found, wanted if isinstance(wanted, list) else [wanted], strict=True
        ):
            np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-5)


@pytest.mark.filterwarnings("ignore:.*tf.lite.Interpreter is deprecated:UserWarning")
@pytest.mark.soak  # the converter takes ten seconds
def test_litert_computes_what_the_model_does(tmp_path: Path) -> None:
    tf = pytest.importorskip("tensorflow")
    model = MODELS["images"]()
    model.export(tmp_path / "net.tflite", format="litert", verbose=False)
    runner = tf.lite.Interpreter(str(tmp_path / "net.tflite"))
    place, x = runner.get_input_details()[0]["index"], batch(model.inputs[0], 2)
    runner.resize_tensor_input(place, x.shape)
    runner.allocate_tensors()
    runner.set_tensor(place, x)
    runner.invoke()
    found = runner.get_tensor(runner.get_output_details()[0]["index"])
    np.testing.assert_allclose(found, model.predict(x, verbose=0), rtol=1e-4, atol=1e-5)


def test_what_a_framework_cannot_write_is_named(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    model = on_tokens(L.LSTM(3))
    with pytest.raises(EngineError, match=r"PyTorch cannot write.*\n.*\n.*\n.*give every length"):
        model.export(tmp_path / "net", format="torch", verbose=False)
    assert not list(tmp_path.iterdir())


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    if find_spec("openvino") is not None:
        pytest.skip("openvino is installed, so nothing is missing")
    with pytest.raises(MissingExtraError, match=r"pip install 'tahr\[openvino\]'"):
        MODELS["dense"]().export(tmp_path / "net.xml", format="openvino")
    with pytest.raises(ArgumentError, match="opset goes with ONNX"):
        MODELS["dense"]().export(tmp_path / "net", format="torch", opset=20)
    with pytest.raises(ArgumentError, match="more than one file"):
        MODELS["dense"]().export(io.BytesIO())


def test_text_goes_to_onnx_alone(tmp_path: Path) -> None:
    x = L.Input((1,), dtype="string")
    model = tahr.Model(x, L.StringLookup(vocabulary=["a"])(x))
    for form in ("torch", "stablehlo", "litert", "tf_saved_model"):
        with pytest.raises(EngineError, match="takes no text"):
            model.export(tmp_path / "net", format=form, verbose=False)
