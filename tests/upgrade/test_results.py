"""Files and folders: what is read, what is written, and what is refused."""

import json
import os
import stat

import pytest

pytest.importorskip("libcst", reason="libcst is not installed; pip install 'tahr[upgrade]'")

from tahr.apps.cli.upgrade import upgrade
from tahr.apps.upgrade import paths, results
from tahr.apps.upgrade.results import State
from tahr.core.errors import ArgumentError, SavingError

OLD = "from keras.layers.core import Dense\nDense(3, init='uniform')\n"
NEW = "from keras.layers import Dense\nDense(3, kernel_initializer='uniform')\n"


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "program.py"
    path.write_bytes(OLD.encode())
    return path


def run(*given, write=False, check=False, as_json=False):
    return upgrade([*given], write=write, check=check, as_json=as_json)


def test_a_diff_is_shown_and_nothing_written(old, capsys):
    assert run(old) == 0
    shown = capsys.readouterr().out
    assert f"--- {old}" in shown and "+from keras.layers import Dense" in shown
    assert "1 file to rewrite; nothing is written without --write." in shown
    assert old.read_text() == OLD


def test_a_file_is_written_with_its_permissions(old):
    old.chmod(0o750)
    assert run(old, write=True) == 0
    assert old.read_text() == NEW
    assert stat.S_IMODE(old.stat().st_mode) == 0o750
    assert [*old.parent.iterdir()] == [old]
    assert results.of(old).state == State.TODAY


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_ends_of_lines_stay(old, end):
    old.write_bytes(OLD.replace("\n", end).encode())
    run(old, write=True)
    assert old.read_bytes() == NEW.replace("\n", end).encode()


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("# -*- coding: latin-1 -*-\n# Grüße\n", "latin-1"),
        ("\ufeff# ñ\n", "utf-8"),
        ("# 日本\n", "utf-8"),
    ],
)
def test_the_encoding_stays(old, head, encoding):
    old.write_bytes((head + OLD).encode(encoding))
    run(old, write=True)
    assert old.read_bytes() == (head + NEW).encode(encoding)


def test_the_end_of_a_file_stays(old):
    old.write_bytes(OLD.rstrip("\n").encode())
    run(old, write=True)
    assert old.read_bytes() == NEW.rstrip("\n").encode()


def test_check_tells_scripts(old, tmp_path):
    assert run(old, check=True) == 1
    run(old, write=True)
    assert run(old, check=True) == 0
    old.write_text("import keras\nkeras.models.Graph()\n")
    assert (run(old, check=True), run(old)) == (1, 0)


def test_json_for_scripts(old, capsys):
    assert run(old, as_json=True) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["counts"] == {"changed": 1, "up to date": 0, "without Keras": 0, "not read": 0}
    assert (
        facts["files"][0]["state"] == "changed"
        and "+from keras.layers" in facts["files"][0]["diff"]
    )


def test_a_folder_is_gone_through(tmp_path, capsys):
    for name in ("a.py", "inside/b.py", ".hidden/c.py", "venv/d.py", "env2/e.py", "x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(OLD)
    (tmp_path / "env2/pyvenv.cfg").touch()
    (tmp_path / "other.py").write_text("import numpy\n")
    (tmp_path / "again").symlink_to(tmp_path)
    assert [p.name for p in paths.programs([tmp_path, tmp_path / "a.py"])] == [
        "a.py",
        "other.py",
        "b.py",
    ]
    assert run(tmp_path) == 0
    assert "2 files to rewrite, 1 without Keras" in capsys.readouterr().out


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(ArgumentError, match="there is no such file or folder"):
        run(tmp_path / "none.py")


PYTHON_2 = [
    'print "x"', "print x, y", "exec 'x = 1'", "raise ValueError, 'x'", "x = 0777", "x = 3L",
    "x = a <> b", "x = `a`", "x = ur'a'", "try:\n    f()\nexcept IOError, e:\n    pass",
    "if x: print 'y'",
]  # fmt: skip


@pytest.mark.parametrize("line", PYTHON_2)
def test_python_2_is_said_in_one_line(old, line, capsys):
    text = f"import keras\n{line}\n{OLD}"
    old.write_text(text)
    assert run(old, write=True) == 1
    shown = capsys.readouterr().out.splitlines()
    at = 2 + line.count("\n", 0, line.find("except"))
    assert shown[0].startswith(f"{old}: line {at} is Python 2: ") and old.read_text() == text


HOSTILE = {
    "binary": b"\0\1\2keras",
    "bytes": b"import keras # \xff\xfe",
    "coding": b"# coding: nonsense\nimport keras\n",
    "syntax": b"import keras\ndef f(:\n",
    "parentheses": b"import keras\nx = " + b"(" * 5000 + b")" * 5000,
    "sum": b"import keras\nx = " + b"+".join([b"1"] * 20_000),
    "chain": b"import keras\nx = a" + b".b" * 20_000,
    "indents": b"import keras\n"
    + b"".join(b" " * i + b"if x:\n" for i in range(150))
    + b" " * 150
    + b"x\n",
    "old Mac": b"import keras\rx = 1\r",
    "large": b"import keras\n" + b"x = 1\n" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_one_line(old, name, capsys):
    old.write_bytes(HOSTILE[name])
    assert run(old, write=True) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith(f"{old}: ") and "it is left as it is" in shown[0]
    assert old.read_bytes() == HOSTILE[name]


def test_empty_files_are_no_programs_of_keras(old):
    old.write_bytes(b"")
    assert results.of(old).state == State.OTHER


def test_a_file_that_cannot_be_written_is_as_it_was(old, monkeypatch):
    def broken(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(SavingError, match="cannot be written"):
        run(old, write=True)
    assert old.read_text() == OLD and [*old.parent.iterdir()] == [old]
