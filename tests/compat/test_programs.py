"""Programs in the words of Keras 0.3 to 2 run, compute what they did then, and are told once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import CLEARED

HERE = Path(__file__).parent
PROGRAMS = sorted((HERE / "programs").glob("*.py"))


OF_TENSORFLOW = sorted((HERE / "programs" / "tensorflow").glob("*.py"))


def run_all(folder, options, programs):
    """What became of programs, which share one process."""
    report = folder / "report.json"
    runner = [sys.executable, "-m", "tahr", "run", *options, HERE / "run_programs.py"]
    kept = {name: value for name, value in os.environ.items() if name not in CLEARED}
    done = subprocess.run(
        [*runner, report, *programs], env=kept,
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(report.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    return run_all(tmp_path_factory.mktemp("programs"), ("--engine", "torch"), PROGRAMS)


@pytest.fixture(scope="module")
def ran_on_tensorflow(tmp_path_factory):
    pytest.importorskip("tensorflow")
    return run_all(tmp_path_factory.mktemp("tensorflow"), (), OF_TENSORFLOW)


@pytest.mark.parametrize("name", [path.stem for path in PROGRAMS])
def test_it_runs_and_its_figures_are_right(ran, name):
    assert not ran[name]["failed"], ran[name]["said"]


@pytest.mark.parametrize("name", [path.stem for path in OF_TENSORFLOW])
def test_programs_of_tf_keras_run_on_tensorflow(ran_on_tensorflow, name):
    assert not ran_on_tensorflow[name]["failed"], ran_on_tensorflow[name]["said"]


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
