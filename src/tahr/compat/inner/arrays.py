"""Arrays in an HDF5 file, in a folder for each of a model's parts."""

import io
from collections.abc import Mapping, MutableMapping
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import numpy as np

VARS = "vars"


class H5IOStore:
    """A file of arrays: `make` begins a part, `get` reads one.

    Args:
        root_path: the file.
        mode: "w" to write it, "r" to read it.
    """

    def __init__(self, root_path: str | Path, mode: Literal["r", "w"] = "r") -> None:
        self._file: Any
        self._opened: io.FileIO | None = None
        self._hdf5: Any = import_module("tahr.saving.hdf5")
        if mode == "w":
            self._file = import_module("h5py").File(root_path, "w")
        else:
            self._opened = io.FileIO(root_path)
            self._file = self._hdf5.Weights(self._opened, str(root_path))

    def make(self, path: str) -> MutableMapping[str, Any]:
        """Begins a part, to which arrays are then given by name."""
        return self._hdf5.Writer(self._file.require_group(f"{path}/{VARS}"))

    def get(self, path: str) -> Mapping[str, np.ndarray]:
        """Returns the arrays of a part by name; none where there is no such part."""
        return self._file.group(f"{path}/{VARS}") or {}

    def close(self) -> None:
        """Closes the file; what was written is whole then."""
        self._file.close()
        if self._opened is not None:
            self._opened.close()
