"""What an older HDF5 file holds: arrays layer by layer, and who wrote them."""

import re
from dataclasses import dataclass
from typing import Any

import h5py
import numpy as np

from tahr.saving.hdf5 import Weights
from tahr.saving.legacy import texts
from tahr.saving.legacy.architecture import first_number

TOP = "top_level_model_weights"
"""The group of weights that belong to the model itself."""
WHOLE = "model_weights"
"""The group of all weights in the file of a whole model."""


@dataclass(frozen=True)
class SavedArray:
    """One array, not read yet.

    Args:
        name: as the file calls it.
        shape: its shape.
        weights: the file.
        place: the group it stands in, and its name there.
    """

    name: str
    shape: tuple[int, ...]
    place: Any

    def read(self) -> np.ndarray:
        """Reads its numbers."""
        group, name = self.place
        return group[name]


OF_THEANO = re.compile("_(gamma|beta|alphas?|[WUb](_[a-z]+)?)$")
"""How names of weights end that Keras 1 wrote where Theano computed."""


@dataclass(frozen=True)
class SavedLayers:
    """The layers of a file.

    Args:
        layers: the arrays of each layer by its name, in the order of the model.
        version: the first number of the Keras that wrote them.
        backend: what computed there, such as "theano"; "" where it is not said.
    """

    layers: dict[str, list[SavedArray]]
    version: int
    backend: str


def is_legacy(weights: Weights) -> bool:
    """Returns whether a file is of the older kind: a list of layers, or a group that has one."""
    with weights.reading("/"):
        root = weights.root
        if texts.has_names(root, "layer_names"):
            return True
        return WHOLE in root and "layers" not in root


def read_layers(weights: Weights) -> SavedLayers:
    """Lists the arrays of an older file, without reading their numbers.

    Raises:
        SavingError: it is damaged, or not harmless.
    """
    with weights.reading(WHOLE):
        whole = WHOLE in weights.root
    top: Any = weights.inside(weights.root, WHOLE) if whole else weights.root
    if not isinstance(top, h5py.Group):
        raise weights.wrong("an array where a group belongs", WHOLE)
    found = {name: _arrays(weights, top, name) for name in texts.names(weights, top, "layer_names")}
    with weights.reading(TOP):
        own = TOP in top
    if own:
        found[TOP] = _arrays(weights, top, TOP)
    version = texts.text(weights, top, "keras_version") or "1"
    number = first_number(version)
    backend = texts.text(weights, top, "backend")
    if backend is None and number < 2:
        backend = _backend(found)
    return SavedLayers(found, number, backend or "")


def _backend(layers: dict[str, list[SavedArray]]) -> str:
    """Tells what computed where Keras 1 does not say it.

    A weight was called after its layer, as `dense_1_W`, and on TensorFlow with a number behind.
    """
    names = [array.name for arrays in layers.values() for array in arrays]
    return "theano" if any(OF_THEANO.search(name) for name in names) else "tensorflow"


def _arrays(weights: Weights, top: h5py.Group, name: str) -> list[SavedArray]:
    group: Any = top
    for part in name.split("/"):
        group = weights.inside(group, part)
        if not isinstance(group, h5py.Group):
            raise weights.wrong("an array where a group belongs", name)
    arrays: list[SavedArray] = []
    for path in texts.names(weights, group, "weight_names"):
        inner, last = weights.array(group, path)
        arrays.append(SavedArray(path, inner.shape(last), (inner, last)))
    return arrays
