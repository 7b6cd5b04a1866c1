"""The older HDF5 file of a model, or of its weights, as Keras 3 and tf.keras read it."""

import io
import json
from collections.abc import Sequence
from typing import Any

import h5py
import numpy as np

from tahr.compat.modules import KERAS_VERSION
from tahr.core.errors import SavingError
from tahr.core.serialization import serialize
from tahr.core.tracking import unique
from tahr.core.variables import Variable
from tahr.saving.hdf5 import Writer
from tahr.saving.legacy.layout import TOP, WHOLE
from tahr.saving.legacy.training import STATE

ROOM = 60_000
"""Bytes an attribute may have; longer lists are cut."""


def model_file(model: Any) -> io.BytesIO:
    """Writes a whole model, with its training set-up and the state of its optimizer.

    Raises:
        SavingError: something in the model has no configuration.
    """
    config = _text(serialize(model), model.name)
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file.attrs["keras_version"] = KERAS_VERSION.encode()
        file.attrs["backend"] = model.engine.name.encode()
        file.attrs["model_config"] = config
        _layers(file.create_group(WHOLE), model)
        if getattr(model, "compiled", False):
            _training(file, model)
    return buffer


def weights_file(model: Any) -> io.BytesIO:
    """Writes the weights of a model, layer by layer."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        _layers(file, model)
    return buffer


def _text(config: Any, where: str) -> bytes:
    try:
        return json.dumps(config).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise SavingError(
            "the model's configuration holds what JSON has no word for", where=where, got=error
        ) from error


def _layers(group: h5py.Group, model: Any) -> None:
    group.attrs["keras_version"] = KERAS_VERSION.encode()
    group.attrs["backend"] = model.engine.name.encode()
    _names(group, "layer_names", [layer.name for layer in model.layers])
    for layer in model.layers:
        _arrays(group.create_group(layer.name), unique([*layer.trainable_weights, *layer.weights]))
    inner = {id(v) for layer in model.layers for v in layer.weights}
    own = [v for v in model.weights if id(v) not in inner]
    _arrays(group.create_group(TOP), own)


def _arrays(group: h5py.Group, variables: Sequence[Variable]) -> None:
    paths: list[str] = []
    for variable in variables:
        path = variable.path
        while path in paths:
            path += "_"
        paths.append(path)
        *outer, name = path.split("/")
        Writer(group.require_group("/".join(outer)) if outer else group)[name] = variable.numpy()
    _names(group, "weight_names", paths)


def _names(group: h5py.Group, name: str, values: Sequence[str]) -> None:
    """Writes a list of names, in several attributes where it is long."""
    encoded = [value.encode() for value in values]
    width = max(map(len, encoded), default=1)
    size = max(1, ROOM // max(1, width))
    chunks = [encoded[at : at + size] for at in range(0, len(encoded), size)] or [[]]
    for number, chunk in enumerate(chunks):
        label = name if len(chunks) == 1 else f"{name}{number}"
        group.attrs[label] = np.array(chunk, dtype=f"S{width}")


def _training(file: h5py.File, model: Any) -> None:
    config = dict(model.get_compile_config() or {})
    optimizer = config.pop("optimizer", None)
    if not isinstance(optimizer, dict):
        optimizer = serialize(model.optimizer)
    config["optimizer_config"] = {key: optimizer[key] for key in ("class_name", "config")}
    file.attrs["training_config"] = _text(config, model.name)
    if model.optimizer is not None and model.optimizer.built:
        _arrays(file.create_group(STATE), model.optimizer.variables)
