"""Frameworks in one process, in every order: none may end it."""

from collections.abc import Callable, Iterable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tahr.core import current
from tests.processes import run

OFTEN = ("tensorflow", "torch")
ORDERS = [OFTEN, *permutations(["jax", *OFTEN]), ("pytensor", *OFTEN)]

MOVED = """
import numpy as np, tahr
model = tahr.Sequential([tahr.Input((3,)), tahr.layers.Dense(1)])
model.compile("sgd", "mse")
x = np.ones((4, 3), "float32")
for engine in {order}:
    model.fit(x, x[:, :1], engine=engine, verbose=0)
import torch._inductor.compile_fx
print("alive", np.isfinite(model.predict(x, verbose=0)).all())
"""

COMPILED = """
import logging
import numpy as np, tahr
logging.basicConfig(level="INFO", format="%(message)s")
model = tahr.Sequential([tahr.Input((3,)), tahr.layers.Dense(1)], engine="torch")
model.compile("sgd", "mse", jit_compile=True)
x = np.ones((4, 3), "float32")
model.fit(x, x[:, :1], verbose=0)
print("alive", np.isfinite(model.predict(x, verbose=0)).all())
"""


def need(*packages: str) -> None:
    for name in packages:
        if not current.installed(name):
            pytest.skip(f"{name} is not installed")


def seldom(values: Iterable[Any], often: Any, name: Callable[..., str] = str) -> list[Any]:
    """Parametrizes a test that takes long: one case in any run, the others in a long one."""
    return [
        pytest.param(value, id=name(value), marks=() if value == often else pytest.mark.soak)
        for value in values
    ]


def lives(code: str, home: Path) -> str:
    """Runs a program, which may write nothing that nobody asked for; gives its log."""
    done = run(code, home)
    assert (done.returncode, done.stdout) == (0, "alive True\n"), done.stderr
    assert "Warning" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("order", seldom(ORDERS, OFTEN, "-".join))
def test_a_model_goes_from_engine_to_engine(order: tuple[str, ...], tmp_path: Path) -> None:
    need(*order)
    assert lives(MOVED.format(order=order), tmp_path) == ""


OWN = {
    "tensorflow": "import tensorflow\n",
    "torch-tensorflow": "import torch, tensorflow\n",
    "tensorflow-torch": "import tensorflow, torch\n",
    "engine": "import tahr; tahr.engine('tensorflow'); tahr.ops.ones(2)\n",
}
"""What a program does before it compiles a step on PyTorch."""


@pytest.mark.soak
@pytest.mark.parametrize("before", OWN)
def test_a_step_is_compiled_after_the_users_own_imports(before: str, tmp_path: Path) -> None:
    need("torch", "tensorflow")
    log = lives(OWN[before] + COMPILED, tmp_path)
    assert "compiles a step" in log
    assert "torch.compile failed" not in log
