"""Remembered: what was measured for a model on this machine, kept between processes."""

import hashlib
import json
import math
import os
import platform
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tahr.core import config, current, trees
from tahr.core.errors import SavingError
from tahr.core.files import atomic_write
from tahr.core.serialization import serialize
from tahr.training.data.batch import Batch
from tahr.training.trainable import Trainable

FILE = "engines.json"
MOST = 200
"""Models remembered; the oldest make room."""


def key(model: Trainable, batch: Batch, planned: int, engines: list[str]) -> str:
    """Returns what a measurement holds for: the step, its order of length, and the machine.

    Args:
        model: built and compiled.
        batch: one batch of its data.
        planned: how many steps are to be run.
        engines: which engines there are; the one in use tells its devices.
    """
    arguments = model.compilation.arguments if model.compilation else {}
    facts = [
        type(model).__name__,
        [type(layer).__name__ for layer in model.flatten_layers()],
        [(v.shape, v.dtype) for v in model.variables],
        [(a.shape, str(a.dtype)) for a in trees.leaves(batch.data) if a is not None],
        str(serialize(model.optimizer)),
        model.dtype_policy.name, arguments.get("precision"),
        round(math.log10(planned)),
        model.jit_compile,
        [(name, _version(name)) for name in engines],
        current.engine().devices(),
        platform.machine(), platform.processor(), os.cpu_count(),
    ]  # fmt: skip
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:24]


def _version(engine: str) -> str | None:
    """Returns the version of the framework an engine stands on, without importing it."""
    try:
        return version(engine)
    except PackageNotFoundError:
        return None


def read(key: str) -> list[dict[str, Any]] | None:
    """Returns what was written for a key; None where there is nothing."""
    found = _all().get(key)
    return found if isinstance(found, list) else None


def write(key: str, rows: list[dict[str, Any]]) -> None:
    """Keeps rows for a key; a folder that cannot be written to is no error."""
    rest = {k: v for k, v in _all().items() if k != key}
    kept = dict(list(rest.items())[-(MOST - 1) :]) | {key: rows}
    with suppress(OSError, SavingError):
        _path().parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(_path()) as file:
            file.write(json.dumps(kept).encode())


def _path() -> Path:
    return config.cache() / FILE


def _all() -> dict[str, Any]:
    try:
        found = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
