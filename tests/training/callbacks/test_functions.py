"""LambdaCallback, TerminateOnNaN, RemoteMonitor, SwapEMAWeights and old arguments."""

import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import numpy as np
import pytest

import tahr
from tahr.callbacks import (
    Callback,
    LambdaCallback,
    ModelCheckpoint,
    RemoteMonitor,
    SwapEMAWeights,
    TerminateOnNaN,
)  # fmt: skip
from tahr.core.errors import ArgumentError, LossError


def test_functions_are_called_in_their_places(linear, fit):
    calls = []
    names = ("on_train_begin", "on_train_end", "on_test_begin", "on_test_end")
    numbered = ("on_epoch_begin", "on_epoch_end", "on_train_batch_begin", "on_train_batch_end")
    functions = {name: lambda logs, name=name: calls.append(name) for name in names}
    functions |= {name: lambda n, logs, name=name: calls.append((name, n)) for name in numbered}
    callback = LambdaCallback(**functions)
    fit(linear(), callback, epochs=1, batch_size=40, validation_split=0.5)
    assert callback.needs_every_batch
    assert calls == [
        "on_train_begin", ("on_epoch_begin", 0), ("on_train_batch_begin", 0),
        ("on_train_batch_end", 0), "on_test_begin", "on_test_end", ("on_epoch_end", 0),
        "on_train_end",
    ]  # fmt: skip


def test_a_function_nothing_calls_is_named(caplog):
    with caplog.at_level(logging.WARNING, "tahr"):
        LambdaCallback(on_epoch_stop=print)
    assert "on_epoch_stop" in caplog.text


@pytest.mark.parametrize("bad", [np.inf, np.nan])
def test_a_loss_that_is_no_number_ends_training(linear, fit, caplog, bad):
    def loss(y_true, y_pred):
        return tahr.ops.mean(y_pred) * 0 + bad

    model = linear()
    model.compile("sgd", loss)
    ended = []
    with caplog.at_level(logging.WARNING, "tahr"):
        fit(model, TerminateOnNaN(), LambdaCallback(on_train_end=ended.append, on_train_batch_end=
            lambda batch, logs: ended.append(batch)))  # fmt: skip
    assert ended[0] == 0 and len(ended) == 2
    assert "batch 0" in caplog.text and str(bad) in caplog.text


def test_a_loss_that_is_no_number_may_be_an_error(linear, fit):
    def loss(y_true, y_pred):
        return tahr.ops.mean(y_pred) * 0 + np.inf

    model = linear()
    model.compile("sgd", loss)
    with pytest.raises(LossError, match="batch 0"):
        fit(model, TerminateOnNaN(raise_error=True))
    assert issubclass(LossError, RuntimeError)


@pytest.fixture
def server():
    """An HTTP server on this machine that keeps what it is told."""
    told = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told.append((self.path, dict(self.headers), body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    found = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{found.server_port}", told
    found.shutdown()
    thread.join()
    found.server_close()


@pytest.mark.parametrize("as_json", [True, False])
def test_a_server_is_told_about_epochs(server, linear, fit, as_json):
    root, told = server
    monitor = RemoteMonitor(root, path="/here", headers={"X-Run": "7"}, send_as_json=as_json)
    history = fit(linear(), monitor, epochs=2)
    assert [path for path, _, _ in told] == ["/here", "/here"]
    assert told[0][1]["X-Run"] == "7"
    texts = [body if as_json else parse_qs(body)["data"][0] for _, _, body in told]
    assert [json.loads(text) for text in texts] == [
        {"epoch": n, "loss": history.history["loss"][n]} for n in range(2)
    ]


def test_a_server_that_is_not_there_is_a_warning(linear, fit, caplog):
    with caplog.at_level(logging.WARNING, "tahr"):
        history = fit(linear(), RemoteMonitor("http://127.0.0.1:1"), epochs=2)
    assert "http://127.0.0.1:1" in caplog.text
    assert len(history.epoch) == 2


def test_only_http_is_spoken():
    with pytest.raises(ArgumentError, match="HTTP"):
        RemoteMonitor("file:///etc")


class Sees(Callback):
    """Keeps the weights at the end of each epoch and at the beginning of the next."""

    def __init__(self):
        super().__init__()
        self.ends, self.begins = [], []

    def on_epoch_end(self, epoch, logs=None):
        self.ends.append(self.model.get_weights()[0])

    def on_epoch_begin(self, epoch, logs=None):
        self.begins.append(self.model.get_weights()[0])


@pytest.mark.parametrize("wrapped", [False, True])
def test_averages_stand_in_for_evaluation_only(linear, fit, data, wrapped):
    def optimizer():
        inner = tahr.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.9)
        return tahr.optimizers.LossScaleOptimizer(inner, initial_scale=1.0) if wrapped else inner

    plain, swapped, kept = linear(optimizer()), linear(optimizer()), linear(optimizer())
    seen, after = Sees(), Sees()
    without = fit(plain, seen)
    history = fit(swapped, SwapEMAWeights(), after, validation_data=data)
    np.testing.assert_allclose(history.history["loss"], without.history["loss"], rtol=1e-6)
    for a, b in zip(seen.ends, after.ends, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)
    saved = Sees()
    fit(kept, SwapEMAWeights(swap_on_epoch=True), saved, validation_data=data)
    np.testing.assert_allclose(saved.begins, seen.begins, rtol=1e-6)
    assert np.abs(np.subtract(saved.ends, seen.ends)).max(axis=(1, 2)).min() > 1e-3
    assert kept.evaluate(*data, verbose=0) == pytest.approx(
        history.history["val_loss"][-1], rel=1e-6
    )


def test_training_goes_on_after_averages_became_the_weights(linear, fit, data):
    model = linear(tahr.optimizers.SGD(0.1, use_ema=True))
    fit(model, SwapEMAWeights(swap_on_epoch=True), validation_data=data)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    assert np.isfinite(fit(model).history["loss"]).all()


def test_averages_need_an_optimizer_that_keeps_them(linear, fit, data):
    with pytest.raises(ArgumentError, match="use_ema=True"):
        fit(linear(), SwapEMAWeights(), validation_data=data)


def test_a_model_is_saved_every_so_many_epochs(tmp_path, linear, fit):
    keep = ModelCheckpoint(tmp_path / "m{epoch}.weights.h5", save_weights_only=True, period=2)
    fit(linear(), keep, epochs=5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m2.weights.h5", "m4.weights.h5"]


def test_a_checkpoint_takes_no_other_argument():
    with pytest.raises(ArgumentError, match="periods"):
        ModelCheckpoint("m.keras", periods=2)
