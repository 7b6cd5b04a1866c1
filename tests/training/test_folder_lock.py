"""One run at a time keeps its checkpoints in a folder, and a dead one blocks nobody."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import tahr
from tahr import callbacks, layers
from tahr.core.errors import SavingError
from tahr.training.checkpoint import file as checkpoint, folder_lock
from tahr.training.checkpoint.folder_lock import NAME, FolderLock

X, Y = np.ones((40, 3), "float32"), np.ones((40, 1), "float32")


def made(optimizer="adam", loss="mse"):
    model = tahr.Sequential([layers.Input((3,)), layers.Dense(1)])
    model.to("jax").compile(optimizer, loss)
    return model


def test_a_lock_says_who_holds_it_and_goes_with_its_folder(tmp_path):
    place = tmp_path / "deep" / "run"
    with FolderLock(place):
        with (
            pytest.raises(SavingError, match="another fit in this process"),
            FolderLock(place),
        ):
            pytest.fail("it was taken twice")
        assert json.loads((place / NAME).read_text())["pid"] == os.getpid()
    assert not place.exists()
    with FolderLock(tmp_path):
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["deep"]


def test_threads_and_callbacks_are_refused_while_a_run_is_under_way(tmp_path):
    refused = []

    class Second(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            thread = threading.Thread(target=self.other)
            thread.start()
            thread.join()

        def other(self):
            with pytest.raises(SavingError) as caught:
                made().fit(X, Y, verbose=0, callbacks=[callbacks.BackupAndRestore(tmp_path)])
            refused.append(str(caught.value))

    made().fit(X, Y, verbose=0, checkpoint=tmp_path, callbacks=[Second()])
    assert "another run keeps its checkpoints" in refused[0]
    assert "choose another folder" in refused[0]
    assert [p.suffix for p in tmp_path.iterdir()] == [".checkpoint"]


class StopError(Exception):
    """What a program may fail with."""


def test_a_run_that_fails_leaves_no_lock(tmp_path):
    class Fail(callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            raise StopError

    for _ in range(2):
        with pytest.raises(StopError):
            made().fit(X, Y, verbose=0, checkpoint=tmp_path / "run", callbacks=[Fail()])
        assert not (tmp_path / "run").exists()


HOLD = """
import sys, time
from tahr.training.checkpoint.folder_lock import FolderLock
with FolderLock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(100)
"""


def holder(folder):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, folder], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="other systems wait for a beat")
def test_another_process_is_named_and_a_killed_one_is_not_waited_for(tmp_path):
    with holder(tmp_path) as process:
        try:
            with (
                pytest.raises(SavingError, match=f"process {process.pid} on "),
                FolderLock(tmp_path),
            ):
                pytest.fail("it was taken twice")
        finally:
            process.send_signal(signal.SIGKILL)
        until = time.monotonic() + 60
        while folder_lock._started(process.pid) and time.monotonic() < until:
            time.sleep(0.01)
        begun = time.monotonic()
        with FolderLock(tmp_path):
            assert time.monotonic() - begun < 2
    assert [*tmp_path.iterdir()] == []


def test_a_holder_elsewhere_lives_as_long_as_it_beats(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_lock, "BEAT", 0.05)
    monkeypatch.setattr(folder_lock, "SILENCE", 1.0)
    mine = folder_lock._identity()
    monkeypatch.setattr(folder_lock, "_identity", lambda: {**mine, "machine": "x", "host": "far"})
    with FolderLock(tmp_path):
        monkeypatch.setattr(folder_lock, "_identity", lambda: mine)
        with pytest.raises(SavingError, match="on far, since"), FolderLock(tmp_path):
            pytest.fail("it was taken twice")
    left = {"host": "far", "machine": "x", "pid": 1, "start": "2", "since": "then"}
    (tmp_path / NAME).write_text(json.dumps(left))
    with FolderLock(tmp_path) as lock:
        lock.check()
        (tmp_path / NAME).write_text(json.dumps(left))
        with pytest.raises(SavingError, match="another run"):
            lock.check()
    assert json.loads((tmp_path / NAME).read_text()) == left


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"pid": "x"}'])
def test_a_lock_that_says_nothing_is_taken_over(tmp_path, monkeypatch, text):
    monkeypatch.setattr(folder_lock, "BEAT", 0.02)
    monkeypatch.setattr(folder_lock, "SILENCE", 0.1)
    (tmp_path / NAME).write_text(text)
    with FolderLock(tmp_path):
        assert json.loads((tmp_path / NAME).read_text())["pid"] == os.getpid()


def test_many_threads_take_a_stale_lock_once_at_a_time(tmp_path):
    stale = {**folder_lock._identity(), "pid": 2**22 + 1, "start": "1"}
    (tmp_path / NAME).write_text(json.dumps(stale))
    inside, most, taken = [0], [0], [0]

    def take():
        for _ in range(20):
            try:
                with FolderLock(tmp_path):
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                    taken[0] += 1
                    time.sleep(0.001)
                    inside[0] -= 1
            except SavingError:
                pass

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 1
    assert taken[0] > 0


def test_a_folder_that_cannot_be_written_is_one_error(tmp_path):
    (tmp_path / "file").write_text("here")
    with pytest.raises(SavingError, match="no checkpoints can be kept"):
        made().fit(X, Y, verbose=0, checkpoint=tmp_path / "file" / "run")


OTHERS = [
    ({"optimizer": "adamax"}, "another optimizer", "Adam", "Adamax"),
    ({"optimizer": "adamw"}, "another optimizer", "Adam", "AdamW"),
    ({"loss": "mae"}, "another loss", "mean_squared_error", "mean_absolute_error"),
]


@pytest.mark.parametrize(("other", "what", "before", "now"), OTHERS)
def test_another_optimizer_or_loss_is_refused_by_name(tmp_path, other, what, before, now):
    made().fit(X, Y, verbose=0, checkpoint=tmp_path)
    model = made(**other)
    weights = [w.numpy() for w in model.weights]
    with pytest.raises(SavingError, match=what) as caught:
        model.fit(X, Y, epochs=2, verbose=0, checkpoint=tmp_path, resume=True)
    assert (caught.value.expected, caught.value.got) == (before, now)
    assert all(np.array_equal(a, w.numpy()) for a, w in zip(weights, model.weights, strict=True))
    same = made("adam", tahr.losses.MeanSquaredError())
    assert same.fit(X, Y, epochs=2, verbose=0, checkpoint=tmp_path, resume=True).epoch == [0, 1]


def test_settings_of_a_loss_count(tmp_path):
    made(loss=tahr.losses.Huber(1.0)).fit(X, Y, verbose=0, checkpoint=tmp_path)
    with pytest.raises(SavingError, match="another loss"):
        made(loss=tahr.losses.Huber(2.0)).fit(
            X, Y, epochs=2, verbose=0, checkpoint=tmp_path, resume=True
        )


def test_other_data_of_the_same_shape_is_said_so(tmp_path, caplog):
    made().fit(X, Y, verbose=0, checkpoint=tmp_path)
    made().fit(X, Y, epochs=2, verbose=0, checkpoint=tmp_path, resume=True)
    assert "the data are not those" not in caplog.text
    made().fit(X, Y * 2, epochs=3, verbose=0, checkpoint=tmp_path, resume=True)
    assert "the data are not those" in caplog.text
    assert len(checkpoint.found(tmp_path)) == 2
