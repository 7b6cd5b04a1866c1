"""Programs in the words of Keras 0.3 to 2 run, compute what they did then, and are told once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROGRAMS = sorted((HERE / "programs").glob("*.py"))


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """What became of all programs, which share one process."""
    report = tmp_path_factory.mktemp("programs") / "report.json"
    runner = [sys.executable, "-m", "tahr", "run", "--engine", "torch", HERE / "run_programs.py"]
    done = subprocess.run(
        [*runner, report, *PROGRAMS], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(report.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [path.stem for path in PROGRAMS])
def test_it_runs_and_its_figures_are_right(ran, name):
    assert not ran[name]["failed"], ran[name]["said"]


def test_each_spelling_is_told_once_in_one_line(ran):
    said = "".join(one["said"] for one in ran.values()).splitlines()
    told = [line.partition("OldSpelling: ")[2] for line in said if "OldSpelling: " in line]
    assert len(told) == len(set(told))
    assert {"`nb_epoch=` is `epochs=` today", "`.lr` is `.learning_rate` today",
            "`predict_classes()` is `predict(), and argmax(axis=-1) of it` today",
            "`Convolution2D(nb_filter, nb_row, nb_col)` is `Conv2D(nb_filter, "
            "(nb_row, nb_col))` today"} <= {*told}  # fmt: skip
    assert not [line for line in said if "OldSpelling" not in line and "UserWarning" not in line
                and not line.startswith("  ")]  # fmt: skip
