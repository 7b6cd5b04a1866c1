"""Models written to, and read from, open files and memory."""

import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any


def save_model(model: Any, filepath: Any, **kwargs: Any) -> None:
    """Writes a model as `keras.saving.save_model` does, to a path or an open binary file."""
    saving = import_module("tahr.saving")
    if not hasattr(filepath, "write"):
        saving.save_model(model, filepath, **kwargs)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        saving.save_model(model, path)
        filepath.write(path.read_bytes())


def load_model(filepath: Any, *args: Any, **kwargs: Any) -> Any:
    """Reads a model as `keras.saving.load_model` does, from a path or an open binary file."""
    saving = import_module("tahr.saving")
    if not hasattr(filepath, "read"):
        return saving.load_model(filepath, *args, **kwargs)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        path.write_bytes(filepath.read())
        return saving.load_model(path, *args, **kwargs)
