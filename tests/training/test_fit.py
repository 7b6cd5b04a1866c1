"""Training, evaluation and prediction as a user calls them."""

import io
import logging

import numpy as np
import pytest
from rich.console import Console

import tahr
from tahr import callbacks, layers, models
from tahr.core.seeds import set_random_seed
from tahr.training.callbacks.progress import ProgbarLogger

RNG = np.random.default_rng(0)
X = RNG.normal(size=(50, 4)).astype("float32")
Y = X @ RNG.normal(size=(4, 1)).astype("float32")


def linear(**options):
    set_random_seed(0)
    model = models.Sequential([layers.Input((4,)), layers.Dense(1)])
    model.compile(**{"optimizer": tahr.optimizers.SGD(0.1), "loss": "mse", **options})
    return model


def weights(model):
    return [w.copy() for w in model.get_weights()]


def test_arrays_lists_generators_and_data_sets_train_alike():
    def batches():
        for start in range(0, 50, 10):
            yield X[start : start + 10], Y[start : start + 10]

    class Data(tahr.utils.PyDataset):
        def __len__(self):
            return 5

        def __getitem__(self, i):
            return X[10 * i : 10 * i + 10], Y[10 * i : 10 * i + 10]

    results = []
    for data in ((X, Y), (X.tolist(), Y.tolist()), (batches(),), (list(batches()),), (Data(),)):
        model = linear()
        if isinstance(data[0], list) and isinstance(data[0][0], tuple):
            data = (iter(data[0]),)
        size = 10 if len(data) == 2 else None
        model.fit(*data, batch_size=size, shuffle=False, verbose=0)
        results.append(weights(model))
    for other in results[1:]:
        for a, b in zip(results[0], other, strict=True):
            np.testing.assert_array_equal(a, b)


def test_data_frames_are_data():
    pandas = pytest.importorskip("pandas")
    model = linear()
    frame = pandas.DataFrame(X, columns=list("abcd"))
    history = model.fit(frame, pandas.Series(Y[:, 0]), epochs=2, verbose=0)
    assert history.history["loss"][1] < history.history["loss"][0]


def test_one_seed_gives_the_same_run_to_the_bit():
    runs = []
    for _ in range(2):
        set_random_seed(5)
        model = models.Sequential([layers.Dense(8), layers.Dropout(0.5), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(X, Y, epochs=3, verbose=0)
        runs.append(weights(model))
    for a, b in zip(*runs, strict=True):
        np.testing.assert_array_equal(a, b)


def test_every_sample_is_seen_once_an_epoch_in_another_order():
    seen = []

    class Model(models.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(1)

        def call(self, x):
            return self.dense(x[:, None])

        def train_step(self, data):
            return {"loss": super().train_step(data)["loss"], "ids": data[0]}

    class Collect(callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            seen.append(np.asarray(logs["ids"]))

    model = Model()
    model.compile("sgd", "mse")
    model.fit(
        np.arange(50.0), np.zeros(50), epochs=2, batch_size=8, verbose=0, callbacks=[Collect()]
    )
    first, second = np.concatenate(seen[:7]), np.concatenate(seen[7:])
    assert sorted(first) == sorted(second) == list(range(50))
    assert list(first) != list(second) and list(first) != sorted(first)


def test_validation_takes_the_end_of_the_data_and_changes_nothing():
    model = linear()
    history = model.fit(X, Y, validation_split=0.2, epochs=2, verbose=0, shuffle=False)
    assert set(history.history) == {"loss", "val_loss"}
    by_hand = linear()
    by_hand.fit(X[:40], Y[:40], epochs=2, verbose=0, shuffle=False)
    for a, b in zip(weights(model), weights(by_hand), strict=True):
        np.testing.assert_array_equal(a, b)
    assert by_hand.evaluate(X[40:], Y[40:], verbose=0) == pytest.approx(
        history.history["val_loss"][-1], rel=1e-6
    )


def test_validation_frequency_and_steps():
    history = linear().fit(
        X, Y, epochs=4, verbose=0, validation_data=(X, Y), validation_freq=2, steps_per_epoch=3
    )
    assert len(history.history["loss"]) == 4 and len(history.history["val_loss"]) == 2


def test_a_weight_of_zero_is_as_if_the_sample_were_not_there():
    model, rest = linear(), linear(loss=tahr.losses.MeanSquaredError(reduction="sum"))
    keep = np.r_[np.ones(25), np.zeros(25)].astype("float32")
    model.compile(tahr.optimizers.SGD(0.01), tahr.losses.MeanSquaredError(reduction="sum"))
    rest.compile(tahr.optimizers.SGD(0.01), tahr.losses.MeanSquaredError(reduction="sum"))
    model.fit(X, Y, sample_weight=keep, batch_size=50, verbose=0, shuffle=False)
    rest.fit(X[:25], Y[:25], batch_size=25, verbose=0, shuffle=False)
    for a, b in zip(weights(model), weights(rest), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)


def test_class_weights_are_sample_weights():
    labels = (Y[:, 0] > 0).astype("int32")
    results = []
    for options in (
        {"class_weight": {0: 1.0, 1: 3.0}},
        {"sample_weight": np.where(labels == 1, 3.0, 1.0)},
    ):
        model = linear(loss=tahr.losses.BinaryCrossentropy(from_logits=True))
        model.fit(X, labels, verbose=0, shuffle=False, **options)
        results.append(weights(model))
    for a, b in zip(*results, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


def test_old_names_of_figures_and_arguments():
    model = linear(metrics=["accuracy"])
    history = model.fit(X, Y, nb_epoch=2, verbose=0, validation_split=0.2)
    assert history.history["acc"] == history.history["accuracy"]
    assert "val_acc" in history.history and len(history.history["val_acc"]) == 2


def test_early_stopping_stops_and_restores():
    model = linear(optimizer=tahr.optimizers.SGD(0.0))
    stop = callbacks.EarlyStopping("loss", patience=2, restore_best_weights=True)
    history = model.fit(X, Y, epochs=20, verbose=0, shuffle=False, callbacks=[stop])
    assert len(history.epoch) == 3 and stop.stopped_epoch == 2


def test_early_stopping_watches_what_rises():
    class Scores(callbacks.Callback):
        def __init__(self, values):
            super().__init__()
            self.values = values

        def on_epoch_end(self, epoch, logs=None):
            logs["val_accuracy"] = self.values[epoch]

    model = linear()
    stop = callbacks.EarlyStopping("val_accuracy", patience=1)
    values = [0.1, 0.2, 0.3, 0.25, 0.2, 0.9]
    history = model.fit(X, Y, epochs=6, verbose=0, callbacks=[Scores(values), stop])
    assert len(history.epoch) == 4 and stop.best == 0.3


def test_an_unknown_figure_is_named_in_the_log(caplog):
    stop = callbacks.EarlyStopping("val_lost")
    with caplog.at_level(logging.WARNING, "tahr"):
        linear().fit(X, Y, verbose=0, callbacks=[stop])
    assert "val_lost" in caplog.text and "loss" in caplog.text


@pytest.mark.parametrize("best_only", [True, False])
def test_checkpoints_are_models(tmp_path, best_only):
    path = tmp_path / "deep" / "m-{epoch:02d}-{loss:.3f}.keras"
    model = linear()
    keep = callbacks.ModelCheckpoint(path, monitor="loss", save_best_only=best_only)
    history = model.fit(X, Y, epochs=3, verbose=0, callbacks=[keep])
    saved = sorted((tmp_path / "deep").iterdir())
    assert len(saved) == 3
    assert f"{history.history['loss'][-1]:.3f}" in saved[-1].name
    again = models.load_model(saved[-1])
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))


def test_callbacks_are_called_in_order_and_may_stop():
    calls = []

    class Record(callbacks.Callback):
        def __getattribute__(self, name):
            if name.startswith("on_") and name not in ("on_batch_begin", "on_batch_end"):
                calls.append(name)
            return super().__getattribute__(name)

        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = True

    linear().fit(X, Y, epochs=5, batch_size=25, verbose=0, callbacks=[Record()])
    middle = ["on_train_batch_begin", "on_train_batch_end"] * 2
    assert calls == ["on_train_begin", "on_epoch_begin", *middle, "on_epoch_end", "on_train_end"]


def test_custom_objects_are_losses_and_metrics():
    def loss(y_true, y_pred):
        return tahr.ops.mean(tahr.ops.abs(y_true - y_pred), axis=-1)

    def worst(y_true, y_pred):
        return tahr.ops.max(tahr.ops.abs(y_true - y_pred), axis=-1)

    history = linear(loss=loss, metrics=[worst]).fit(X, Y, epochs=2, verbose=0)
    assert set(history.history) == {"loss", "worst"}


def test_running_eagerly_gives_the_same():
    runs = []
    for eagerly in (True, False):
        model = linear(run_eagerly=eagerly)
        model.fit(X, Y, verbose=0, shuffle=False)
        runs.append(weights(model))
    for a, b in zip(*runs, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-7)


def test_training_goes_on_where_it_was():
    once, twice = linear(), linear()
    once.fit(X, Y, epochs=4, verbose=0, shuffle=False)
    twice.fit(X, Y, epochs=2, verbose=0, shuffle=False)
    history = twice.fit(X, Y, epochs=4, initial_epoch=2, verbose=0, shuffle=False)
    assert history.epoch == [2, 3]
    for a, b in zip(weights(once), weights(twice), strict=True):
        np.testing.assert_array_equal(a, b)


def test_history_draws_its_curves(tmp_path):
    history = linear(metrics=["mae"]).fit(X, Y, epochs=3, verbose=0, validation_split=0.2)
    figure = history.plot(tmp_path / "curves.png")
    assert (tmp_path / "curves.png").read_bytes()[:4] == b"\x89PNG"
    assert [panel.get_title(loc="left") for panel in figure.axes] == ["loss", "mae"]
    assert [len(panel.lines) for panel in figure.axes] == [2, 2]


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_a_bar_on_a_terminal_and_a_line_an_epoch_elsewhere(terminal):
    console = Console(force_terminal=terminal, width=120, record=True, file=io.StringIO())
    linear().fit(X, Y, epochs=3, callbacks=[ProgbarLogger(console)])
    text = console.export_text()
    lines = [line for line in text.splitlines() if line.startswith("Epoch") and "loss" in line]
    assert [line[:9] for line in lines] == ["Epoch 1/3", "Epoch 2/3", "Epoch 3/3"]
    assert ("━" in text) == terminal


def test_verbose_zero_prints_nothing(capsys):
    model = linear()
    model.fit(X, Y, verbose=0)
    model.evaluate(X, Y, verbose=0)
    model.predict(X, verbose=0)
    assert capsys.readouterr() == ("", "")


def test_predict_keeps_structure_and_rows():
    x = layers.Input((4,))
    model = models.Model(x, {"a": layers.Dense(2)(x), "b": [layers.Dense(1)(x), x]})
    got = model.predict(X[:33], batch_size=8, verbose=0)
    assert got["a"].shape == (33, 2) and got["b"][0].shape == (33, 1)
    np.testing.assert_array_equal(got["b"][1], X[:33])
    assert model.predict_on_batch(X)["a"].shape == (50, 2)
