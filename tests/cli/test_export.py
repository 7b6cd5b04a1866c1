"""`tahr export`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tahr
from tahr import layers
from tahr.apps.cli.app import app
from tahr.core.errors import ArgumentError, SavingError

pytest.importorskip("spox")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    model = tahr.Sequential([layers.Input((3,), name="x"), layers.Dense(2)])
    model.save(tmp_path / "net.keras")
    return tmp_path / "net.keras"


def run(*words: object) -> str:
    found = CliRunner().invoke(app, list(map(str, words)), catch_exceptions=False)
    assert found.exit_code == 0
    return found.output


def test_a_file_is_written_beside_the_model(saved: Path) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    assert "takes x: (None, 3) float32" in run("export", saved, "--to", "onnx")
    session = onnxruntime.InferenceSession(saved.with_name("net.onnx"))
    assert [(i.name, i.shape) for i in session.get_inputs()] == [("x", ["batch", 3])]


def test_facts_for_scripts(saved: Path, tmp_path: Path) -> None:
    place = tmp_path / "out" / "m.onnx"
    place.parent.mkdir()
    words = ("export", saved, "--to", "onnx", "-o", place, "--batch", 4, "--opset", 20, "--json")
    facts = json.loads(run(*words))
    assert facts["bytes"] == place.stat().st_size
    assert facts["inputs"] == [{"name": "x", "shape": [4, 3], "dtype": "float32"}]
    assert (facts["format"], facts["path"]) == ("onnx", str(place))


def test_mistakes(saved: Path) -> None:
    with pytest.raises(ArgumentError, match=r"--to.*'paper' is not known"):
        run("export", saved, "--to", "paper")
    with pytest.raises(SavingError):
        run("export", saved.with_name("none.keras"), "--to", "onnx")
    assert [p.name for p in saved.parent.iterdir()] == ["net.keras"]
