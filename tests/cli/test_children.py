"""Processes that a program starts have Tahr for Keras too; so has a program that asks for it."""

import subprocess
import sys
from email.parser import Parser

from tests.processes import SOURCE

from tahr.apps.cli.children import FOLDER, INSTALLED
from tahr.apps.cli.imports import GIVEN
from tahr.compat.modules import KERAS_VERSION

CHILDREN = """
import multiprocessing, os, subprocess, sys
def home(_):
    import keras
    return keras.layers.Dense.__module__, keras.config.backend()
if __name__ == "__main__":
    code = "import sys, beside_site; import keras; print(keras.layers.Dense.__module__,"
    code += "keras.config.backend(), any('for_children' in place for place in sys.path))"
    print(subprocess.check_output([sys.executable, "-c", code], text=True), end="")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(*pool.map(home, [0])[0])
"""


def test_subprocesses_and_workers(tahr, program, tmp_path):
    program("import sys, types; sys.modules['beside_site'] = types.ModuleType('beside_site')",
            "own/sitecustomize.py")  # fmt: skip
    done = tahr("run", "--engine", "numpy", program(CHILDREN),
                PYTHONPATH=f"{tmp_path / 'own'}:{SOURCE}")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "tahr.layers.core.dense numpy False\ntahr.layers.core.dense numpy\n"


def test_a_child_that_imports_no_keras_imports_no_tahr(tahr, program):
    text = (
        "import subprocess, sys\n"
        "code = 'import sys; print([m for m in sys.modules if m.startswith(\"tahr\")])'\n"
        "print(subprocess.check_output([sys.executable, '-c', code], text=True))\n"
    )
    assert tahr("run", program(text)).stdout.strip() == "[]"


def run(code, environment):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_one_line_of_python_does_the_same(environment):
    code = (
        "import tahr.as_keras, keras, subprocess, sys\n"
        "code = 'import keras; print(keras.layers.Dense.__module__)'\n"
        "print(keras.layers is __import__('tahr').layers)\n"
        "print(subprocess.check_output([sys.executable, '-c', code], text=True))\n"
    )
    done = run(code, environment)
    assert done.stdout.split() == ["True", "tahr.layers.core.dense"], done.stderr


def test_it_says_so_where_it_comes_too_late(environment, tmp_path):
    (tmp_path / "keras").mkdir()
    (tmp_path / "keras" / "__init__.py").write_text("")
    paths = f"{tmp_path}:{environment['PYTHONPATH']}"
    done = run("import keras, tahr.as_keras", {**environment, "PYTHONPATH": paths})
    assert done.returncode == 1
    assert "keras has been imported already" in done.stderr


def test_the_version_is_known_where_keras_is_not_installed():
    folder = INSTALLED / f"keras-{KERAS_VERSION}.dist-info"
    said = Parser().parsestr((folder / "METADATA").read_text())
    assert (said["Name"], said["Version"]) == ("keras", KERAS_VERSION)


def test_all_names_of_keras_are_waited_for():
    names: dict[str, object] = {}
    source = (FOLDER / "sitecustomize.py").read_text()
    line = next(line for line in source.splitlines() if line.startswith("NAMES = "))
    exec(line, names)
    assert names["NAMES"] == GIVEN
