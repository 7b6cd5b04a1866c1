"""Engines loaded in any order in one process leave one another, and the process, as they were."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests import processes
from tests.contract.conftest import INSTALLED

HEAVY = [e for e in INSTALLED if e != "numpy"]

PROGRAM = """
import json, random
import numpy as np

random.seed(3)
np.random.seed(3)
from tahr.core import current

def process():
    kept = np.random.get_state()
    return {
        "python": hash(random.getstate()), "numpy": [int(kept[1].sum()), int(kept[2])],
        "errors": np.geterr(),
    }

def jax():
    import jax
    return {"x64": jax.config.jax_enable_x64, "dtype": str(jax.numpy.zeros(1).dtype),
            "device": str(jax.devices()[0]), "debug": jax.config.jax_debug_nans,
            "matmul": str(jax.config.jax_default_matmul_precision)}

def torch():
    import torch
    return {"dtype": str(torch.get_default_dtype()), "threads": torch.get_num_threads(),
            "between": torch.get_num_interop_threads(), "device": str(torch.get_default_device()),
            "seed": torch.initial_seed(), "grad": torch.is_grad_enabled(),
            "deterministic": torch.are_deterministic_algorithms_enabled()}

def tensorflow():
    import tensorflow as tf
    from tensorflow.python.framework import random_seed
    threading = tf.config.threading
    return {"dtype": tf.constant(1.5).dtype.name, "whole": tf.constant(1).dtype.name,
            "threads": threading.get_intra_op_parallelism_threads(),
            "between": threading.get_inter_op_parallelism_threads(),
            "seed": random_seed.get_seed(None), "eager": tf.executing_eagerly(),
            "jit": tf.config.optimizer.get_jit()}

def pytensor():
    import pytensor
    c = pytensor.config
    return {"floatX": c.floatX, "mode": str(c.mode), "cast": c.cast_policy,
            "linker": str(c.linker), "optimizer": str(c.optimizer)}

def computed(name):
    engine = current.load(name)
    def loss(values):
        x, y = values
        total = engine.sum(engine.tanh(engine.matmul(x, y)), (0, 1), False)
        return total, [engine.cast(total, "float16")]
    with current.using(engine):
        x = engine.asarray(np.linspace(-1, 1, 6, dtype="float32").reshape(2, 3))
        y = engine.asarray(np.linspace(0, 1, 6, dtype="float32").reshape(3, 2))
        (value, _), slopes = engine.compile(lambda v: engine.value_and_grad(loss, v))([x, y])
        return [round(float(n), 4) for t in (value, *slopes)
                for n in np.ravel(engine.to_numpy(t))]

before = process()
for name in ORDER:
    current.load(name)
assert process() == before, (process(), before)
found = {name: globals()[name]() for name in ORDER}
values = {name: computed(name) for name in ORDER}
again = {name: globals()[name]() for name in ORDER}
assert process() == before, (process(), before)
print(json.dumps([found, again, values]))
"""

Found = tuple[dict[str, Any], dict[str, Any], dict[str, list[float]]]


def rounds(names: list[str]) -> list[list[str]]:
    """Returns orders in which each name comes right after every other, in one or another.

    Source: Williams 1949, "Experimental designs balanced for the estimation of residual effects
    of treatments".
    """
    n = len(names)
    zigzag = [(i + 1) // 2 if i % 2 else (n - i // 2) % n for i in range(n)]
    orders = [[names[(place + shift) % n] for place in zigzag] for shift in range(n)]
    return orders + [order[::-1] for order in orders] if n % 2 else orders


def loaded(order: list[str], home: Path) -> Found | str:
    """Loads engines in a fresh process; gives what it found, or how it ended."""
    here = home / "-".join(order)
    here.mkdir()
    done = processes.run(PROGRAM.replace("ORDER", repr(order)), here)
    if done.returncode:
        return f"{done.returncode}: {done.stderr[-2000:]}"
    return tuple(json.loads(done.stdout.splitlines()[-1]))  # type: ignore[return-value]


def settled(found: dict[str, Any]) -> dict[str, Any]:
    """Leaves out the seed, which PyTorch draws anew in each process."""
    return {key: value for key, value in found.items() if key != "seed"}


def test_no_order_of_loading_engines_changes_anything(tmp_path: Path) -> None:
    if len(HEAVY) < 2:
        pytest.skip("one framework alone has no order")
    alone = [[name] for name in HEAVY]
    orders = rounds(HEAVY)
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda order: loaded(order, tmp_path), [*alone, *orders]))
    crashed = [f"{o}: {r}" for o, r in zip([*alone, *orders], results, strict=True)
               if isinstance(r, str)]  # fmt: skip
    assert not crashed, "\n".join(crashed)
    usual = {name: found[0][name] for (name,), found in zip(alone, results, strict=False)}  # type: ignore[index]
    numbers = results[0][2][HEAVY[0]]  # type: ignore[index]
    for order, (first, after, values) in zip([*alone, *orders], results, strict=True):  # type: ignore[misc]
        assert after == first, order
        assert all(settled(first[name]) == settled(usual[name]) for name in order), (order, first)
        for name in order:
            assert values[name] == pytest.approx(numbers, abs=2e-4), (order, name)


@pytest.mark.parametrize("names", ["abcd", "abc", "ab"])
def test_rounds_hold_every_pair_both_ways(names: str) -> None:
    pairs = {p for order in rounds(list(names)) for p in pairwise(order)}
    assert pairs == {(x, y) for x in names for y in names if x != y}
