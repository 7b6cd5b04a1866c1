"""Real programs, in the spelling of earlier Keras versions."""

import pytest


@pytest.mark.parametrize("name", ["linear_regression", "functional_mlp", "first_steps"])
def test_real_programs_run_unmodified(tahr, shared, name):
    done = tahr("run", shared / "programs" / f"{name}.py", KERAS_HOME=str(shared / "data"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("OK ")


def test_a_wrong_input_ends_in_one_clear_error(tahr, shared):
    done = tahr("run", shared / "programs" / "wrong_input.py", KERAS_HOME=str(shared / "data"))
    assert done.returncode == 1
    error = done.stderr.partition("Traceback")[2]
    assert "dense" in error
    assert "(None, 784)" in error
    assert "(32, 28, 28)" in error
    assert error.count("File ") == 1
