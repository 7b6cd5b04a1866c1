"""Checkpoints in the format of Orbax."""

import pickle

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.callbacks import OrbaxCheckpoint
from tahr.core import current
from tahr.core.errors import ArgumentError, SavingError
from tahr.core.seeds import set_random_seed

pytest.importorskip("orbax.checkpoint", reason="orbax-checkpoint is not installed")
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:orbax"),
]
X = np.random.default_rng(0).normal(size=(20, 4)).astype("float32")
Y = X[:, :1]
RUN = {"shuffle": False, "verbose": 0, "batch_size": 5}


def net():
    set_random_seed(1)
    inside = [layers.Dense(8, "relu"), layers.Dropout(0.3), layers.BatchNormalization()]
    model = tahr.Sequential([layers.Input((4,)), *inside, layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def same(one, other):
    pairs = zip(one.get_weights(), other.get_weights(), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("engine", [n for n in ("jax", "torch") if current.installed(n)])
@pytest.mark.parametrize("background", [True, False])
def test_a_run_goes_on_as_if_it_had_never_stopped(tmp_path, engine, background):
    whole = net().to(engine)
    whole.fit(X, Y, epochs=4, **RUN)
    first = net().to(engine)
    checkpoint = OrbaxCheckpoint(tmp_path, max_to_keep=2, save_on_background=background)
    first.fit(X, Y, epochs=2, callbacks=[checkpoint], **RUN)
    second = net().to(engine)
    begin = OrbaxCheckpoint(tmp_path).restore(second)
    assert begin == 2
    assert same(first, second)
    second.fit(X, Y, epochs=4, initial_epoch=begin, **RUN)
    assert same(whole, second)


def test_models_are_made_of_checkpoints(tmp_path):
    model = net()
    model.fit(X, Y, epochs=3, callbacks=[OrbaxCheckpoint(tmp_path, max_to_keep=2)], **RUN)
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.isdecimal()) == ["2", "3"]
    again = tahr.models.load_model(tmp_path)
    assert same(model, again)
    assert int(again.optimizer.iterations.numpy()) == 12
    other = net()
    other.load_weights(tmp_path)
    assert same(model, other)
    assert OrbaxCheckpoint(tmp_path).restore(other, step=2) == 2
    assert not same(model, other)


def test_weights_alone(tmp_path):
    model = net()
    alone = OrbaxCheckpoint(tmp_path, save_weights_only=True)
    model.fit(X, Y, epochs=1, callbacks=[alone], **RUN)
    other = net()
    other.load_weights(tmp_path)
    assert same(model, other)
    assert int(other.optimizer.iterations.numpy()) == 0
    with pytest.raises(SavingError, match="weights alone"):
        tahr.models.load_model(tmp_path)


def test_only_the_best_or_every_so_many_batches(tmp_path):
    model = net()
    best = OrbaxCheckpoint(
        tmp_path / "best", monitor="loss", mode="max", save_best_only=True, max_to_keep=None
    )
    often = OrbaxCheckpoint(tmp_path / "often", save_freq=3, max_to_keep=None)
    history = model.fit(X, Y, epochs=3, callbacks=[best, often], **RUN).history["loss"]
    kept = [i + 1 for i, loss in enumerate(history) if loss > max(history[:i], default=-1)]
    assert sorted(int(p.name) for p in (tmp_path / "best").iterdir() if p.name.isdecimal()) == kept
    steps = sorted(int(p.name) for p in (tmp_path / "often").iterdir() if p.name.isdecimal())
    assert steps == [3, 6, 9, 12]


def test_errors(tmp_path):
    with pytest.raises(SavingError, match="no checkpoint of Orbax"):
        OrbaxCheckpoint(tmp_path).restore(net())
    with pytest.raises(ArgumentError, match="max_to_keep"):
        OrbaxCheckpoint(tmp_path, max_to_keep=0)
    with pytest.raises(ArgumentError, match="directory"):
        OrbaxCheckpoint("")
    net().fit(X, Y, callbacks=[OrbaxCheckpoint(tmp_path)], **RUN)
    with pytest.raises(SavingError, match="does not fit"):
        tahr.Sequential([layers.Input((4,)), layers.Dense(3)]).load_weights(tmp_path)
    assert pickle.loads(pickle.dumps(OrbaxCheckpoint(tmp_path))).directory == str(tmp_path)
