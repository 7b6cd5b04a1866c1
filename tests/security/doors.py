"""The ways into Tahr for a configuration: each is given one, as a file or text holds it."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np

Config = dict[str, Any]


def stack(*entries: Config) -> Config:
    """Returns the configuration of a stack of layers behind an input of four numbers.

    Args:
        *entries: the configurations of the layers.
    """
    start = {"batch_shape": [None, 4], "dtype": "float32", "name": "x"}
    first = {"module": "keras.layers", "class_name": "InputLayer", "config": start}
    return {
        "module": "keras",
        "class_name": "Sequential",
        "registered_name": None,
        "config": {
            "name": "net",
            "trainable": True,
            "dtype": "float32",
            "layers": [first, *entries],
        },
        "build_config": {"input_shape": [None, 4]},
    }


def archive(path: Path, text: str, weights: bytes | None = None) -> Path:
    """Writes a `.keras` file.

    Args:
        path: the file.
        text: of its configuration.
        weights: its HDF5 part; an empty one by default.
    """
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("metadata.json", '{"keras_version": "3.15.1"}')
        file.writestr("config.json", text.encode("utf-8", "surrogatepass"))
        file.writestr("model.weights.h5", empty() if weights is None else weights)
    return path


def empty() -> bytes:
    """Returns an HDF5 file without arrays."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file.create_group("layers")
    return buffer.getvalue()


def older(path: Path, text: str, version: str) -> Path:
    """Writes an `.h5` file of a whole model.

    Args:
        path: the file.
        text: of its configuration.
        version: of the Keras that it names.
    """
    with h5py.File(path, "w") as file:
        data = np.frombuffer(text.encode("utf-8", "surrogatepass"), f"S{len(text) or 1}")
        if len(text) < 60_000:
            file.attrs["model_config"] = data[0]
        else:
            file.attrs.create("model_config", text, dtype=h5py.string_dtype())
        file.attrs["keras_version"] = version
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = np.array([], "S1")
        group.attrs["keras_version"] = version
    return path


Door = Callable[[str, Path], Callable[[], object]]
"""Is given the text of a configuration and a folder; returns what lets it in."""


def keras_file(text: str, folder: Path) -> Callable[[], object]:
    from tahr import models

    path = archive(folder / "m.keras", text)
    return lambda: models.load_model(path)


def unsafe_keras_file(text: str, folder: Path) -> Callable[[], object]:
    from tahr import models

    path = archive(folder / "m.keras", text)
    return lambda: models.load_model(path, safe_mode=False)


def h5_file(text: str, folder: Path) -> Callable[[], object]:
    from tahr import models

    path = older(folder / "m.h5", text, "3.15.1")
    return lambda: models.load_model(path)


def h5_file_of_keras_2(text: str, folder: Path) -> Callable[[], object]:
    from tahr import models

    path = older(folder / "m2.h5", text, "2.3.0")
    return lambda: models.load_model(path, safe_mode=False)


def json_text(text: str, folder: Path) -> Callable[[], object]:
    from tahr import models

    return lambda: models.model_from_json(text)


def yaml_text(text: str, folder: Path) -> Callable[[], object]:
    from tahr.models.configuration import model_from_yaml

    return lambda: model_from_yaml(f"# a text\n{text}")


def configuration(text: str, folder: Path) -> Callable[[], object]:
    from tahr import saving

    config = json.loads(text)
    return lambda: saving.deserialize_keras_object(config)


def from_config(text: str, folder: Path) -> Callable[[], object]:
    from tahr import models

    config = json.loads(text)
    return lambda: models.Sequential.from_config(config["config"])


def layer(text: str, folder: Path) -> Callable[[], object]:
    from tahr import layers

    config = json.loads(text)
    return lambda: [layers.deserialize(item) for item in config["config"]["layers"]]


DOORS: dict[str, Door] = {
    "load_model": keras_file,
    "load_model, safe_mode=False": unsafe_keras_file,
    "load_model of .h5": h5_file,
    "load_model of .h5 of Keras 2": h5_file_of_keras_2,
    "model_from_json": json_text,
    "model_from_yaml": yaml_text,
    "deserialize_keras_object": configuration,
    "Sequential.from_config": from_config,
    "layers.deserialize": layer,
}
