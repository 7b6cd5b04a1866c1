"""Ctrl-C and SIGTERM: a checkpoint is written, and nothing behind `fit` takes it for finished."""

import os
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest
from rich.console import Console

import tahr
from tahr import callbacks, layers
from tahr.core.errors import ArgumentError
from tahr.training.checkpoint import file as checkpoint
from tahr.training.loop.interrupts import USUAL, Interrupt

X, Y = np.ones((40, 3), "float32"), np.ones((40, 1), "float32")
mine = pytest.mark.skipif(
    os.name != "posix" or any(signal.getsignal(n) != usual for n, usual in USUAL.items()),
    reason="this process handles Ctrl-C or SIGTERM in its own way",
)


class Press(callbacks.Callback):
    """Presses Ctrl-C where it is told to."""

    def __init__(self, hook="on_train_batch_end", number=2):
        super().__init__()
        self.seen = []
        setattr(self, hook, self.press)
        self.number = number

    def press(self, number=None, logs=None):
        self.seen.append(number)
        if number in (None, self.number):
            os.kill(os.getpid(), signal.SIGINT)


def made():
    model = tahr.Sequential([layers.Input((3,)), layers.Dense(1)])
    model.to("jax").compile("adam", "mse")
    return model


@mine
@pytest.mark.parametrize("folder", [True, False])
def test_ctrl_c_is_raised_once_the_checkpoint_is_there(tmp_path, folder, caplog):
    model = made()
    where = {"checkpoint": tmp_path} if folder else {}
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, Y, 10, epochs=3, verbose=0, callbacks=[Press()], **where)
    assert int(model.optimizer.iterations) == 3
    assert "interrupted in epoch 1 after batch 3" in caplog.text
    assert len(checkpoint.found(tmp_path)) == int(folder)
    assert all(signal.getsignal(number) == usual for number, usual in USUAL.items())
    if folder:
        history = made().fit(X, Y, 10, epochs=3, verbose=0, resume=True, **where)
        assert history.epoch == [0, 1, 2]


@mine
def test_a_notebook_may_have_the_history(tmp_path):
    history = made().fit(
        X, Y, 10, epochs=3, verbose=0, callbacks=[Press("on_epoch_end", 0)],
        on_interrupt="return", checkpoint=tmp_path,
    )  # fmt: skip
    assert history.epoch == [0]
    assert made().fit(X, Y, 10, epochs=3, verbose=0, checkpoint=tmp_path, resume=True).epoch == [
        0, 1, 2,
    ]  # fmt: skip
    with pytest.raises(ArgumentError, match="'raise' or 'return'"):
        made().fit(X, Y, on_interrupt="stop")


@mine
def test_after_the_last_epoch_training_is_done_and_ctrl_c_still_raised(tmp_path):
    backup = callbacks.BackupAndRestore(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        made().fit(X, Y, 10, epochs=1, verbose=0, callbacks=[Press("on_epoch_end", 0), backup])
    assert checkpoint.found(tmp_path) == []


@mine
def test_the_second_ctrl_c_ends_at_once():
    class Twice(callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            pytest.fail("it went on")

    with pytest.raises(KeyboardInterrupt):
        made().fit(X, Y, 10, verbose=0, callbacks=[Twice()], on_interrupt="return")


@mine
@pytest.mark.parametrize("kind", ["evaluate", "predict"])
def test_evaluate_and_predict_are_interrupted_at_once(kind):
    press = Press("on_test_batch_end" if kind == "evaluate" else "on_predict_batch_end", 1)
    given = (X, Y) if kind == "evaluate" else (X,)
    with pytest.raises(KeyboardInterrupt):
        getattr(made(), kind)(*given, batch_size=10, verbose=0, callbacks=[press])
    assert press.seen[-1] <= 1


@mine
@pytest.mark.parametrize("kind", ["fit", "evaluate", "predict"])
def test_no_bar_stays_on_the_screen(kind, tmp_path):
    hook = {"fit": "train", "evaluate": "test", "predict": "predict"}[kind]
    with (tmp_path / "screen").open("w+") as file:
        shown = callbacks.ProgbarLogger(Console(file=file, force_terminal=True, width=80))
        given = (X,) if kind == "predict" else (X, Y)
        with pytest.raises(KeyboardInterrupt):
            getattr(made(), kind)(
                *given, batch_size=10, verbose=1,
                callbacks=[shown, Press(f"on_{hook}_batch_end", 1)],
            )  # fmt: skip
        file.seek(0)
        text = file.read()
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h") == 1
    assert shown._bar is None


def test_other_threads_are_left_alone():
    found = []

    def run():
        with Interrupt() as interrupt:
            found.append((interrupt.asked, signal.getsignal(signal.SIGINT)))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [(False, before)]


PROGRAM = """
import os, signal, sys
import numpy as np
import tahr
from tahr import callbacks, layers

class Stop(callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if batch == 4 and sys.argv[2] != "none":
            os.kill(os.getpid(), getattr(signal, sys.argv[2]))
    def get_state(self):
        return {}

class Data(tahr.utils.PyDataset):
    def __len__(self):
        return 8
    def __getitem__(self, index):
        return np.ones((4, 3), "float32") * index, np.ones((4, 1), "float32")

if __name__ == "__main__":
    tahr.utils.set_random_seed(1)
    model = tahr.Sequential([layers.Input((3,)), layers.Dense(1)]).to("jax")
    model.compile("adam", "mse")
    data = Data(workers=2, use_multiprocessing=sys.argv[2] == "SIGTERM")
    model.fit(data, epochs=2, verbose=0, checkpoint=sys.argv[1], resume=True, callbacks=[Stop()])
    print("trained", float(model.get_weights()[0].sum()))
"""


def started(path, folder, name, module=()):
    command = [sys.executable, *module, path, folder, name]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)


@pytest.mark.skipif(os.name != "posix", reason="signals are Unix's")
def test_a_process_that_is_asked_to_end_ends_so_and_can_go_on(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    whole = started(program, tmp_path / "whole", "none")
    assert whole.stdout.startswith("trained"), whole.stderr
    done = started(program, tmp_path / "run", "SIGTERM")
    assert (done.returncode, done.stdout) == (-signal.SIGTERM, "")
    assert "interrupted in epoch 1 after batch 5" in done.stderr
    assert [p.name for p in checkpoint.found(tmp_path / "run")] == [
        "epoch-000000-batch-000000005.checkpoint"
    ]
    done = started(program, tmp_path / "run", "SIGINT", ("-m", "tahr", "run"))
    assert (done.returncode, done.stdout) == (-signal.SIGINT, "")
    assert done.stderr.rstrip().endswith("KeyboardInterrupt")
    assert started(program, tmp_path / "run", "none").stdout == whole.stdout
