"""Runs that are cut off, and gone on with: the numbers are those of a run that never was."""

import os
import signal
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import tahr
from tahr import callbacks, layers
from tahr.core import current
from tahr.core.errors import ArgumentError, DataError, SavingError
from tahr.training.checkpoint import file as checkpoint

ENGINES = [
    name for name in ("jax", "torch", "tensorflow", "pytensor") if name in current.can_train()
]
X = np.random.default_rng(0).normal(size=(75, 6)).astype("float32")
Y = np.random.default_rng(1).integers(0, 3, 75)
EPOCHS, STEPS = 3, 8


class CutError(Exception):
    """What stands for the end of a process."""


class CutAfter(callbacks.Callback):
    """Cuts a run off after so many batches."""

    def __init__(self, batches):
        super().__init__()
        self.left = batches

    def on_train_batch_end(self, batch, logs=None):
        self.left -= 1
        if not self.left:
            raise CutError

    def get_state(self):
        return {}


def made(engine="jax"):
    tahr.utils.set_random_seed(5)
    model = tahr.Sequential([
        layers.Input((6,)),
        layers.Dense(8, activation="relu"),
        layers.BatchNormalization(),
        layers.Dropout(0.3),
        layers.Dense(3, activation="softmax"),
    ])  # fmt: skip
    model.to(engine)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def trained(model, *further, x=X, y=Y, batch_size=10, **options):
    rates = callbacks.ReduceLROnPlateau(monitor="loss", patience=0, min_delta=1.0)
    return model.fit(
        x, y, batch_size, epochs=EPOCHS, verbose=0, validation_split=0.0,
        callbacks=[rates, *further], **options,
    )  # fmt: skip


def numbers(model, history):
    weights = [v.numpy() for v in [*model.variables, *model.optimizer.variables]]
    return weights, dict(history.history)


def same(one, other):
    assert one[1] == other[1]
    assert all(np.array_equal(a, b) for a, b in zip(one[0], other[0], strict=True))


@pytest.fixture(scope="module")
def whole():
    """What each engine gives when nothing cuts it off."""
    kept = {}

    def of(engine):
        if engine not in kept:
            model = made(engine)
            kept[engine] = numbers(model, trained(model))
        return kept[engine]

    return of


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_cut_off_twice_is_as_if_it_had_not_been(engine, whole, tmp_path):
    for batches in (5, 9):
        backup = callbacks.BackupAndRestore(tmp_path, save_freq=3, delete_checkpoint=False)
        with pytest.raises(CutError):
            trained(made(engine), backup, CutAfter(batches))
    model = made(engine)
    same(numbers(model, trained(model, checkpoint=tmp_path, resume=True)), whole(engine))


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches=st.integers(1, EPOCHS * STEPS - 1), every=st.sampled_from(["epoch", 1, 2, 5, 8]))
def test_wherever_it_is_cut_off(whole, tmp_path_factory, batches, every):
    folder = tmp_path_factory.mktemp("run")
    backup = callbacks.BackupAndRestore(folder, save_freq=every)
    with pytest.raises(CutError):
        trained(made(), backup, CutAfter(batches))
    model = made()
    same(numbers(model, trained(model, callbacks.BackupAndRestore(folder))), whole("jax"))
    assert checkpoint.found(folder) == []


class Numbered(tahr.utils.PyDataset):
    """Eight batches, of which the last has fewer samples."""

    def __len__(self):
        return STEPS

    def __getitem__(self, index):
        rows = slice(10 * index, 10 * index + 10)
        return X[rows], Y[rows]


def test_the_last_batch_is_filled_up_in_a_run_that_begins_with_it(tmp_path):
    model = made()
    plain = numbers(model, model.fit(Numbered(), verbose=0, shuffle=False))
    backup = callbacks.BackupAndRestore(tmp_path, save_freq=1, delete_checkpoint=False)
    with pytest.raises(CutError):
        cut = [backup, CutAfter(STEPS)]
        made().fit(Numbered(), verbose=0, shuffle=False, callbacks=cut)
    model = made()
    options = {"verbose": 0, "shuffle": False, "checkpoint": tmp_path, "resume": True}
    same(numbers(model, model.fit(Numbered(), **options)), plain)
    (only,) = model.compile_report.compiles
    assert only.inputs == "x (10, 6) float32, y (10,) int32, rows (10,) bool"


def test_data_sets_go_on_where_they_were(tmp_path):
    def run(*further, **options):
        model = made()
        return numbers(model, model.fit(
            Numbered(), epochs=2, verbose=0, callbacks=[*further], **options))  # fmt: skip

    plain = run()
    backup = callbacks.BackupAndRestore(tmp_path, save_freq=2, delete_checkpoint=False)
    with pytest.raises(CutError):
        run(backup, CutAfter(11))
    same(run(checkpoint=tmp_path, resume=True), plain)


def test_a_finished_run_is_not_trained_again(whole, tmp_path):
    trained(made(), checkpoint=tmp_path)
    model = made()
    same(numbers(model, trained(model, checkpoint=tmp_path, resume=True)), whole("jax"))


def test_checkpoints_are_not_overwritten_unasked(tmp_path):
    trained(made(), checkpoint=tmp_path)
    with pytest.raises(ArgumentError, match="resume=True"):
        trained(made(), checkpoint=tmp_path)
    with pytest.raises(ArgumentError, match="needs the folder"):
        trained(made(), resume=True)


def test_a_damaged_checkpoint_is_passed_over(whole, tmp_path, caplog):
    backup = callbacks.BackupAndRestore(tmp_path, save_freq=4, delete_checkpoint=False)
    with pytest.raises(CutError):
        trained(made(), backup, CutAfter(14))
    newest, before = checkpoint.found(tmp_path)
    newest.write_bytes(newest.read_bytes()[:-40])
    model = made()
    same(numbers(model, trained(model, checkpoint=tmp_path, resume=True)), whole("jax"))
    assert "is damaged" in caplog.text
    assert before.name < newest.name


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty"])
def test_where_all_are_damaged_nothing_is_guessed(tmp_path, harm):
    path = checkpoint.write(tmp_path, (0, 1), {"a": np.arange(9.0)})
    whole = path.read_bytes()
    harmed = {"cut": whole[:-1], "flipped": whole[:-1] + bytes([whole[-1] ^ 1]), "empty": b""}
    path.write_bytes(harmed[harm])
    with pytest.raises(SavingError, match="every checkpoint"):
        checkpoint.newest(tmp_path)


def test_what_a_killed_process_left_half_written_goes(tmp_path):
    cut_short = tmp_path / ".epoch-000000-batch-000000001.checkpoint.0a1b2c.part"
    cut_short.write_bytes(b"half")
    assert checkpoint.newest(tmp_path) is None
    path = checkpoint.write(tmp_path, (0, 2), {"a": 1})
    assert [*tmp_path.iterdir()] == [path]


def test_a_checkpoint_holds_any_plain_data(tmp_path):
    import ml_dtypes

    facts = {
        "half": np.ones((2, 3), ml_dtypes.bfloat16), "none": None, "nan": float("nan"),
        "list": [1, "two", np.float32(3), np.array(True)], "empty": np.zeros((0, 4), "int8"),
    }  # fmt: skip
    checkpoint.write(tmp_path, (0, 0), facts)
    found = checkpoint.newest(tmp_path).facts
    assert found["half"].dtype == facts["half"].dtype
    assert found["empty"].shape == (0, 4)
    assert np.isnan(found["nan"])
    assert found["list"][:2] == [1, "two"]
    assert found["list"][2] == 3


def test_another_model_or_other_data_is_said_so(tmp_path):
    trained(made(), checkpoint=tmp_path)
    other = tahr.Sequential([layers.Input((6,)), layers.Dense(3, activation="softmax")])
    other.compile("adam", "sparse_categorical_crossentropy")
    with pytest.raises(SavingError, match="another model"):
        other.fit(X, Y, epochs=9, verbose=0, checkpoint=tmp_path, resume=True)
    with pytest.raises(DataError, match="other data"):
        trained(made(), x=X[:50], y=Y[:50], checkpoint=tmp_path, resume=True)


def test_ctrl_c_ends_after_the_step_in_hand(whole, tmp_path, caplog):
    class Press(callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch == 4:
                os.kill(os.getpid(), signal.SIGINT)

    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        pytest.skip("this process handles Ctrl-C in its own way")
    model = made()
    history = trained(model, Press(), checkpoint=tmp_path, on_interrupt="return")
    assert history.epoch == []
    assert int(model.optimizer.iterations) == 5
    assert "interrupted in epoch 1 after batch 5" in caplog.text
    assert "resume=True" in caplog.text
    model = made()
    same(numbers(model, trained(model, checkpoint=tmp_path, resume=True)), whole("jax"))


PROGRAM = """
import os, sys
import numpy as np
import tahr
from tahr import callbacks, layers

class Kill(callbacks.Callback):
    def __init__(self, after):
        super().__init__()
        self.after = after
    def on_train_batch_end(self, batch, logs=None):
        self.after -= 1
        if not self.after:
            os.kill(os.getpid(), 9)
    def get_state(self):
        return {}

folder, engine, after, out = sys.argv[1:]
tahr.utils.set_random_seed(3)
rng = np.random.default_rng(0)
x, y = rng.normal(size=(203, 6)).astype("float32"), rng.integers(0, 3, 203)
model = tahr.Sequential([layers.Input((6,)), layers.Dense(8, activation="relu"),
                         layers.Dropout(0.3), layers.Dense(3, activation="softmax")])
model.to(engine)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
given = [callbacks.BackupAndRestore(folder, save_freq=2, delete_checkpoint=False)]
given += [Kill(int(after))] if int(after) else []
history = model.fit(x, y, epochs=3, verbose=0, callbacks=given)
np.savez(out, *model.get_weights(), figures=np.array([*history.history.values()]))
"""


def _killed(tmp_path, engine, folder, afters):
    for after in [*afters, 0]:
        out = tmp_path / f"{folder}.npz"
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / folder), engine, str(after), out]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == (-signal.SIGKILL if after else 0), done.stderr.decode()[-2000:]
    with np.load(out) as found:
        return {name: found[name] for name in found}


def _compare(one, other):
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_processes_killed_at_any_step(tmp_path):
    afters = np.random.default_rng().integers(1, 8, 3)
    killed = _killed(tmp_path, "jax", "killed", afters)
    _compare(killed, _killed(tmp_path, "jax", "whole", []))


@pytest.mark.soak
@pytest.mark.parametrize("engine", ENGINES)
def test_processes_killed_many_times(tmp_path, engine):
    afters = np.random.default_rng().integers(1, 4, 12)
    killed = _killed(tmp_path, engine, "killed", afters)
    _compare(killed, _killed(tmp_path, engine, "whole", []))
