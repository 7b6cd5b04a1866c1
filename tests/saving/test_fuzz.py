"""Damaged files are loaded or refused, and nothing else: in 2 s, in 2 GiB, without a crash."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KINDS = ("bits", "cut", "zip", "values", "text", "hdf5", "weights", "checkpoint", "older")


def outcomes(kind, seed, count, folder):
    code = [sys.executable, "-m", "tests.saving.fuzzing", kind, str(seed), str(count), str(folder)]
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    environment = {**os.environ, "PYTHONPATH": path, "TAHR_ENGINE": "numpy"}
    run = subprocess.run(
        code, capture_output=True, text=True, check=True, env=environment, cwd=folder
    )
    found = json.loads(run.stdout)
    assert found["odd"] == {}
    assert found["loaded"] + found["refused"] == count
    return found


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a case a process needs os.fork")
@pytest.mark.parametrize("kind", ["values", "hdf5", "older"])
def test_some_damaged_files(kind, tmp_path):
    assert outcomes(kind, 0, 40, tmp_path)["refused"]


@pytest.mark.soak
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a case a process needs os.fork")
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", KINDS)
def test_many_damaged_files(kind, seed, tmp_path):
    assert outcomes(kind, seed + 1, 400, tmp_path)["refused"]
