"""Ops that users write: each is itself, whatever it is called."""

import importlib
import pickle
import sys

import numpy as np
import pytest

import tahr
from tahr import layers, models, ops
from tahr.core import current
from tahr.core.errors import ArgumentError, SavingError
from tahr.core.operators import OPS
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.op import Rule, op

X = np.array([[1.0, 2.0]], "float32")
MODULE = """
from tahr import ops
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.op import op

@op()
def twice(x: TensorLike) -> Tensor:
    return ops.multiply(x, {factor})
"""


@op(rule=Rule.FLOAT)
def relu(x: TensorLike) -> Tensor:
    return current.engine().negative(x)


def graph_of(function):
    x = layers.Input((2,))
    return models.Model(x, function(x))


@pytest.mark.parametrize("engine", current.can_train())
def test_an_op_with_the_name_of_one_of_tahrs_is_itself(engine):
    with tahr.engine(engine):
        assert np.array_equal(ops.convert_to_numpy(relu(X)), -X)
        model = graph_of(relu)
        assert np.array_equal(ops.convert_to_numpy(model(X)), -X)
        assert np.array_equal(model.predict(X, verbose=0), -X)
        assert np.array_equal(ops.convert_to_numpy(ops.relu(X)), X)
        assert np.array_equal(graph_of(ops.relu).predict(X, verbose=0), X)


def test_two_places_may_have_ops_of_one_name():
    def first():
        @op()
        def mine(x: TensorLike) -> Tensor:
            return ops.add(x, 1)

        return mine

    def second():
        @op()
        def mine(x: TensorLike) -> Tensor:
            return ops.subtract(x, 1)

        return mine

    one, other = first(), second()
    assert np.array_equal(graph_of(one).predict(X, verbose=0), X + 1)
    assert np.array_equal(graph_of(other).predict(X, verbose=0), X - 1)
    assert np.array_equal(ops.convert_to_numpy(one(X)), X + 1)


def test_an_op_made_by_a_function_is_what_was_made():
    def scaling(factor):
        @op()
        def scaled(x: TensorLike) -> Tensor:
            return ops.multiply(x, factor)

        return scaled

    twice, thrice = scaling(2.0), scaling(3.0)
    x = layers.Input((2,))
    model = models.Model(x, [twice(x), thrice(x)])
    assert [p[0, 0] for p in model.predict(X, verbose=0)] == [2, 3]


def test_a_second_owner_of_a_name_is_an_error():
    @op()
    def taken(x: TensorLike) -> Tensor:
        return ops.add(x, 1)

    with pytest.raises(ArgumentError, match=r"(?s)another op called .*taken.*own name"):

        @op()
        def taken(x: TensorLike) -> Tensor:
            return ops.subtract(x, 1)


def test_a_model_with_an_op_of_a_users_is_saved_and_loaded(tmp_path):
    path = str(tmp_path / "model.keras")
    graph_of(relu).save(path)
    loaded = models.load_model(path)
    assert np.array_equal(loaded.predict(X, verbose=0), -X)
    assert np.array_equal(pickle.loads(pickle.dumps(loaded)).predict(X, verbose=0), -X)
    assert np.array_equal(models.clone_model(loaded).predict(X, verbose=0), -X)


def test_a_custom_object_does_not_take_the_name_of_an_op(tmp_path):
    path = str(tmp_path / "model.keras")
    graph_of(ops.relu).save(path)
    loaded = models.load_model(path, custom_objects={"relu": relu, "Relu": layers.Dense})
    assert np.array_equal(loaded.predict(X, verbose=0), X)


def test_where_an_op_comes_from_when_a_file_is_read(tmp_path, monkeypatch):
    (tmp_path / "some_ops.py").write_text(MODULE.format(factor=2))
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("some_ops")
    path = str(tmp_path / "model.keras")
    graph_of(module.twice).save(path)
    assert np.array_equal(models.load_model(path).predict(X, verbose=0), 2 * X)

    (tmp_path / "some_ops.py").write_text(MODULE.format(factor=40).replace("@op", "\n\n@op"))
    importlib.reload(module)
    assert np.array_equal(models.load_model(path).predict(X, verbose=0), 40 * X)

    function = OPS.pop("some_ops:twice")
    del sys.modules["some_ops"]
    with pytest.raises(SavingError, match=r"(?s)no op 'some_ops:twice'.*import its module"):
        models.load_model(path)
    given = {"some_ops:twice": function}
    assert np.array_equal(
        models.load_model(path, custom_objects=given).predict(X, verbose=0), 40 * X
    )
