"""Callbacks that change the learning rate."""

import logging

import numpy as np
import pytest

import tahr
from tahr import callbacks
from tahr.callbacks import Callback, LearningRateScheduler, ReduceLROnPlateau
from tahr.core.errors import ArgumentError


class Says(Callback):
    """Puts figures into the logs."""

    def __init__(self, name, values):
        super().__init__()
        self.name, self.values = name, values

    def on_epoch_end(self, epoch, logs=None):
        logs[self.name] = self.values[epoch]


def rates(fit, model, values, **options):
    slower = ReduceLROnPlateau("foo", factor=0.5, **{"min_delta": 0, **options})
    fit(model, Says("foo", values), slower, epochs=len(values))
    return slower, model.history.history["learning_rate"]


def test_the_rate_falls_after_patience_and_not_in_the_cooldown(linear, fit):
    values = [1, 1, 1, 1, 1, 1, 1]
    _, found = rates(fit, linear(), values, patience=1, cooldown=2)
    np.testing.assert_allclose(found, [0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.0125], rtol=1e-6)


def test_the_rate_has_a_floor_and_rising_figures_are_watched(linear, fit):
    model = linear()
    slower, found = rates(
        fit, model, [1, 2, 3, 2, 2, 2], patience=1, mode="max", min_lr=0.04, verbose=1
    )
    np.testing.assert_allclose(found, [0.1, 0.1, 0.1, 0.1, 0.05, 0.04], rtol=1e-6)
    assert slower.best == 3
    assert float(model.optimizer.learning_rate) == pytest.approx(0.04)


def test_epsilon_is_an_older_name_of_min_delta():
    assert ReduceLROnPlateau(epsilon=0.25).watch.min_delta == 0.25
    with pytest.raises(TypeError, match="epsilon"):
        tahr.callbacks.EarlyStopping(epsilon=0.25)


def test_a_factor_that_does_not_reduce_is_refused():
    with pytest.raises(ArgumentError, match="below 1"):
        ReduceLROnPlateau(factor=1.0)


def test_arguments_that_do_nothing_are_named(caplog):
    with caplog.at_level(logging.WARNING, "tahr"):
        ReduceLROnPlateau(patients=3)
    assert "patients" in caplog.text


def test_a_missing_figure_is_named_and_the_rate_still_logged(linear, fit, caplog):
    with caplog.at_level(logging.WARNING, "tahr"):
        history = fit(linear(), ReduceLROnPlateau(), epochs=1)
    assert "val_loss" in caplog.text
    assert history.history["learning_rate"] == [pytest.approx(0.1)]


@pytest.mark.parametrize(
    "schedule",
    [
        lambda epoch: 0.5 / (epoch + 1),
        lambda epoch, rate: 0.5 / (epoch + 1),
        lambda epoch, rate: np.float32(0.5 / (epoch + 1)),
        lambda epoch, rate: tahr.ops.divide(0.5, float(epoch + 1)),
    ],
)
def test_schedules_take_one_argument_or_two(linear, fit, schedule):
    history = fit(linear(), LearningRateScheduler(schedule), epochs=2)
    np.testing.assert_allclose(history.history["learning_rate"], [0.5, 0.25], rtol=1e-6)


@pytest.mark.parametrize("given", ["fast", 1, True, None])
def test_a_schedule_gives_a_float(linear, fit, given):
    with pytest.raises(ArgumentError, match="a float"):
        fit(linear(), LearningRateScheduler(lambda epoch, rate: given))


def test_an_error_inside_a_schedule_is_not_taken_for_another_number_of_arguments(linear, fit):
    def schedule(epoch, rate):
        raise TypeError("mine")

    with pytest.raises(TypeError, match="mine"):
        fit(linear(), LearningRateScheduler(schedule))


def test_what_is_done_is_said(linear, fit, capsys):
    fit(linear(), LearningRateScheduler(lambda epoch, rate: 0.25, verbose=1), epochs=1)
    fit(linear(), ReduceLROnPlateau("loss", patience=1, min_delta=99, verbose=1), epochs=2)
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in said] == ["Epoch 1", "Epoch 2"]
    assert "0.25" in said[0] and "0.01" in said[1]


@pytest.mark.parametrize(
    "callback",
    [LearningRateScheduler(lambda e, r: r), ReduceLROnPlateau("loss", patience=1, min_delta=99)],
)
def test_a_rate_that_is_a_schedule_cannot_be_set(linear, fit, callback):
    schedule = tahr.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
    with pytest.raises(TypeError, match="schedule"):
        fit(linear(tahr.optimizers.SGD(schedule)), callback)


def _two(first, second):
    head = tahr.layers.Dense(1)
    model = tahr.Sequential([tahr.layers.Input((2,)), tahr.layers.Dense(2), head])
    model.to("jax").compile({head: first, "default": second}, "mse")
    return model


def _fitted(model, *given, epochs=3):
    x, y = np.ones((8, 2), "float32"), np.ones((8, 1), "float32")
    return model.fit(x, y, epochs=epochs, verbose=0, callbacks=[*given]).history


def test_every_optimizer_learns_more_slowly(capsys):
    optimizers = tahr.optimizers.SGD(0.1, name="sgd"), tahr.optimizers.Adam(0.02, name="adam")
    slower = callbacks.ReduceLROnPlateau(
        "loss", factor=0.5, patience=1, min_delta=1e9, min_lr=0.015, verbose=1
    )
    history = _fitted(_two(*optimizers), slower, epochs=5)
    assert history["learning_rate_sgd"] == pytest.approx([0.1, 0.1, 0.05, 0.025, 0.015])
    assert history["learning_rate_adam"] == pytest.approx([0.02, 0.02, 0.015, 0.015, 0.015])
    assert "learning rate of sgd 0.1 becomes 0.05" in capsys.readouterr().out


def test_a_schedule_is_called_with_the_rate_of_each_optimizer():
    decay = tahr.optimizers.schedules.ExponentialDecay(1.0, 1, 0.5)
    optimizers = tahr.optimizers.SGD(0.1, name="one"), tahr.optimizers.SGD(decay, name="two")
    halved = callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2, verbose=0)
    history = _fitted(_two(*optimizers), halved)
    assert history["learning_rate_one"] == pytest.approx([0.05, 0.025, 0.0125])
    assert history["learning_rate_two"] == pytest.approx([0.5, 0.25, 0.125])
    same = callbacks.LearningRateScheduler(lambda epoch: 0.25)
    history = _fitted(_two(tahr.optimizers.SGD(name="s"), tahr.optimizers.SGD(name="s")), same)
    assert history["learning_rate_s"] == history["learning_rate_s_1"] == [0.25] * 3
    with pytest.raises(TypeError, match="is a schedule"):
        _fitted(_two(tahr.optimizers.SGD(decay), tahr.optimizers.SGD(decay)), halved)


def test_the_rate_inside_a_scaled_loss_is_the_one():
    model = _two(tahr.optimizers.SGD(0.1, name="sgd"), "adam")
    model.compile(tahr.optimizers.LossScaleOptimizer(tahr.optimizers.SGD(0.5)), "mse")
    halved = callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2)
    assert _fitted(model, halved)["learning_rate"] == [0.25, 0.125, 0.0625]
