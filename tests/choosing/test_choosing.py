"""Choosing an engine: for good, for a block, for a model, by the environment or a file."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import tahr
from tahr.core import current
from tahr.core.config import CONFIG
from tahr.core.errors import ArgumentError, EngineError
from tests.processes import run

NAME = "import tahr; print(tahr.config.backend())"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Puts the configured engine back."""
    before = CONFIG.engine
    yield
    CONFIG.engine = before


def small(**kwargs: object) -> tahr.Sequential:
    return tahr.Sequential([tahr.Input((3,)), tahr.layers.Dense(2)], **kwargs)


def test_for_good() -> None:
    choice = tahr.engine("numpy")
    assert tahr.config.backend() == "numpy"
    assert "numpy" in repr(choice)
    assert isinstance(tahr.ops.ones(2), np.ndarray)


def test_for_a_block() -> None:
    before = CONFIG.engine
    with tahr.engine("numpy") as found:
        assert found.name == tahr.config.backend() == "numpy"
        assert CONFIG.engine == before
        with tahr.engine("jax"):
            assert tahr.config.backend() == "jax"
        assert tahr.config.backend() == "numpy"
    assert tahr.config.backend() == before


def test_a_block_is_left_by_an_error_too() -> None:
    with pytest.raises(ZeroDivisionError), tahr.engine("numpy"):
        raise ZeroDivisionError
    assert tahr.config.backend() == "jax"


def test_unknown_names() -> None:
    with pytest.raises(EngineError, match=r"no engine is called 'mxnet'(.|\n)*jax"):
        tahr.engine("mxnet")
    with pytest.raises(EngineError, match="mxnet"):
        small(engine="mxnet")
    assert tahr.config.backend() == "jax"


def test_theano_lives_on() -> None:
    CONFIG.set("engine", "theano")
    assert CONFIG.engine == "pytensor"


def test_a_model_keeps_its_own() -> None:
    model = small(engine="numpy")
    assert model.engine.name == "numpy"
    assert isinstance(model(np.ones((1, 3))), np.ndarray)
    assert tahr.Model(model.inputs, model.outputs, engine="numpy").engine.name == "numpy"
    model.to("jax")
    assert not isinstance(model(np.ones((1, 3))), np.ndarray)
    assert "engine" not in model.get_config()


def test_a_model_inside_another_runs_where_that_does() -> None:
    inner = small(engine="numpy")
    outer = tahr.Sequential([tahr.Input((3,)), inner, tahr.layers.Dense(1)], engine="jax")
    found = outer(np.ones((2, 3)))
    assert current.owner(found) is current.load("jax")
    inner.to("jax")
    np.testing.assert_allclose(outer.to("numpy")(np.ones((2, 3))), found, rtol=1e-5)


def test_fit_moves_the_model_and_numpy_names_who_can_train() -> None:
    model = small()
    model.compile("sgd", "mse")
    data = np.ones((4, 3)), np.ones((4, 2))
    model.fit(*data, verbose=0, engine="jax")
    assert model.engine.name == "jax"
    with pytest.raises(EngineError, match=r"numpy engine cannot train(.|\n)*jax") as error:
        model.fit(*data, verbose=0, engine="numpy")
    assert "torch" in str(error.value) or not current.installed("torch")
    model.evaluate(*data, verbose=0)
    model.predict(data[0], verbose=0)


def test_the_environment(tmp_path: Path) -> None:
    assert run(NAME, tmp_path, TAHR_ENGINE="numpy").stdout == "numpy\n"
    assert run(NAME, tmp_path, KERAS_BACKEND="numpy").stdout == "numpy\n"
    assert run(NAME, tmp_path, TAHR_ENGINE="numpy", KERAS_BACKEND="jax").stdout == "numpy\n"


def test_the_file(tmp_path: Path) -> None:
    (tmp_path / "keras.json").write_text(json.dumps({"backend": "numpy"}))
    assert run(NAME, tmp_path).stdout == "numpy\n"
    (tmp_path / ".tahr").mkdir()
    (tmp_path / ".tahr" / "tahr.json").write_text(json.dumps({"engine": "jax"}))
    assert run(NAME, tmp_path).stdout == "jax\n"


def test_the_backend_keras_writes_by_itself_is_no_choice(tmp_path: Path) -> None:
    (tmp_path / "keras.json").write_text(json.dumps({"backend": "tensorflow"}))
    assert run(NAME, tmp_path).stdout == "jax\n"


def test_without_the_framework_one_line_says_what_to_install(tmp_path: Path) -> None:
    done = run(NAME, tmp_path, absent=("torch",), TAHR_ENGINE="torch")
    assert done.returncode
    assert "pip install 'tahr[torch]'" in done.stderr
    assert not done.stdout


def test_the_next_engine_is_taken_loudly(tmp_path: Path) -> None:
    done = run(NAME + "; tahr.ops.ones(1)", tmp_path, ("torch",), TAHR_ENGINE="torch,numpy")
    assert done.stdout == "numpy\n"
    assert done.stderr.count("\n") == 1
    assert "torch" in done.stderr and "pip install" in done.stderr and "numpy" in done.stderr


def test_the_file_can_allow_the_next_engine(tmp_path: Path) -> None:
    (tmp_path / ".tahr").mkdir()
    settings = {"engine": "torch", "fallback": ["pytensor", "numpy"]}
    (tmp_path / ".tahr" / "tahr.json").write_text(json.dumps(settings))
    done = run(NAME, tmp_path, ("torch", "pytensor"))
    assert done.stdout == "numpy\n" and "torch" in done.stderr


@pytest.mark.parametrize("value", ["cuda", 3, ["jax", "mxnet"]])
def test_a_fallback_must_be_engines(value: object) -> None:
    with pytest.raises(ArgumentError, match="fallback"):
        CONFIG.set("fallback", value)


def test_numpy_needs_no_framework(tmp_path: Path) -> None:
    code = (
        "import tahr\n"
        "model = tahr.Sequential([tahr.Input((3,)), tahr.layers.Dense(2)])\n"
        "print(model.predict([[1, 2, 3]], verbose=0).shape)"
    )
    done = run(code, tmp_path, ("jax", "torch", "tensorflow", "pytensor"), TAHR_ENGINE="numpy")
    assert done.stdout == "(1, 2)\n", done.stderr
