"""`tahr demo` trains, saves and draws, and what it proposes works."""

import re
import shlex
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest

from tahr.apps.cli import digits


@pytest.fixture
def finished(tahr, tmp_path):
    done = tahr("demo", "--output", "out", "--seed", "5")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_demo(finished, tmp_path, environment):
    assert "\x1b" not in finished
    share = re.search(r"([\d.]+)% of 360 digits", finished)
    assert float(share.group(1)) > 97
    for name in ("digits.keras", "network.svg", "training.png"):
        assert f"out/{name}" in finished
        assert (tmp_path / "out" / name).stat().st_size > 1000
    ElementTree.parse(tmp_path / "out" / "network.svg")
    line = next(line for line in finished.splitlines() if "load_model" in line)
    command = [sys.executable, *shlex.split(line)[1:]]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert "Total params: 13,706" in done.stdout, done.stderr


def test_mnist_is_taken_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert digits.load().name.startswith("UCI")
    (tmp_path / "datasets").mkdir()
    images, labels = np.full((20, 28, 28), 255, "uint8"), np.zeros(20, "uint8")
    parts = {"x_train": images, "y_train": labels, "x_test": images[:5], "y_test": labels[:5]}
    np.savez(tmp_path / "datasets" / "mnist.npz", **parts)
    found = digits.load()
    assert found.name.startswith("MNIST")
    assert found.x_train.shape == (20, 28, 28, 1)
    assert found.x_train.max() == 1.0


def test_digits_in_text():
    assert len(digits.in_text(np.zeros((8, 8)))) == 4
    large = digits.in_text(np.ones((28, 28)))
    assert len(large) == 7
    assert set("".join(large)) == {"█"}
