"""HDF5 files of the older kind that mean harm."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from tests.security.reads import Builder, Reads, small


def _of(change: Callable[[Any, Path], object], *readers: str) -> Builder:
    def build(folder: Path) -> Reads:
        from tahr import models

        model, path = small(), folder / "bad.h5"
        model.compile("adam", "mse")
        model.save(path)
        model.save(folder / "other.h5")
        with h5py.File(path, "a") as file:
            change(file, folder)
        calls: Reads = {
            "load_model": lambda: models.load_model(path),
            "load_model, safe_mode=False": lambda: models.load_model(path, safe_mode=False),
            "load_weights": lambda: model.load_weights(path),
            "load_weights, by_name": lambda: model.load_weights(path, by_name=True),
        }
        return {name: call for name, call in calls.items() if name.startswith(readers or "load")}

    return build


def _noted(group: str, name: str, value: Any) -> Callable[[Any, Path], object]:
    def change(file: Any, _: Path) -> None:
        attributes = file[group].attrs if group else file.attrs
        if name in attributes:
            del attributes[name]
        long = isinstance(value, str) and len(value) > 60_000
        attributes.create(name, value, dtype=h5py.string_dtype() if long else None)

    return change


def _elsewhere(name: str) -> Callable[[Any, Path], object]:
    def change(file: Any, folder: Path) -> None:
        if name in file:
            del file[name]
        file[name] = h5py.ExternalLink(str(folder / "other.h5"), f"/{name}")

    return change


LAYERS = "layer_names"
FILES: dict[str, Builder] = {
    "names that lead out": _of(_noted("model_weights", LAYERS, np.array([b"../../x", b"dense"]))),
    "names from the root": _of(_noted("model_weights", LAYERS, np.array([b"/model_weights"]))),
    "no names": _of(_noted("model_weights", LAYERS, np.array([b"", b"."]))),
    "one name many times": _of(_noted("model_weights", LAYERS, np.array([b"dense"] * 6000))),
    "numbers for names": _of(_noted("model_weights", LAYERS, np.arange(5))),
    "names that are no text": _of(_noted("model_weights", LAYERS, np.array([b"\xff\xfe"]))),
    "weights in another file": _of(_elsewhere("model_weights")),
    "numbers for a configuration": _of(_noted("", "model_config", np.arange(9)), "load_model"),
    "a configuration that is none": _of(_noted("", "model_config", "{"), "load_model"),
    "a deep configuration": _of(_noted("", "model_config", "[" * 50_000), "load_model"),
    "a vast configuration": _of(
        _noted("", "model_config", '{"a":[' + "{}," * 1_000_000 + "1]}"), "load_model"
    ),
    "training that names code": _of(
        _noted("", "model_config", json.dumps({"class_name": "system", "config": {}})), "load_model"
    ),
}
