"""Runs the command line in a process of its own, as a user does."""

import os
import subprocess
import sys

import pytest
from tests.processes import SOURCE, hidden


@pytest.fixture
def environment(tmp_path):
    """Variables of the process: settings of its own, this checkout's Tahr."""
    names = ("TAHR_ENGINE", "KERAS_BACKEND", "TAHR_HOME")
    found = {k: v for k, v in os.environ.items() if k not in names}
    return {
        **found, "PYTHONPATH": str(SOURCE), "KERAS_HOME": str(tmp_path / "keras"),
        "HOME": str(tmp_path), "MPLBACKEND": "Agg", "COLUMNS": "100",
    }  # fmt: skip


@pytest.fixture
def tahr(tmp_path, environment):
    """Calls `tahr` with arguments; gives the finished process."""

    def call(*arguments, flags=(), **variables):
        command = [sys.executable, *flags, "-m", "tahr", *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, env={**environment, **variables}, capture_output=True,
            text=True, check=False, timeout=240,
        )  # fmt: skip

    return call


@pytest.fixture
def program(tmp_path):
    """Writes a program; gives its path."""

    def write(text, name="program.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def without(tmp_path):
    """Makes a package one that is not installed; gives the path to set as PYTHONPATH."""

    def hide(package):
        (tmp_path / "sitecustomize.py").write_text(hidden((package,)))
        return f"{tmp_path}:{SOURCE}"

    return hide
