"""What an editor sees of Tahr: types of what is public, arguments that are wrong, names."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyright", reason="pyright is not installed; make check installs it")

SOURCES = Path(__file__).resolve().parents[2] / "src"
KNOWN = 0.955
"""Of all public names, how many have a type that is known: raise it when there are more."""

PROGRAM = """
import tahr
from tahr import layers, losses, optimizers
from tahr.layers import Dense, LSTM
from tahr.ops import add, softmax

reveal_type(Dense(4))
reveal_type(LSTM(3, return_sequences=True))
reveal_type(optimizers.Adam(0.1, weight_decay=0.1, clipnorm=1.0, name="adam"))
reveal_type(losses.Huber())
reveal_type(tahr.metrics.AUC())
reveal_type(tahr.initializers.HeNormal())
reveal_type(tahr.regularizers.L2(0.1))
reveal_type(tahr.callbacks.EarlyStopping())
model = tahr.Sequential([tahr.Input((4,)), Dense(3, activation="relu")])
reveal_type(model)
reveal_type(tahr.Model(model.inputs, model.outputs))
model.compile("adam", "mse")
history = model.fit([[1.0, 2, 3, 4]], [[1.0, 2, 3]], epochs=2, verbose=0)
reveal_type(history.history)
reveal_type(Dense(4).units)
reveal_type(layers.Conv2D(2, 3).filters)


class Mine(layers.Layer):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.inner = layers.Dense(size)

    def call(self, x):
        return softmax(add(self.inner(x), 1.0))


reveal_type(Mine(3))
"""
REVEALED = [
    "Dense", "LSTM", "Adam", "Huber", "AUC", "HeNormal", "L2", "EarlyStopping", "Sequential",
    "Model", "dict[str, list[float]]", "int", "int", "Mine",
]  # fmt: skip
MISTAKES = {
    'tahr.layers.Dense(units="x")': "reportArgumentType",
    "tahr.layers.Dense()": "reportCallIssue",
    'tahr.layers.Conv2D("x", 3)': "reportArgumentType",
    "tahr.layers.Conv3D(2)": "reportCallIssue",
    'tahr.layers.MaxPooling2D(padding="causal")': "reportArgumentType",
    'tahr.layers.LSTM(4, dropout="x")': "reportArgumentType",
    'tahr.layers.ELU(alpha="x")': "reportArgumentType",
    "tahr.layers.Dens(3)": "reportAttributeAccessIssue",
    "tahr.optimizers.Adam(beta_1=[])": "reportArgumentType",
    'tahr.optimizers.Adam(clipnorm="x")': "reportArgumentType",
    "tahr.optimizers.AdamW(use_emma=True)": "reportCallIssue",
    "tahr.optimizers.Nadam(0.1, name=3)": "reportArgumentType",
    "tahr.losses.Huber(delta=None)": "reportArgumentType",
    "tahr.Sequential([]).ft(1)": "reportAttributeAccessIssue",
    "tahr.Sequential([]).fit(epochs=None)": "reportArgumentType",
    "tahr.ops.ad(1, 2)": "reportAttributeAccessIssue",
    "tahr.ops.add(1)": "reportCallIssue",
    "tahr.nonsense": "reportAttributeAccessIssue",
    "from tahr.layers import Dens": "reportAttributeAccessIssue",
}


def pyright(*options: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson", *options],
        env={**os.environ, "PYTHONPATH": str(SOURCES)}, capture_output=True, text=True, check=False,
        timeout=240,
    )  # fmt: skip
    return json.loads(done.stdout)


def told(folder: Path, text: str) -> list[dict[str, Any]]:
    """What is said of a program outside of Tahr's own folder."""
    (folder / "program.py").write_text(text, encoding="utf-8")
    (folder / "pyrightconfig.json").write_text("{}", encoding="utf-8")
    return pyright("-p", str(folder))["generalDiagnostics"]


def test_types_of_public_names_are_known() -> None:
    found = pyright("--verifytypes", "tahr", "--ignoreexternal")["typeCompleteness"]
    assert found["completenessScore"] >= KNOWN, found["exportedSymbolCounts"]


def test_a_program_has_the_types_of_what_it_makes(tmp_path: Path) -> None:
    said = told(tmp_path, PROGRAM)
    wrong = [one["message"] for one in said if one["severity"] != "information"]
    assert not wrong, wrong
    assert [one["message"].split('" is "')[1].rstrip('"') for one in said] == REVEALED


def test_what_is_wrong_in_a_program_is_found(tmp_path: Path) -> None:
    said = told(tmp_path, "\n".join(["import tahr", *MISTAKES]))
    rules = {one["range"]["start"]["line"]: one.get("rule") for one in said}
    assert [rules.get(line) for line in range(1, len(MISTAKES) + 1)] == [*MISTAKES.values()]
