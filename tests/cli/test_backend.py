"""A program chooses its backend and settings before it imports Keras, as it does with Keras."""

import json

import pytest

SAYS = """
import os
os.environ["KERAS_BACKEND"] = "{name}"
import keras
print(keras.config.backend())
"""


@pytest.mark.parametrize(("name", "engine"), [("numpy", "numpy"), ("theano", "pytensor")])
def test_the_backend_a_program_sets_is_taken(tahr, program, name, engine):
    done = tahr("run", program(SAYS.format(name=name)), flags=["-W", "error"])
    assert (done.returncode, done.stdout) == (0, f"{engine}\n"), done.stderr


def test_the_command_line_comes_before_that_and_says_so(tahr, program):
    path = program(SAYS.format(name="jax"))
    done = tahr("run", "--engine", "numpy", path)
    assert done.stdout == "numpy\n", done.stderr
    assert "KERAS_BACKEND=jax has no effect" in done.stderr
    assert str(path) in done.stderr


def test_an_unknown_backend_is_an_error_at_the_import(tahr, program):
    done = tahr("run", program(SAYS.format(name="nonsense")))
    assert done.returncode == 1
    assert "nonsense" in done.stderr
    assert "import keras" in done.stderr


def test_settings_of_keras_1_are_read_from_where_the_program_says(tahr, program, tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "keras.json").write_text(json.dumps({"image_dim_ordering": "th"}))
    text = (
        f'import os; os.environ["KERAS_HOME"] = {str(tmp_path / "own")!r}\n'
        "from keras.layers import Conv2D\nprint(Conv2D(1, 3).data_format)\n"
    )
    done = tahr("run", program(text), flags=["-W", "error"])
    assert (done.returncode, done.stdout) == (0, "channels_first\n"), done.stderr


HIDES_TENSORFLOW = """
from importlib.machinery import PathFinder
whole = PathFinder.find_spec
def find(name, path=None, target=None):
    return None if name == "tensorflow" else whole(name, path, target)
PathFinder.find_spec = find
import tensorflow
from tahr.core import current
print(current.installed("tensorflow"), current.installed("numpy"))
"""


def test_the_stand_in_is_no_engine(tahr, program):
    done = tahr("run", program(HIDES_TENSORFLOW))
    assert (done.returncode, done.stdout) == (0, "False True\n"), done.stderr


@pytest.mark.parametrize(
    "lines", ["from tensorflow import keras", "import tensorflow as tf\nkeras = tf.keras"]
)
def test_a_program_of_tf_keras_runs_on_tensorflow(tahr, program, lines):
    pytest.importorskip("tensorflow")
    done = tahr("run", program(f"{lines}\nprint(keras.backend.backend())\n"))
    assert (done.returncode, done.stdout) == (0, "tensorflow\n"), done.stderr
