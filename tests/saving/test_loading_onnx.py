"""Files of ONNX as models: those that are exported here, and small classifiers of other makers."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tahr
from tahr import layers as L  # noqa: N812
from tahr.core.errors import SavingError
from tahr.models import load_onnx
from tests.saving.test_onnx import MODELS, batch

onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("spox")
DRAW = np.random.default_rng(0)


def exported(model: Any) -> io.BytesIO:
    file = io.BytesIO()
    model.export(file, format="onnx", verbose=False)
    file.seek(0)
    return file


@pytest.mark.parametrize("name", MODELS)
def test_what_was_exported_comes_back(name: str) -> None:
    model = MODELS[name]()
    again = load_onnx(exported(model)).to("numpy")
    assert [tuple(t.shape) for t in again.inputs] == [tuple(t.shape) for t in model.inputs]
    for rows in (1, 3):
        xs = [batch(tensor, rows) for tensor in model.inputs]
        given = xs if len(xs) > 1 else xs[0]
        wanted, found = model.predict(given, verbose=0), again.predict(given, verbose=0)
        several = isinstance(wanted, list)
        for one, other in zip(
            found if several else [found], wanted if several else [wanted], strict=True
        ):
            assert one.shape == other.shape
            np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


def node(op: str, inputs: str, outputs: str, **attributes: Any) -> Any:
    return onnx.helper.make_node(op, inputs.split(), outputs.split(), **attributes)


def file_of(nodes: list[Any], shape: list[Any], weights: dict[str, Any]) -> bytes:
    helper = onnx.helper
    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, None)],
        [onnx.numpy_helper.from_array(np.asarray(v), k) for k, v in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    return model.SerializeToString()


def normal(*shape: int) -> np.ndarray:
    return DRAW.normal(size=shape).astype("float32") * 0.3


def lenet() -> bytes:
    return file_of(
        [
            node("Conv", "x k1 b1", "c1", kernel_shape=[5, 5], pads=[2, 2, 2, 2]),
            node("Relu", "c1", "r1"),
            node("MaxPool", "r1", "p1", kernel_shape=[2, 2], strides=[2, 2]),
            node("Conv", "p1 k2 b2", "c2", kernel_shape=[5, 5]),
            node("Tanh", "c2", "r2"),
            node("AveragePool", "r2", "p2", kernel_shape=[2, 2], strides=[2, 2]),
            node("Flatten", "p2", "f"),
            node("Gemm", "f w1 v1", "g", transB=1),
            node("Relu", "g", "r3"),
            node("Gemm", "r3 w2 v2", "h", transB=1),
            node("Softmax", "h", "y", axis=-1),
        ],
        ["n", 1, 28, 28],
        {
            "k1": normal(6, 1, 5, 5), "b1": normal(6), "k2": normal(16, 6, 5, 5),
            "b2": normal(16), "w1": normal(84, 400), "v1": normal(84), "w2": normal(10, 84),
            "v2": normal(10),
        },
    )  # fmt: skip


def residual() -> bytes:
    return file_of(
        [
            node("Conv", "x k1", "c1", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]),
            node("BatchNormalization", "c1 s m0 m v", "n1", epsilon=1e-3),
            node("Relu", "n1", "r1"),
            node("Conv", "r1 k2", "c2", kernel_shape=[3, 3], pads=[1, 1, 1, 1], group=2),
            node("Conv", "x k3", "c3", kernel_shape=[1, 1], strides=[2, 2]),
            node("Add", "c2 c3", "a"),
            node("MaxPool", "a", "p", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]),
            node("AveragePool", "p", "q", kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
            node("Clip", "q low high", "z"),
            node("GlobalAveragePool", "z", "g"),
            node("Reshape", "g shape", "y"),
        ],
        ["n", 3, 16, 16],
        {
            "k1": normal(4, 3, 3, 3), "s": normal(4), "m0": normal(4), "m": normal(4),
            "v": np.abs(normal(4)) + 0.1, "k2": normal(4, 2, 3, 3), "k3": normal(4, 3, 1, 1),
            "low": np.float32(0), "high": np.float32(6), "shape": np.array([0, -1]),
        },
    )  # fmt: skip


@pytest.mark.parametrize("make", [lenet, residual])
def test_classifiers_of_others(make: Any, tmp_path: Path) -> None:
    content = make()
    (tmp_path / "net.onnx").write_bytes(content)
    model = load_onnx(tmp_path / "net.onnx").to("numpy")
    x = normal(2, *model.input_shape[1:])
    (wanted,) = onnxruntime.InferenceSession(content).run(None, {"x": x})
    np.testing.assert_allclose(model.predict(x, verbose=0), wanted, rtol=1e-4, atol=1e-5)


def test_its_weights_can_be_trained_and_saved(tmp_path: Path) -> None:
    (tmp_path / "net.onnx").write_bytes(residual())
    model = load_onnx(tmp_path / "net.onnx")
    assert len(model.trainable_variables) == 5
    assert len(model.non_trainable_variables) == 2  # the statistics of the normalization
    x, y = normal(8, 3, 16, 16), normal(8, 4)
    model.compile("sgd", "mse")
    before = model.evaluate(x, y, verbose=0)
    model.fit(x, y, epochs=3, verbose=0)
    assert model.evaluate(x, y, verbose=0) < before
    model.save(tmp_path / "net.keras")
    again = tahr.models.load_model(tmp_path / "net.keras")
    np.testing.assert_allclose(
        again.predict(x, verbose=0), model.predict(x, verbose=0), rtol=1e-5, atol=1e-6
    )


def test_operators_that_are_not_known_are_listed_at_once() -> None:
    content = file_of(
        [node("Xyz", "x", "a"), node("Lrn", "a", "b"), node("Xyz", "b", "y")], ["n", 3], {}
    )
    with pytest.raises(SavingError, match=r"Lrn \(1 times\), Xyz \(2 times\)"):
        load_onnx(io.BytesIO(content))


def outside(model: Any) -> None:
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "/etc/passwd"


def too_short(model: Any) -> None:
    model.graph.initializer[0].dims[:] = [2**40, 2**20]


def negative(model: Any) -> None:
    model.graph.initializer[0].dims[:] = [-1, 3]


def circle(model: Any) -> None:
    model.graph.node[0].input[0] = "y"


def lost(model: Any) -> None:
    model.graph.output[0].name = "nowhere"


def no_outputs(model: Any) -> None:
    del model.graph.output[:]


def no_inputs(model: Any) -> None:
    del model.graph.input[:]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (outside, "in other files, which are not read"),
        (too_short, "no sound file"),
        (negative, "no sound file"),
        (circle, "which nothing before it gives"),
        (lost, "nothing gives the output"),
        (no_outputs, "no outputs"),
        (no_inputs, "which nothing before it gives"),
    ],
)
def test_hostile_files_are_refused(change: Any, why: str) -> None:
    model = onnx.load_from_string(lenet())
    change(model)
    with pytest.raises(SavingError, match=why):
        load_onnx(io.BytesIO(model.SerializeToString()))


def test_what_is_no_file_of_onnx(tmp_path: Path) -> None:
    for content in (b"", b"\xff" * 100, lenet()[:-50]):
        with pytest.raises(SavingError):
            load_onnx(io.BytesIO(content))
    with pytest.raises(SavingError, match="cannot be read"):
        load_onnx(tmp_path / "none.onnx")


def test_a_model_of_a_file_is_a_layer_of_another() -> None:
    x = L.Input((5,))
    part = load_onnx(exported(MODELS["dense"]()))
    whole = tahr.Model(x, L.Dense(2)(part(x)))
    assert whole.predict(batch(x, 3), verbose=0).shape == (3, 2)
