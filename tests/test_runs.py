"""How the tests themselves are run: deprecations, and which tests have their turn."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from scripts.lowest_versions import lowest

from tests import thinning

WARNS = """
import warnings
import pytest

@pytest.mark.parametrize("i", range(3))
def test(i):
    warnings.warn_explicit("old", {kind}, "/at/site-packages/whose/file.py", 3)
"""
ROOT = Path(__file__).parent.parent


def ran(folder: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Runs one file of tests with this suite's plugins and warnings."""
    (folder / "test_it.py").write_text(text, encoding="utf-8")
    filters = ("error", "default::DeprecationWarning", "default::FutureWarning")
    plugins = [part for name in ("deprecations", "thinning") for part in ("-p", f"tests.{name}")]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts=",
         "-o", "filterwarnings=" + "\n".join(filters), "-o", "markers=soak", *plugins, *options],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        check=False, timeout=240,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["DeprecationWarning", "FutureWarning"])
def test_a_deprecation_is_one_failure_with_its_package(kind: str, tmp_path: Path) -> None:
    done = ran(tmp_path, WARNS.format(kind=kind))
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    assert "3 passed" in done.stdout
    assert "1 error" in done.stdout
    assert "ERROR deprecated by whose" in done.stdout
    assert f"{kind}: old\nmet 3 times" in done.stdout


def test_other_warnings_are_failures_where_they_are(tmp_path: Path) -> None:
    done = ran(tmp_path, WARNS.format(kind="UserWarning"))
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "3 failed" in done.stdout


def test_every_test_left_out_has_one_turn() -> None:
    names = [f"tests/parity/layers/test_a.py::test[{i}]" for i in range(2000)]
    left_out = [name for name in names if thinning.is_left_out(name)]
    assert 1780 < len(left_out) < 1880
    turns = [[n for n in left_out if thinning.has_its_turn(n, day)] for day in range(500, 507)]
    assert sorted(n for turn in turns for n in turn) == sorted(left_out)
    assert all(210 < len(turn) < 310 for turn in turns)
    assert thinning.number(names[0]) == 12002397708774264271


def test_the_lowest_versions_are_those_of_the_project() -> None:
    text = """
[project]
dependencies = ["jax>=0.5", "numpy>=2.0"]
[project.optional-dependencies]
torch = ["torch>=2.8"]
demo = ["tahr[plot]"]
test = ["torch==2.13.0", "psutil>=6"]
"""
    assert list(lowest(text)) == ["jax==0.5.*", "numpy==2.0.*", "torch==2.8.*"]
