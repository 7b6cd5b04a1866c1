"""Models and weights under paths without a suffix, as programs of earlier Keras versions have them.

A SavedModel holds the model twice: as TensorFlow runs it, and, in the folder that is for others,
as a `.keras` file, from which it comes back with its layers.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tahr.compat.formats import HDF5, TENSORFLOW
from tahr.core import current
from tahr.core.errors import EngineError, SavingError
from tahr.core.folders import atomic_folder
from tahr.core.notices import notice
from tahr.saving.export import export_model
from tahr.saving.export_formats import MARK

INSIDE = Path("assets.extra", "model.keras")
"""Where a SavedModel keeps the model as Tahr reads it."""
HEADS = {b"\x89HDF\r\n\x1a\n": ".h5", b"PK\x03\x04": ".keras"}
"""How files begin, and the suffix that they would have."""


def save_folder(model: Any, path: str | Path, write: Callable[[Any, Path], None]) -> None:
    """Writes a model as a SavedModel that also holds the model itself.

    Args:
        model: built.
        path: the folder.
        write: writes a `.keras` file.
    """
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    if not current.installed(_TENSORFLOW):
        notice(f"{path}: TensorFlow is not installed, so the folder holds {INSIDE.name} alone")
        with atomic_folder(place, str(INSIDE)) as folder:
            (folder / INSIDE.parent).mkdir()
            write(model, folder / INSIDE)
        return
    with atomic_folder(place, MARK) as folder:
        export_model(model, folder / "model", verbose=False)
        for part in (folder / "model").iterdir():
            shutil.move(part, folder / part.name)
        (folder / "model").rmdir()
        (folder / INSIDE.parent).mkdir(exist_ok=True)
        write(model, folder / INSIDE)


_TENSORFLOW = "tensorflow"


def inside(path: str | Path) -> Path | None:
    """Returns the `.keras` file inside a folder that `save_folder` has written, or None."""
    found = Path(path) / INSIDE
    return found if found.is_file() else None


def kind_of(path: str | Path) -> str | None:
    """Returns the suffix that a file should have by what it begins with, or None.

    Args:
        path: of a file, there or not.
    """
    found = Path(path)
    if not found.is_file():
        return None
    with found.open("rb") as file:
        head = file.read(max(map(len, HEADS)))
    return next((suffix for start, suffix in HEADS.items() if head.startswith(start)), None)


def write_weights(model: Any, path: str | Path, write: Callable[[Any, Path], None]) -> str:
    """Writes the weights of a model as a checkpoint of TensorFlow's, where that is installed.

    Args:
        model: built.
        path: how the names of its files begin.
        write: writes an HDF5 file instead.

    Returns:
        Which kind of file was written.
    """
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    if not current.installed(_TENSORFLOW):
        write(model, place)
        return HDF5
    _checkpoints().save_weights(model, place)
    return TENSORFLOW


def is_checkpoint(path: str | Path) -> bool:
    """Returns whether there is a checkpoint of TensorFlow's whose files begin so."""
    return Path(f"{path}.index").is_file()


def read_weights(model: Any, path: str | Path) -> Any:
    """Reads weights from a checkpoint of TensorFlow's.

    Args:
        model: built, of the layers the checkpoint was written from.
        path: how the names of its files begin.

    Returns:
        What `tf.keras` returned: a status, whose methods say whether all was found.

    Raises:
        SavingError: the model is not built, or nothing in the checkpoint fits it.
    """
    if not model.built:
        raise SavingError(
            "the model has no weights yet",
            where=model.name,
            todo="call it on data, or build(input_shape), before loading its weights",
        )
    if not current.installed(_TENSORFLOW):
        raise EngineError(
            "a checkpoint of TensorFlow's is read by TensorFlow",
            where=str(path),
            todo="pip install 'tahr[tensorflow]'",
        )
    return _checkpoints().load_weights(model, Path(path))


def _checkpoints() -> Any:
    current.load(_TENSORFLOW)
    from tahr.engines.tensorflow import checkpoints

    return checkpoints
