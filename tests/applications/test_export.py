"""Applications as ONNX files: what they compute in onnxruntime is what Tahr computes."""

import numpy as np
import pytest

import tahr
from tahr import applications

onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("spox")

NAMES = [name for name in applications.__all__ if callable(getattr(applications, name))]
SMALLEST = {"InceptionV3": 75, "InceptionResNetV2": 75, "Xception": 71}
TOO_LARGE = {"ConvNeXtXLarge": "1.4 GB of weights do not fit beside two more copies of them"}


def marks_of(name):
    return () if name == "MobileNet" else pytest.mark.soak


@pytest.mark.parametrize("name", [pytest.param(n, marks=marks_of(n)) for n in NAMES])
def test_a_file_computes_what_the_network_does(name, tmp_path):
    if name in TOO_LARGE:
        pytest.skip(TOO_LARGE[name])
    side = SMALLEST.get(name, 32)
    narrow = {"alpha": 0.25} if name == "MobileNet" else {}
    model = getattr(applications, name)(
        weights=None, input_shape=(side, side, 3), classes=5, classifier_activation=None, **narrow
    )
    path = tmp_path / "model.onnx"
    model.export(path, format="onnx", verbose=False)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    x = np.random.default_rng(0).uniform(0, 1, (2, side, side, 3)).astype("float32")
    (found,) = session.run(None, {model.input_names[0]: x})
    with tahr.engine("numpy"):  # which compiles nothing
        wanted = np.asarray(model(x))
    assert found.shape == wanted.shape == (2, 5)
    assert np.abs(found - wanted).max() <= 2e-4 * max(1e-6, np.abs(wanted).max())
