"""Models as pure functions, their state as a tree, graphs as functions, and Keras's scopes."""

from typing import Any

import jax
import numpy as np
import pytest

import tahr
from tahr import layers, ops
from tahr.core import current, names
from tahr.core.errors import ArgumentError, ShapeError

X = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")
Y = np.zeros((4, 2), "float32")


def model_of() -> Any:
    tahr.utils.set_random_seed(0)
    model = tahr.Sequential([tahr.Input((3,)), layers.Dense(2), layers.BatchNormalization()])
    model.compile(tahr.optimizers.SGD(0.1), "mse", metrics=["mae"])
    return model


def values(variables: Any) -> list[Any]:
    return [v.value for v in variables]


def test_a_step_written_with_pure_functions_learns_as_fit_does() -> None:
    with current.using("jax"):
        model, other = model_of(), model_of()
        other.fit(X, Y, batch_size=4, epochs=1, verbose=0)
        grad = jax.grad(model.compute_loss_and_updates, has_aux=True)
        kinds = (model.trainable_variables, model.non_trainable_variables, model.metrics_variables)
        before = [v.numpy() for v in model.weights]
        gradients, (loss, y_pred, fixed, measured) = grad(
            *map(values, kinds), X, Y, None, training=True
        )
        for variable, start in zip(model.weights, before, strict=True):
            np.testing.assert_array_equal(variable.numpy(), start)
        model.optimizer.apply(gradients, model.trainable_variables)
        for variable, value in zip(kinds[1], fixed, strict=True):
            variable.assign(value)
        assert y_pred.shape == (4, 2) and len(measured) == len(kinds[2])
        assert float(loss) > 0
        for one, two in zip(model.weights, other.weights, strict=True):
            np.testing.assert_allclose(one.numpy(), two.numpy(), rtol=1e-5, atol=1e-6)
        alone, state = model.stateless_compute_loss(*map(values, kinds), X, Y, y_pred)
        np.testing.assert_allclose(alone, loss, rtol=1e-6)
        assert [len(part) for part in state] == [len(kind) for kind in kinds]


def test_the_state_as_a_tree() -> None:
    made = []
    for _ in range(2):
        with names.fresh():
            made.append(model_of())
            made[-1].fit(X, Y, verbose=0, epochs=len(made))
    model, other = made
    tree = model.get_state_tree(value_format="numpy_array")
    assert sorted(tree) == [
        "metrics_variables", "non_trainable_variables", "optimizer_variables",
        "trainable_variables",
    ]  # fmt: skip
    assert tree["trainable_variables"]["sequential"]["dense"]["kernel"].shape == (3, 2)
    assert set(tree["non_trainable_variables"]["sequential"]["batch_normalization"]) == {
        "moving_mean", "moving_variance",
    }  # fmt: skip
    assert float(other.optimizer.iterations) == 2
    other.set_state_tree(tree)
    assert float(other.optimizer.iterations) == 1
    for one, two in zip(model.weights, other.weights, strict=True):
        np.testing.assert_array_equal(one.numpy(), two.numpy())
    with pytest.raises(ArgumentError, match="no variable 'x'"):
        model.set_state_tree({"trainable_variables": {"x": np.ones(2)}})
    with pytest.raises(ArgumentError, match="value_format"):
        model.get_state_tree("json")


def test_steps_as_functions() -> None:
    model, other = model_of(), model_of()
    learn, judge = model.make_train_function(), model.make_test_function()
    logs = learn(iter([(X, Y)]))
    wanted = other.train_on_batch(X, Y, return_dict=True)
    np.testing.assert_allclose(float(logs["loss"]), wanted["loss"], rtol=1e-6)
    assert float(judge(iter([(X, Y)]))["mae"]) > 0
    found = model.make_predict_function()(iter([(X,)]))
    np.testing.assert_allclose(found, model.predict(X, verbose=0), rtol=1e-6)


def test_a_graph_as_a_function() -> None:
    x, y = tahr.KerasTensor((None, 2)), tahr.KerasTensor((None, 2))
    made = tahr.Function([x, y], {"sum": ops.sum(x + y, axis=-1), "twice": x * 2})
    found = made([np.ones((3, 2), "float32"), np.ones((3, 2), "float32")])
    assert np.asarray(found["sum"]).tolist() == [4.0, 4.0, 4.0]
    assert made.compute_output_shape([(5, 2), (5, 2)]) == {"sum": (5,), "twice": (5, 2)}
    assert made.inputs == [x, y] and len(made.outputs) == 2 and len(made.operations) == 3
    again = made([tahr.Input((2,)), tahr.Input((2,))])
    assert again["sum"].shape == (None,)
    with pytest.raises(ArgumentError, match="does not come from the inputs"):
        tahr.Function(x, x + y)


def test_scopes_of_keras() -> None:
    v = tahr.Variable([1.0, 2.0])
    layer = layers.ActivityRegularization(l1=1.0)
    with tahr.StatelessScope([(v, [3.0, 4.0])], collect_losses=True) as scope:
        assert v.numpy().tolist() == [3.0, 4.0]
        scope.add_update((v, [5.0, 6.0]))
        layer(np.ones((1, 2), "float32"))
    assert np.asarray(scope.get_current_value(v)).tolist() == [5.0, 6.0]
    assert scope.get_current_value(tahr.Variable(1.0)) is None
    assert [float(loss) for loss in scope.losses] == [2.0] and layer.losses == []
    assert v.numpy().tolist() == [1.0, 2.0]
    with tahr.SymbolicScope():
        v.assign([7.0, 8.0])
    assert v.numpy().tolist() == [1.0, 2.0]
    with pytest.raises(ShapeError, match="does not fit"):
        tahr.StatelessScope([(v, [1.0])])
    with pytest.raises(ArgumentError, match="pairs of a variable"):
        tahr.StatelessScope([(1, [1.0])])  # type: ignore[list-item]
