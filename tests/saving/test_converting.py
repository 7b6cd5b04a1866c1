"""Files of one kind become files of another, whole or not at all."""

import subprocess
import sys

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core.errors import ArgumentError, SavingError
from tahr.saving import convert


@pytest.fixture
def trained(tmp_path):
    model = tahr.Sequential([layers.Input((3,)), layers.Dense(2), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(np.ones((8, 3)), np.zeros(8), epochs=2, verbose=0)
    return model


@pytest.mark.parametrize(
    ("old", "new"), [(".h5", ".keras"), (".keras", ".h5"), (".hdf5", ".keras")]
)
def test_both_ways(trained, tmp_path, old, new):
    trained.save(tmp_path / f"a{old}")
    found = convert(tmp_path / f"a{old}", tmp_path / f"b{new}")
    assert (found.optimizer, found.numbers, found.lost) == ("Adam", trained.count_params(), ())
    again = tahr.models.load_model(tmp_path / f"b{new}")
    x = np.ones((2, 3), "float32")
    np.testing.assert_allclose(
        again.predict(x, verbose=0), trained.predict(x, verbose=0), atol=1e-6
    )
    one, two = (m.fit(np.ones((8, 3)), np.zeros(8), verbose=0).history for m in (trained, again))
    assert one["loss"] == pytest.approx(two["loss"], rel=1e-4)


def test_nothing_is_replaced_unasked(trained, tmp_path):
    trained.save(tmp_path / "a.keras")
    (tmp_path / "b.h5").write_bytes(b"mine")
    with pytest.raises(SavingError, match="there is a file already"):
        convert(tmp_path / "a.keras", tmp_path / "b.h5")
    assert (tmp_path / "b.h5").read_bytes() == b"mine"
    convert(tmp_path / "a.keras", tmp_path / "b.h5", overwrite=True)
    assert tahr.models.load_model(tmp_path / "b.h5").count_params() == trained.count_params()
    with pytest.raises(ArgumentError, match="into itself"):
        convert(tmp_path / "a.keras", tmp_path / "a.keras", overwrite=True)


def test_what_cannot_be_read_leaves_nothing(trained, tmp_path):
    (tmp_path / "a.keras").write_bytes(b"none")
    with pytest.raises(SavingError):
        convert(tmp_path / "a.keras", tmp_path / "b.h5")
    with pytest.raises(SavingError, match="cannot be used here"):
        trained.save(tmp_path / "c.keras")
        convert(tmp_path / "c.keras", tmp_path / "b.txt")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.keras", "c.keras"]


def test_the_command(trained, tmp_path):
    trained.save(tmp_path / "a.h5")
    words = [sys.executable, "-m", "tahr", "convert", "a.h5", "b.keras"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "3 layers" in done.stdout
    assert "Adam with its state" in done.stdout
    again = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert "--force" in again.stderr
