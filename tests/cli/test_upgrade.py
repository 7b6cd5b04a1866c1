"""`tahr upgrade` from the command line."""

import pytest

pytest.importorskip("libcst", reason="libcst is not installed; pip install 'tahr[upgrade]'")


def test_a_program_is_shown_written_and_run(tahr, program):
    path = program(
        "import numpy as np\nfrom keras.models import Sequential\n"
        "from keras.layers.core import Dense\nmodel = Sequential()\n"
        "model.add(Dense(2, init='zero', input_dim=3))\n"
        "print(model.predict(np.ones((1, 3)), verbose=0).sum())\n"
    )
    shown = tahr("upgrade", path)
    assert shown.returncode == 0, shown.stderr
    assert "+model.add(keras.Input(shape=(3,)))" in shown.stdout
    assert "nothing is written without --write" in shown.stdout
    assert tahr("upgrade", "--check", path).returncode == 1
    assert tahr("upgrade", "--write", path).returncode == 0
    assert tahr("upgrade", "--check", path).returncode == 0
    assert tahr("run", "--engine", "numpy", path).stdout == "0.0\n"


def test_what_is_missing_is_said(tahr, program, without):
    path = program("import keras\n")
    done = tahr("upgrade", path, PYTHONPATH=without("libcst"))
    assert done.returncode == 2
    assert "libcst is needed" in done.stderr and "pip install 'tahr[upgrade]'" in done.stderr
    done = tahr("upgrade", "nowhere.py")
    assert done.returncode == 2 and "nowhere.py: there is no such file" in done.stderr
