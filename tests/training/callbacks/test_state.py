"""Callbacks go on, in another process, as if training had never stopped."""

import csv
import json

import numpy as np
import pytest
from hypothesis import given, strategies as st

import tahr
from tahr.callbacks import (
    Callback,
    CallbackList,
    CSVLogger,
    EarlyStopping,
    History,
    LambdaCallback,
    ModelCheckpoint,
    ProgbarLogger,
    ReduceLROnPlateau,
    SwapEMAWeights,
    TensorBoard,
)  # fmt: skip
from tahr.training.callbacks.state import packed, unpacked

VALUES = [3.0, 2.0, 2.5, 2.4, 1.0, 2.0, 2.0, 2.0]


def written(state):
    """Returns a state as it comes back from a file: JSON, and arrays beside it."""
    arrays = []

    def aside(value):
        arrays.append(np.asarray(value))
        return {"array": len(arrays) - 1}

    def back(found):
        return arrays[found["array"]] if set(found) == {"array"} else found

    return json.loads(json.dumps(state, default=aside), object_hook=back)


class Says(Callback):
    """Puts a figure into the logs: the next of its values."""

    def __init__(self):
        super().__init__()
        self.number = 0

    def on_epoch_end(self, epoch, logs=None):
        logs["foo"] = VALUES[self.number]
        self.number += 1


class Stops(Callback):
    """Is an interruption at the end of an epoch, and keeps the states of callbacks before it."""

    def __init__(self, epoch, callbacks):
        super().__init__()
        self.epoch, self.callbacks, self.states = epoch, callbacks, []

    def on_epoch_end(self, epoch, logs=None):
        if epoch == self.epoch:
            self.states = [written(callback.get_state()) for callback in self.callbacks]
            raise KeyboardInterrupt


class Resumes(Callback):
    """Puts states back once all callbacks have been told that training begins."""

    def __init__(self, callbacks, states):
        super().__init__()
        self.pairs = list(zip(callbacks, states, strict=True))

    def on_train_begin(self, logs=None):
        for callback, state in self.pairs:
            callback.set_state(state)


def interrupted(make, model, fit, cut, epochs):
    """Trains up to an interruption, and on from there with new callbacks."""
    first, again = make(), make()
    stop = Stops(cut - 1, first)
    with pytest.raises(KeyboardInterrupt):
        fit(model, *first, stop, epochs=epochs)
    fit(model, *again, Resumes(again, stop.states), epochs=epochs, initial_epoch=cut)
    return again


def both_ways(make, linear, fit, cut, epochs=8):
    """Trains at once, and with an interruption; gives callbacks and model of each."""
    whole, parts = linear(), linear()
    once = [Says(), *make(0), History()]
    fit(whole, *once, epochs=epochs)
    twice = interrupted(lambda: [Says(), *make(1), History()], parts, fit, cut, epochs)
    assert once[-1].epoch == twice[-1].epoch
    assert once[-1].history == twice[-1].history
    return once, whole, twice, parts


@pytest.mark.parametrize("cut", [1, 3, 6])
def test_early_stopping_goes_on(linear, fit, cut):
    def make(_):
        return [EarlyStopping("foo", patience=3, restore_best_weights=True)]

    once, a, twice, b = both_ways(make, linear, fit, cut)
    for name in ("wait", "best", "best_epoch", "stopped_epoch"):
        assert getattr(once[1], name) == getattr(twice[1], name)
    assert once[1].best_epoch == 4
    for mine, other in zip(a.get_weights(), b.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, other)


@pytest.mark.parametrize("cut", [2, 3, 4])
def test_the_learning_rate_falls_at_the_same_epochs(linear, fit, cut):
    def make(_):
        return [ReduceLROnPlateau("foo", 0.5, patience=1, cooldown=1)]

    once, *_ = both_ways(make, linear, fit, cut)
    assert len(set(once[-1].history["learning_rate"])) > 2


@pytest.mark.parametrize("options", [{"save_best_only": True}, {"period": 3}, {"save_freq": 6}])
def test_the_same_checkpoints_are_written(tmp_path, linear, fit, options):
    def make(number):
        file = tmp_path / str(number) / "{epoch}.weights.h5"
        return [ModelCheckpoint(file, "foo", save_weights_only=True, **options)]

    both_ways(make, linear, fit, 2)
    files = [sorted(p.name for p in (tmp_path / n).iterdir()) for n in "01"]
    assert files[0] == files[1] and 1 < len(files[0]) < 8


def test_rows_of_epochs_that_are_run_again_are_replaced(tmp_path, linear, fit):
    path = tmp_path / "log.csv"
    fit(linear(), CSVLogger(path), epochs=4)
    whole = path.read_text()

    class Dies(Callback):
        def on_train_begin(self, logs=None):
            if path.read_text().count("\n") == 3:
                with path.open("a") as file:
                    file.write("2,0.0,NA\n3,0.")

    interrupted(lambda: [CSVLogger(path), Dies()], linear(), fit, cut=2, epochs=4)
    assert path.read_text() == whole
    assert [row[0] for row in csv.reader(whole.splitlines())] == ["epoch", "0", "1", "2", "3"]


def test_the_weights_under_training_come_back_from_behind_the_averages(linear, fit):
    def optimizer():
        return tahr.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.5)

    whole, parts = linear(optimizer()), linear(optimizer())
    fit(whole, SwapEMAWeights(swap_on_epoch=True), epochs=4)
    interrupted(lambda: [SwapEMAWeights(swap_on_epoch=True)], parts, fit, cut=2, epochs=4)
    np.testing.assert_array_equal(parts.get_weights()[0], whole.get_weights()[0])


def test_steps_go_on_counting(tmp_path):
    first, again = TensorBoard(tmp_path), TensorBoard(tmp_path)
    for batch in range(3):
        first.on_train_batch_begin(batch)
    again.on_train_begin()
    again.set_state(written(first.get_state()))
    assert again.get_state() == first.get_state()


def test_users_callbacks_go_on_by_themselves():
    class Mine(Callback):
        def __init__(self):
            self.losses, self.best, self.at = [], None, (0, 0)
            self.by_class = {}
            self.moving = np.zeros(2)
            self.file = open

        def step(self):
            self.losses.append(0.5)
            self.best, self.at = np.float32(0.25), (1, 2)
            self.by_class[3] = {"a": float("inf")}
            self.moving += 1

    first, again = Mine(), Mine()
    first.step()
    state = written(first.get_state())
    first.step()
    again.set_state(state)
    assert (again.losses, again.best, again.at) == ([0.5], 0.25, (1, 2))
    assert again.by_class == {3: {"a": float("inf")}}
    assert again.moving.tolist() == [1, 1] and again.file is open


def test_subclasses_keep_their_own_counters_and_new_settings():
    class Mine(EarlyStopping):
        count = 0

        def on_epoch_end(self, epoch, logs=None):
            self.count += 1
            super().on_epoch_end(epoch, logs)

    first, again = Mine("loss", patience=2), Mine("loss", patience=5)
    first.on_train_begin()
    first.on_epoch_end(0, {"loss": 1.0})
    again.set_state(first.get_state())
    assert (again.count, again.best, again.patience) == (1, 1.0, 5)


def test_a_list_keeps_its_callbacks_apart():
    lists = [CallbackList([EarlyStopping("a"), History(), EarlyStopping("b")]) for _ in range(2)]
    lists[0].callbacks[2].wait = 7
    lists[1].set_state(written(lists[0].get_state()))
    assert [getattr(c, "wait", None) for c in lists[1].callbacks] == [0, None, 7]


def test_old_names_of_figures_are_understood_after_resuming(linear, fit):
    history = fit(linear(metrics=["accuracy"]))
    again = History()
    again.set_state(written(history.get_state()))
    assert again.history["acc"] == history.history["accuracy"]


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text() | st.integers() | st.tuples(st.integers()), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_plain_data_survives_json(value):
    assert unpacked(json.loads(json.dumps(packed(value)))) == value


def test_which_callbacks_need_every_batch(tmp_path):
    class Epochs(Callback):
        def on_epoch_end(self, epoch, logs=None):
            pass

    class Old(Callback):
        def on_batch_end(self, batch, logs=None):
            pass

    class New(Callback):
        def on_train_batch_begin(self, batch, logs=None):
            pass

    class Mine(ModelCheckpoint):
        def on_train_batch_end(self, batch, logs=None):
            super().on_train_batch_end(batch, logs)

    rarely = [
        Callback(), Epochs(), History(), ProgbarLogger(), EarlyStopping(), ReduceLROnPlateau(),
        CSVLogger("x"), SwapEMAWeights(), LambdaCallback(on_epoch_end=print),
        ModelCheckpoint("x.keras"), TensorBoard(tmp_path),
    ]  # fmt: skip
    often = [
        Old(), New(), Mine("x.keras"), tahr.callbacks.TerminateOnNaN(),
        LambdaCallback(on_train_batch_end=print), LambdaCallback(on_batch_end=print),
        ModelCheckpoint("x.keras", save_freq=5), TensorBoard(tmp_path, update_freq="batch"),
        TensorBoard(tmp_path, profile_batch=3),
    ]  # fmt: skip
    assert not any(callback.needs_every_batch for callback in rarely)
    assert all(callback.needs_every_batch for callback in often)
    assert not any(callback.watches("test") for callback in [*rarely, *often])
    assert CallbackList([LambdaCallback(on_test_batch_end=print)]).watches("test")
    assert not CallbackList(rarely).needs_every_batch
    assert CallbackList([*rarely, often[0]]).needs_every_batch


@pytest.mark.parametrize("kind", ["train", "test"])
def test_functions_for_batches_see_every_batch_of_a_long_run(kind, linear, fit, data):
    seen = []
    watch = LambdaCallback(**{f"on_{kind}_batch_end": lambda batch, logs: seen.append(batch)})
    fit(linear(), watch, epochs=10, batch_size=1, validation_data=data, validation_batch_size=1)
    assert len(seen) == 10 * 40
