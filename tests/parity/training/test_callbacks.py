"""Callbacks do what Keras's do, given the same figures."""

import contextlib
import csv
import io
import warnings

import keras
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import tahr

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 3)).astype("float32")
Y = RNG.normal(size=(40, 1)).astype("float32")
NUMBERS = st.integers(1, 16).map(lambda n: n / 16)
FIGURES = st.builds(
    list.__add__,
    st.lists(NUMBERS, min_size=3, max_size=3),
    st.lists(NUMBERS | st.just(float("nan")), max_size=9),
)
"""Not beginning with a NaN: Keras takes it for the best, and nothing is better ever after."""
DELTAS = st.sampled_from([0, 1 / 16, 1 / 8, 0.25])
MODES = st.sampled_from(["min", "max"])


class Stub:
    """A model that callbacks can stop, and whose weights are the number of the epoch."""

    name = "stub"

    def __init__(self, kit):
        self.optimizer = kit.optimizers.SGD(0.1)
        self.stop_training = False
        self.epoch = -1
        self.restored = None

    def get_weights(self):
        return [np.array([self.epoch])]

    def set_weights(self, weights):
        self.restored = int(weights[0][0])


def told(kit, make, figures):
    """Tells a callback of epochs until it stops; gives it, its model, and the logs."""
    model, callback = Stub(kit), make(kit.callbacks)
    callback.set_model(model)
    callback.on_train_begin()
    logs = []
    with contextlib.redirect_stdout(io.StringIO()):
        for epoch, value in enumerate(figures):
            model.epoch = epoch
            callback.on_epoch_begin(epoch)
            logs.append({"foo": value})
            callback.on_epoch_end(epoch, logs[-1])
            if model.stop_training:
                break
        callback.on_train_end()
    return callback, model, logs


@settings(max_examples=100, deadline=None)
@given(
    FIGURES,
    st.fixed_dictionaries(
        {
            "mode": MODES,
            "min_delta": DELTAS,
            "patience": st.integers(0, 3),
            "baseline": st.sampled_from([None, 0.25, 0.5]),
            "restore_best_weights": st.booleans(),
            "start_from_epoch": st.integers(0, 2),
        }
    ),
)
def test_early_stopping(figures, options):
    (mine, model, _), (theirs, other, _) = (
        told(kit, lambda c: c.EarlyStopping("foo", **options), figures) for kit in (tahr, keras)
    )
    assert model.epoch == other.epoch and model.restored == other.restored
    for name in ("wait", "stopped_epoch", "best_epoch"):
        assert getattr(mine, name) == getattr(theirs, name)


@settings(max_examples=100, deadline=None)
@given(
    FIGURES,
    st.fixed_dictionaries(
        {
            "mode": MODES,
            "min_delta": DELTAS,
            "patience": st.integers(0, 3),
            "factor": st.sampled_from([0.1, 0.5, 0.9]),
            "cooldown": st.integers(0, 3),
            "min_lr": st.sampled_from([0.0, 0.03, 0.1]),
        }
    ),
)
def test_reduce_lr_on_plateau(figures, options):
    (mine, _, ours), (theirs, _, wanted) = (
        told(kit, lambda c: c.ReduceLROnPlateau("foo", **options), figures) for kit in (tahr, keras)
    )
    np.testing.assert_array_equal(
        [logs["learning_rate"] for logs in ours], [logs["learning_rate"] for logs in wanted]
    )
    assert (mine.wait, mine.cooldown_counter) == (theirs.wait, theirs.cooldown_counter)


@pytest.mark.parametrize(
    "schedule", [lambda epoch: 0.3 / (epoch + 1), lambda epoch, rate: rate * 0.7 + epoch * 0.01]
)
def test_learning_rate_scheduler(schedule):
    (_, _, ours), (_, _, wanted) = (
        told(kit, lambda c: c.LearningRateScheduler(schedule), [1.0] * 4) for kit in (tahr, keras)
    )
    assert [logs["learning_rate"] for logs in ours] == [logs["learning_rate"] for logs in wanted]


def model_of(kit, **options):
    model = kit.Sequential([kit.Input((3,)), kit.layers.Dense(1)])
    model.set_weights([np.ones((3, 1)), np.zeros(1)])
    model.compile(kit.optimizers.SGD(0.1, **options), "mse", metrics=["mae"])
    return model


@pytest.mark.parametrize("freq", [None, 1, 2])
def test_csv_logger(tmp_path, freq):
    found = []
    for kit in (tahr, keras):
        path = tmp_path / kit.__name__
        options = {} if freq is None else {"validation_data": (X, Y), "validation_freq": freq}
        rate = kit.callbacks.LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1))
        model_of(kit).fit(
            X, Y, epochs=3, shuffle=False, verbose=0, **options,
            callbacks=[rate, kit.callbacks.CSVLogger(str(path))],
        )  # fmt: skip
        with path.open(newline="") as file:
            found.append(list(csv.reader(file)))
    (head, *body), (wanted, *rows) = found
    assert head == wanted
    for row, other in zip(body, rows, strict=True):
        assert [cell == "NA" for cell in row] == [cell == "NA" for cell in other]
        pairs = [(a, b) for a, b in zip(row, other, strict=True) if a != "NA"]
        np.testing.assert_allclose(*np.array(pairs, float).T, rtol=1e-5)


@pytest.mark.parametrize("on_epoch", [True, False])
def test_swap_ema_weights(on_epoch):
    found = []
    for kit in (tahr, keras):
        seen = []
        watch = kit.callbacks.LambdaCallback(
            on_epoch_end=lambda epoch, logs, seen=seen: seen.append(model.get_weights()[0].copy())  # noqa: B023
        )
        model = model_of(kit, use_ema=True, ema_momentum=0.9)
        swap = kit.callbacks.SwapEMAWeights(swap_on_epoch=on_epoch)
        history = model.fit(
            X, Y, epochs=3, batch_size=10, shuffle=False, verbose=0, validation_data=(X, Y),
            callbacks=[swap, watch],
        ).history  # fmt: skip
        found.append((np.array(seen), history))
    (seen, history), (wanted, other) = found
    np.testing.assert_allclose(seen, wanted, rtol=1e-5)
    assert set(history) == set(other)
    for name in history:
        np.testing.assert_allclose(history[name], other[name], rtol=1e-5)


SAME = (
    "ReduceLROnPlateau", "LearningRateScheduler", "CSVLogger", "LambdaCallback", "TerminateOnNaN",
    "SwapEMAWeights", "RemoteMonitor", "TensorBoard", "EarlyStopping", "ModelCheckpoint",
)  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_arguments_and_defaults(name):
    import inspect

    found = []
    for kit in (tahr, keras):
        parameters = inspect.signature(getattr(kit.callbacks, name)).parameters.values()
        found.append([(p.name, p.default) for p in parameters if p.kind is not p.VAR_KEYWORD])
    assert found[0][: len(found[1])] == found[1]


def test_tags_for_tensorboard(tmp_path):
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    found = []
    for kit in (tahr, keras):
        board = kit.callbacks.TensorBoard(
            str(tmp_path / kit.__name__), histogram_freq=2, write_images=True, update_freq=2,
            write_graph=False, write_steps_per_second=True,
        )  # fmt: skip
        model = model_of(kit)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(
                X, Y, epochs=2, batch_size=10, verbose=0, validation_data=(X, Y), callbacks=[board]
            )
        for folder in ("train", "validation"):
            events = EventAccumulator(str(tmp_path / kit.__name__ / folder)).Reload()
            tags = {
                tag.replace(f"{model.name}/{model.layers[0].name}/", ""):
                    [event.step for event in events.Tensors(tag)]
                for tag in events.Tags()["tensors"]
            }  # fmt: skip
            found.append(tags)
    assert found[:2] == found[2:]
