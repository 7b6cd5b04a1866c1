"""The variables of models as trees, and functions of them."""

import numpy as np
import pytest

import tahr
from tahr import layers, ops
from tahr.core.errors import ArgumentError, ShapeError

X, Y = np.ones((4, 2), "float32"), np.ones((4, 1), "float32")


def trained():
    x = layers.Input((2,))
    model = tahr.Model(x, layers.Dense(1, name="head")(x))
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(X, Y, verbose=0)
    return model


def test_a_tree_holds_all_variables_and_sets_them():
    model = trained()
    tree = model.get_state_tree("numpy_array")
    assert set(tree) == {
        "trainable_variables", "non_trainable_variables", "optimizer_variables",
        "metrics_variables",
    }  # fmt: skip
    assert np.array_equal(tree["trainable_variables"]["head"]["kernel"], model.get_weights()[0])
    other = trained()
    other.set_state_tree(tree)
    pairs = zip(model.get_weights(), other.get_weights(), strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)
    ours, theirs = (m.optimizer.variables for m in (model, other))
    assert all(np.array_equal(a.numpy(), b.numpy()) for a, b in zip(ours, theirs, strict=True))


def test_a_part_of_a_tree_sets_a_part():
    model = trained()
    model.set_state_tree({"trainable_variables": {"head": {"bias": [3.0]}}})
    assert model.get_weights()[1].tolist() == [3.0]
    with pytest.raises(ArgumentError, match="no variable 'head/bia'"):
        model.set_state_tree({"trainable_variables": {"head": {"bia": [3.0]}}})
    with pytest.raises(ArgumentError, match="did you mean 'trainable_variables'"):
        model.set_state_tree({"trainable_variable": {}})
    with pytest.raises(ShapeError):
        model.set_state_tree({"trainable_variables": {"head": {"bias": [3.0, 1.0]}}})
    with pytest.raises(ArgumentError, match="value_format"):
        model.get_state_tree("list")


def test_the_loss_is_a_function_of_the_variables():
    model = trained()
    values = [[v.numpy() for v in found] for found in (
        model.trainable_variables, model.non_trainable_variables, model.metrics_variables
    )]  # fmt: skip
    loss, after = model.stateless_compute_loss(*values, X, Y, Y + 2)
    assert float(loss) == pytest.approx(4.0)
    assert [len(found) for found in after] == [len(found) for found in values]
    with pytest.raises(ArgumentError, match="another number of trainable_variables"):
        model.stateless_compute_loss([], *values[1:], X, Y, Y)


def test_values_of_a_scope_stay_inside():
    layer = layers.Dense(1, kernel_regularizer="l2", activity_regularizer="l2")
    layer.build((None, 2))
    before = layer.kernel.numpy()
    with tahr.StatelessScope([(layer.kernel, np.ones((2, 1)))], collect_losses=True) as scope:
        assert ops.convert_to_numpy(layer(X)).tolist() == [[2.0]] * 4
        layer.kernel.assign(np.full((2, 1), 5.0))
        scope.add_update((layer.bias, ops.ones(1)))
    assert np.array_equal(layer.kernel.numpy(), before)
    assert float(scope.get_current_value(layer.kernel)[0, 0]) == 5
    assert float(scope.get_current_value(layer.bias)[0]) == 1
    assert len(scope.losses) == 1
    assert scope.get_current_value(tahr.Variable(1.0)) is None
    with pytest.raises(ArgumentError, match="no pair"):
        tahr.StatelessScope([(1, 2)])


def test_functions_run_on_what_they_are_given():
    a, b = tahr.KerasTensor((None, 2)), layers.Input((2,))
    function = tahr.Function([a, b], {"sum": ops.add(a, b), "twice": ops.multiply(a, 2.0)})
    found = function([X, X])
    assert ops.convert_to_numpy(found["sum"]).tolist() == [[2.0, 2.0]] * 4
    assert function.output_shape["twice"] == (None, 2)
    assert len(function.inputs) == len(function.outputs) == 2
    symbolic = function([layers.Input((2,)), layers.Input((2,))])
    assert symbolic["sum"].shape == (None, 2)
    with pytest.raises(ArgumentError):
        tahr.Function(a, ops.add(a, b))
