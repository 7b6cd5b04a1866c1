"""Devices: where a block or a model computes."""

from pathlib import Path

import pytest

import tahr
from tahr.core.choosing import device_named
from tahr.core.errors import EngineError
from tests.processes import run

TWO = "--xla_force_host_platform_device_count=2"


def test_names() -> None:
    assert [device_named(n) for n in ("GPU", "cuda:1", "/GPU:0", "CPU:0", "/device:GPU:2")] == [
        "gpu:0", "gpu:1", "gpu:0", "cpu", "gpu:2",
    ]  # fmt: skip


def test_each_engine_lists_the_cpu() -> None:
    assert "cpu" in tahr.devices()
    assert tahr.devices("numpy") == ["cpu"]


@pytest.mark.parametrize("engine", ["numpy", "jax"])
def test_a_device_that_is_not_there(engine: str) -> None:
    with (
        tahr.engine(engine),
        pytest.raises(EngineError, match=r"tpu:7(.|\n)*cpu"),
        tahr.device("tpu:7"),
    ):
        pass
    model = tahr.Sequential([tahr.Input((1,)), tahr.layers.Dense(1)], engine=engine)
    with pytest.raises(EngineError, match="tpu:7"):
        model.to(device="tpu:7")
    assert model.engine.name == engine


def test_a_block_on_another_device(tmp_path: Path) -> None:
    code = """
import tahr
print(tahr.devices())
with tahr.device("cpu:1"):
    x = tahr.ops.ones(2)
    with tahr.device("cpu"):
        y = tahr.ops.ones(2)
    z = tahr.ops.exp(x)
print(x.devices(), y.devices(), z.devices(), tahr.ops.ones(1).devices())
"""
    done = run(code, tmp_path, XLA_FLAGS=TWO)
    assert done.stdout.split("\n")[:2] == [
        "['cpu', 'cpu:1']",
        "{CpuDevice(id=1)} {CpuDevice(id=0)} {CpuDevice(id=1)} {CpuDevice(id=0)}",
    ], done.stderr


def test_a_model_trains_on_one_device_and_predicts_on_another(tmp_path: Path) -> None:
    code = """
import threading
import numpy as np, tahr
def made():
    tahr.utils.set_random_seed(3)
    model = tahr.Sequential([tahr.Input((4,)), tahr.layers.Dense(8), tahr.layers.Dense(1)])
    model.compile("adam", "mse")
    return model
x = np.random.default_rng(0).normal(size=(64, 4)).astype("float32"); y = x[:, :1]
here, there = made(), made().to("cpu:1")
def train(model): model.fit(x, y, epochs=3, shuffle=False, verbose=0)
threads = [threading.Thread(target=train, args=[m]) for m in (here, there)]
[t.start() for t in threads]; [t.join() for t in threads]
def place(model): return {d.id for v in model.variables for d in v.value.devices()}
print(place(here), place(there))
print(np.array_equal(here.predict(x, verbose=0), there.predict(x, verbose=0)))
there.to("cpu"); there.predict(x, verbose=0); print(place(there))
with tahr.device("cpu:1"):
    here.predict(x, verbose=0); print(place(here))
train(here); train(there)
print(np.array_equal(here.predict(x, verbose=0), there.predict(x, verbose=0)))
"""
    done = run(code, tmp_path, XLA_FLAGS=TWO)
    assert done.stdout.split("\n") == [
        "{0} {1}", "True", "{0}", "{1}", "True", "",
    ], done.stdout + done.stderr  # fmt: skip
