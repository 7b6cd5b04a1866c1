"""Good files to begin with, and what reads each: for tests that change them at random."""

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

Reader = Callable[[bytes], object]


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="tahr-fuzz-"))


@cache
def _model() -> Any:
    import tahr
    from tahr import layers

    x = tahr.Input((6, 4))
    y = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(x)
    y = layers.TimeDistributed(layers.Dense(3, activation="relu"))(y * 2.0)
    model = tahr.Model(x, layers.Dense(2, kernel_regularizer="l2")(y))
    model.compile("adam", "mse")
    return model


def _written(name: str, write: Callable[[Path], object]) -> bytes:
    path = _folder() / name
    write(path)
    return path.read_bytes()


def _through_a_file(name: str, read: Callable[[Path], object]) -> Reader:
    def reader(data: bytes) -> object:
        path = _folder() / f"{os.getpid()}-{name}"
        path.write_bytes(data)
        return read(path)

    return reader


def _onnx() -> bytes:
    buffer = io.BytesIO()
    import tahr

    dense = tahr.Sequential([tahr.Input((4,)), tahr.layers.Dense(3), tahr.layers.Dense(2)])
    dense.export(buffer, format="onnx", verbose=False)
    return buffer.getvalue()


def _npz() -> bytes:
    lists = np.empty(3, object)
    lists[:] = [[1, 2], [3], [400, 70_000]]
    buffer = io.BytesIO()
    np.savez(buffer, x=lists, y=np.arange(6).reshape(2, 3))
    return buffer.getvalue()


def _checkpoint() -> bytes:
    from tahr.training.checkpoint import file

    facts = {"place": {"epoch": 1}, "values": [np.ones(5, "float32")]}
    return file.write(_folder() / "run", (1, 0), facts).read_bytes()


def _read_checkpoint(data: bytes) -> object:
    from tahr.training.checkpoint import file

    path = _folder() / "fuzzed" / "epoch-000001-batch-000000000.checkpoint"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return file.newest(path.parent)


def _read_npz(path: Path) -> object:
    from tahr.datasets.ragged import read_lists

    return read_lists(path, ["x", "y"])


def _read_onnx(data: bytes) -> object:
    from tahr.models.onnx.graph import load_onnx

    return load_onnx(io.BytesIO(data))


def _read_text(data: bytes) -> object:
    from tahr import models

    return models.model_from_json(data.decode("utf-8", "replace"))


def _read_yaml(data: bytes) -> object:
    from tahr.models.configuration import model_from_yaml

    return model_from_yaml("# a text\n" + data.decode("utf-8", "replace"))


def _load(path: Path) -> object:
    from tahr import models

    return models.load_model(path)


def _packed_config() -> bytes:
    """Returns a model's file without weights, so that most of it is the configuration."""
    data = _written("model.keras", lambda path: _model().save(path))
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return buffer.getvalue()


def _yaml() -> bytes:
    config = json.loads(_model().to_json())
    return json.dumps({**config, "compile_config": None}, indent=1).encode()


SEEDS: dict[str, tuple[Callable[[], bytes], Reader]] = {
    "keras": (_packed_config, _through_a_file("bad.keras", _load)),
    "h5": (
        lambda: _written("model.h5", lambda path: _model().save(path)),
        _through_a_file("bad.h5", _load),
    ),
    "weights": (
        lambda: _written("model.weights.h5", lambda path: _model().save_weights(path)),
        _through_a_file("bad.weights.h5", lambda path: _model().load_weights(path)),
    ),
    "json": (lambda: _model().to_json().encode(), _read_text),
    "yaml": (_yaml, _read_yaml),
    "onnx": (_onnx, _read_onnx),
    "npz": (_npz, _through_a_file("bad.npz", _read_npz)),
    "checkpoint": (_checkpoint, _read_checkpoint),
}
"""By its kind, what makes a good file and what reads one."""
