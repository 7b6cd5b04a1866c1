"""Memory stays where it was: over many predictions, and over models that come and go."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.training import soaked

ROOT = Path(__file__).resolve().parent.parent.parent
ENGINES = ("jax", "torch", "tensorflow", "pytensor", "numpy")
LEAST = 4.0
"""MiB by which the resident memory may move: what allocators and collectors do."""

statm = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")


def curves(engine, predictions, cycles):
    done = subprocess.run(
        [sys.executable, "-m", "tests.training.soaked", engine, str(predictions), str(cycles)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=1200,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin", "HOME": "/tmp"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def check(found, most):
    assert found["alive"] == []
    assert found["predict"][-1] - found["predict"][0] < most, found
    assert found["cycles"][-1] - found["cycles"][0] < most, found


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_outlives_a_model(engine):
    pytest.importorskip(engine)
    for _ in range(2):
        assert soaked.alive(soaked.cycle(engine, engine != "numpy")) == []


@statm
@pytest.mark.parametrize("engine", ["jax", "numpy"])
def test_memory_stays_for_a_while(engine):
    pytest.importorskip(engine)
    check(curves(engine, 200, 8), LEAST)


@statm
@pytest.mark.soak
@pytest.mark.parametrize("engine", ENGINES)
def test_memory_stays(engine):
    pytest.importorskip(engine)
    check(curves(engine, 2000, 50), 2 * LEAST)
