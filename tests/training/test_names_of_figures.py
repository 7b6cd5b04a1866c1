"""Figures by name: none is lost, and lists hold them in the order of `metrics_names`."""

import numpy as np
import pytest

import tahr
from tahr import layers, metrics, ops
from tahr.training.callbacks.callback import Callback

X = np.arange(12, dtype="float32").reshape(4, 3) / 10
Y = np.array([[1.0], [2.0], [3.0], [4.0]], "float32")
WEIGHTS = np.array([100.0, 1.0, 1.0, 1.0], "float32")


class Range(metrics.Metric):
    """A metric of two figures."""

    def __init__(self, name="range"):
        super().__init__(name=name)
        self.largest = self.add_weight(name="largest")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.largest.assign(ops.maximum(self.largest, ops.max(y_pred)))

    def result(self):
        return {"highest": self.largest, "half": self.largest / 2}


def one():
    return tahr.Sequential([layers.Input((3,)), layers.Dense(1, kernel_initializer="zeros")])


def dense(name, value):
    return layers.Dense(1, name=name, kernel_initializer=value)


def two():
    inputs = layers.Input((3,))
    return tahr.Model(inputs, [dense("a", "ones")(inputs), dense("b", "zeros")(inputs)])


def inner_twice():
    inner = two()
    inner.name = "tower"
    inputs = layers.Input((3,))
    return tahr.Model(inputs, inner(inputs))


class Pair(tahr.Model):
    def __init__(self):
        super().__init__()
        self.one, self.other = dense("one", "ones"), dense("other", "zeros")

    def call(self, x):
        return [self.one(x), self.other(x)]


EACH = [["mae"], ["mae"]]
CASES = {
    "one": (one, {"metrics": ["mae"]}, ["loss", "mae"]),
    "weighted": (
        one,
        {"metrics": ["mae"], "weighted_metrics": ["mae"]},
        ["loss", "mae", "weighted_mae"],
    ),
    "twice": (one, {"metrics": ["mae", "mae", "mse"]}, ["loss", "mae", "mse", "mae_1"]),
    "function": (one, {"metrics": [lambda y, p: p]}, ["loss", "lambda"]),
    "named as the loss": (one, {"metrics": [metrics.Mean("loss")]}, ["loss", "loss_1"]),
    "several figures": (
        one,
        {"metrics": [Range(), "accuracy"]},
        ["loss", "accuracy", "half", "highest"],
    ),
    "two": (
        two,
        {"metrics": EACH, "weighted_metrics": EACH},
        ["loss", "a_loss", "b_loss", "a_mae", "a_weighted_mae", "b_mae", "b_weighted_mae"],
    ),
    "two, one loss": (two, {"loss": ["mse", None], "metrics": [None, ["mae"]]}, ["loss", "b_mae"]),
    "inner": (
        inner_twice,
        {"metrics": EACH},
        ["loss", "tower_loss", "tower_loss_1", "tower_mae", "tower_mae_1"],
    ),
    "subclass": (
        Pair,
        {"metrics": EACH},
        ["loss", "mae", "mse_loss", "mse_loss_1", "mae_1"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_lists_and_dicts_agree_before_and_after_the_first_step(name):
    make, options, wanted = CASES[name]
    if name == "named as the loss":
        options = {"metrics": [metrics.MeanAbsoluteError(name="loss")]}
    model = make()
    model.compile(tahr.optimizers.SGD(0.0), **{"loss": "mse", **options})
    outputs = 1 if make is one else 2
    y, weight = ([Y] * outputs, [WEIGHTS] * outputs) if outputs > 1 else (Y, WEIGHTS)
    before = model.metrics_names
    found = model.evaluate(X, y, sample_weight=weight, verbose=0)
    assert model.metrics_names == wanted
    if name != "subclass":
        assert before == wanted
    by_name = model.evaluate(X, y, sample_weight=weight, verbose=0, return_dict=True)
    assert dict(zip(wanted, found, strict=True)) == by_name
    assert list(by_name) == sorted(wanted)
    history = model.fit(X, y, sample_weight=weight, verbose=0, shuffle=False).history
    assert list(history) == sorted(wanted)
    assert {k: v[0] for k, v in history.items()} == pytest.approx(by_name, rel=1e-6)
    assert model.train_on_batch(X, y, sample_weight=weight) == pytest.approx(found, rel=1e-6)


@pytest.mark.parametrize("keys", ["sg", "gs"])
@pytest.mark.parametrize("listed", [True, False])
def test_figures_of_a_dict_of_losses(keys, listed):
    inputs = layers.Input((3,))
    outputs = {"s": dense("s", "ones")(inputs), "g": dense("g", "zeros")(inputs)}
    outputs = [outputs["s"], outputs["g"]] if listed else outputs
    model = tahr.Model(inputs, outputs)
    y = [Y, Y] if listed else {"s": Y, "g": Y}
    both = {"s": "mse", "g": "mae"}
    model.compile("sgd", {key: both[key] for key in keys}, metrics={"s": ["mae"], "g": ["mse"]})
    found = model.evaluate(X, y, verbose=0)
    ones = X.sum(axis=1, keepdims=True) - Y
    errors = {"s": np.mean(ones**2), "g": Y.mean()}
    wanted = [errors["s"] + errors["g"], *(errors[key] for key in ("sg" if listed else keys))]
    figures = [np.mean(Y**2), np.abs(ones).mean()]
    assert found == pytest.approx([*wanted, *figures], rel=1e-5)
    assert model.evaluate(X, y, verbose=0, return_dict=True)["s_loss"] == pytest.approx(errors["s"])


def test_weights_count_where_they_are_to():
    model = one()
    model.compile("sgd", "mse", metrics=["mae"], weighted_metrics=["mae"])
    found = model.evaluate(X, Y, sample_weight=WEIGHTS, verbose=0, return_dict=True)
    assert found["mae"] == pytest.approx(2.5)
    assert found["weighted_mae"] == pytest.approx(109 / 103)


def test_each_output_of_an_inner_model_has_its_figure():
    model = inner_twice()
    model.compile("sgd", "mse")
    total, first, second = model.evaluate(X, [Y, Y], verbose=0)
    assert first != second
    assert total == pytest.approx(first + second)


def test_metrics_holds_the_given_ones_as_one():
    model = one()
    model.compile("sgd", "mse", metrics=["mae"], weighted_metrics=["mse"])
    for _ in range(2):
        assert [m.name for m in model.metrics] == ["loss", "compile_metrics"]
        assert model.metrics_names == ["loss", "mae", "mse"]
        model.evaluate(X, Y, verbose=0)
    given = model.metrics[1]
    assert [m.name for m in given.metrics] == ["mae", "mse"]
    assert set(given.result()) == {"mae", "mse"}


def test_two_own_metrics_of_one_name_are_two_figures():
    class Own(tahr.Model):
        def __init__(self):
            super().__init__()
            self.dense = dense("d", "ones")
            self.first, self.second = metrics.Sum("seen"), metrics.Sum("seen")

        def call(self, x):
            self.first.update_state(x)
            self.second.update_state(2 * x)
            return self.dense(x)

    model = Own()
    model.compile("sgd", "mse")
    found = model.evaluate(X, Y, verbose=0, return_dict=True)
    assert found["seen_1"] == pytest.approx(2 * found["seen"])


@pytest.mark.parametrize("engine", ["jax", "torch", "numpy"])
def test_a_variable_is_its_value(engine):
    model = one().to(engine)
    model.compile("sgd", "mse", metrics=[Range()])
    assert model.evaluate(X, Y + 1, verbose=0, return_dict=True)["highest"] == 0.0


def test_begin_hooks_get_figures_to_look_at():
    seen = []

    class Look(Callback):
        def on_train_begin(self, logs=None):
            seen.append(list(logs.keys()))

        on_test_begin = on_predict_begin = on_predict_end = on_train_begin

        def on_epoch_begin(self, number, logs=None):
            seen.append(list(logs.keys()))

        on_train_batch_begin = on_test_batch_begin = on_predict_batch_begin = on_epoch_begin

    model = one()
    model.compile("sgd", "mse")
    model.fit(X, Y, verbose=0, validation_data=(X, Y), callbacks=[Look()])
    model.predict(X, verbose=0, callbacks=[Look()])
    assert seen == [[]] * 8
