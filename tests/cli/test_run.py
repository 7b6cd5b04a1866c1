"""`tahr run` runs a program as `python` does."""

import os
import signal
import subprocess
import sys

import pytest


def test_a_program_sees_itself_as_python_runs_it(tahr, program, tmp_path):
    program("VALUE = 7", "folder/beside.py")
    path = program(
        "import sys, beside\n"
        "class Thing: pass\n"
        "import pickle; pickle.dumps(Thing())\n"
        "print(__name__, sys.argv[1:], sys.path[0], beside.VALUE, __file__)\n"
        "print(sys.modules['__main__'].Thing is Thing)",
        "folder/program.py",
    )
    done = tahr("run", path, "--epochs", "3", "-x", "--help")
    assert done.returncode == 0, done.stderr
    expected = f"__main__ ['--epochs', '3', '-x', '--help'] {tmp_path / 'folder'} 7 {path}\nTrue\n"
    assert done.stdout == expected


def test_an_error_shows_the_programs_own_frames(tahr, program):
    path = program(
        "import keras\ndef find(name):\n    return keras.losses.get(name)\nfind('nonsense')\n"
    )
    done = tahr("run", path)
    assert done.returncode == 1
    files = [line for line in done.stderr.splitlines() if line.strip().startswith("File ")]
    assert [f"line {n}" in line for n, line in zip((4, 3), files, strict=True)] == [True, True]
    assert all(str(path) in line for line in files)
    assert "no loss is called 'nonsense'" in done.stderr
    assert done.stderr.count("Traceback") == 1


def test_causes_from_the_program_are_shown(tahr, program):
    path = program(
        "try:\n"
        "    {}['inner']\n"
        "except KeyError as error:\n"
        "    raise ValueError('outer') from error\n"
    )
    done = tahr("run", path)
    assert "KeyError: 'inner'" in done.stderr
    assert done.stderr.rstrip().endswith("ValueError: outer")


def test_whole_tracebacks_on_request(tahr, program):
    path = program(
        "import keras\nkeras.config.disable_traceback_filtering()\nkeras.losses.get('nonsense')\n"
    )
    done = tahr("run", path)
    assert "tahr/core" in done.stderr
    assert "typer" not in done.stderr


def test_a_syntax_error_points_at_the_line(tahr, program):
    done = tahr("run", program("x = (\n"))
    assert done.returncode == 1
    assert 'program.py", line 1' in done.stderr
    assert "SyntaxError" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "status", "text"),
    [("sys.exit(3)", 3, ""), ("sys.exit('done for')", 1, "done for\n"), ("sys.exit()", 0, "")],
)
def test_exits_are_the_programs(tahr, program, line, status, text):
    done = tahr("run", program(f"import sys\n{line}\n"))
    assert (done.returncode, done.stderr) == (status, text)


def test_its_own_excepthook_is_called(tahr, program):
    path = program("import sys\nsys.excepthook = lambda *a: print('mine', a[1])\n1 / 0\n")
    done = tahr("run", path)
    assert (done.returncode, done.stdout) == (1, "mine division by zero\n")


@pytest.mark.skipif(os.name != "posix", reason="signals are Unix's")
def test_ctrl_c_ends_it_as_under_python(environment, program, tmp_path):
    path = program("import time\nprint('ready', flush=True)\ntime.sleep(60)\n")
    command = [sys.executable, "-m", "tahr", "run", str(path)]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert errors.rstrip().endswith("KeyboardInterrupt")


@pytest.mark.parametrize("name", ["missing.py", "."])
def test_a_missing_program_is_one_error(tahr, name):
    done = tahr("run", name)
    assert done.returncode == 2
    assert done.stderr.startswith(f"tahr: {name}: there is no such program")
    assert "Traceback" not in done.stderr


def test_the_engine_is_chosen_before_the_program(tahr, program):
    path = program("import keras, os; print(keras.config.backend(), os.environ['TAHR_ENGINE'])")
    assert tahr("run", "--engine", "numpy", path).stdout == "numpy numpy\n"


@pytest.mark.parametrize(
    ("engine", "said"),
    [("nonsense", "no engine is called"), ("pytensor", "pip install 'tahr[pytensor]'")],
)
def test_an_engine_that_cannot_run_is_one_error(tahr, program, without, engine, said):
    path = without("pytensor")
    done = tahr("run", "--engine", engine, program("print('never')"), PYTHONPATH=path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "expected    jax, " in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "--engin", "jax", "program.py"), "no such option"),
        (("program.py",), "tahr run program.py"),
        (("demo", "--output", "taken"), "cannot be put there"),
    ],
)
def test_commands_that_are_nearly_right(tahr, tmp_path, arguments, words):
    (tmp_path / "taken").write_text("a file")
    done = tahr(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) <= 4
