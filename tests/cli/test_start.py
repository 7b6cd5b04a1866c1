"""The command line answers at once, and helps."""

import subprocess
import sys
import time

import pytest

import tahr as package

RIVAL = ["-c", "import typer, rich.console, rich.panel, rich.table"]
"""What any command line of this kind must import before it can draw its help."""


def work_of(arguments: list[str], environment: dict[str, str]) -> float:
    """Seconds of processor time that a fresh interpreter takes for `arguments`."""
    code = (
        "import os, subprocess, sys\n"
        "subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL, check=True)\n"
        "used = os.times(); print(used.children_user + used.children_system)"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


@pytest.mark.parametrize(("argument", "limit"), [("--version", 1.0), ("--help", 2.5)])
def test_it_answers_with_little_more_work_than_its_libraries(environment, argument, limit):
    ratios = []
    for _ in range(5):
        rival = work_of(RIVAL, environment)
        ratios.append(work_of(["-m", "tahr", argument], environment) / rival)
        if ratios[-1] < limit:
            return
        time.sleep(0.5)
    pytest.fail(f"{argument} took {ratios} times what its libraries take")


def test_version(tahr):
    done = tahr("--version")
    assert (done.returncode, done.stdout) == (0, f"tahr {package.__version__}\n")
    assert tahr("--version", "run").stdout == done.stdout


def test_help_names_every_command(tahr):
    done = tahr("--help")
    assert done.returncode == 0
    for word in ("run", "demo", "doctor", "--version"):
        assert word in done.stdout


@pytest.mark.parametrize("command", ["run", "demo", "doctor"])
def test_each_command_shows_examples(tahr, command):
    done = tahr(command, "--help")
    assert done.returncode == 0
    assert f"tahr {command}" in done.stdout.partition("Examples")[2]


def test_no_framework_is_imported_to_parse(tahr):
    done = tahr("run", "missing.py", flags=["-X", "importtime"])
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "tahr.apps.cli.app" in modules
    assert not modules & {"jax", "numpy", "optree", "keras", "tensorflow"}


def test_an_unknown_command_is_an_error(tahr):
    done = tahr("trian")
    assert done.returncode == 2
    assert "trian" in done.stderr


def test_broken_settings_are_one_error(tahr, tmp_path):
    (tmp_path / "keras").mkdir()
    (tmp_path / "keras" / "keras.json").write_text("{")
    done = tahr("doctor")
    assert done.returncode == 2
    assert done.stderr.startswith("tahr: ")
    assert "keras.json" in done.stderr
    assert "Traceback" not in done.stderr
