"""A model's file of one kind as a file of another."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tahr.core.errors import ArgumentError, SavingError
from tahr.core.tracebacks import ends_at_user
from tahr.saving import paths
from tahr.saving.inspecting.files import inspect
from tahr.saving.keras_v3 import load_model, save_model


@dataclass(frozen=True)
class Conversion:
    """What became of a file.

    Args:
        old: the file that was read.
        new: the file that was written.
        written_by: who wrote the old one, as it says itself.
        layers: their number.
        numbers: that the weights hold.
        optimizer: the class of the optimizer that went along; empty where there is none.
        lost: what the new file does not hold of the old one.
    """

    old: str
    new: str
    written_by: str
    layers: int
    numbers: int
    optimizer: str
    lost: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Returns plain values, for JSON."""
        return asdict(self)


@ends_at_user
def convert(
    old: str | Path,
    new: str | Path,
    custom_objects: Mapping[str, Any] | None = None,
    overwrite: bool = False,
) -> Conversion:
    """Reads a model that any Keras has saved, and writes it as a file of another kind.

    Args:
        old: a `.keras`, `.h5` or `.hdf5` file of a whole model.
        new: a path that ends in `.keras`, or in `.h5` or `.hdf5` for the older form.
        custom_objects: your own classes and functions, by the names the file gives them.
        overwrite: whether a file that is there may be replaced.

    Returns:
        What went along, and what did not.

    Raises:
        ArgumentError: both are one file.
        SavingError: the old file cannot be read, or the new one cannot be written; nothing is
            left half-written.

    Example:
        >>> import tempfile
        >>> from tahr import layers, models
        >>> place = tempfile.mkdtemp()
        >>> models.Sequential([layers.Input((2,)), layers.Dense(3)]).save(f"{place}/old.h5")
        >>> convert(f"{place}/old.h5", f"{place}/new.keras").numbers
        9
    """
    source, target = paths.there(old), Path(new)
    paths.kind_of(target, paths.MODEL, *paths.OLDER)
    if target.exists() and target.samefile(source):
        raise ArgumentError("a file is not converted into itself", where=str(new))
    if target.exists() and not overwrite:
        raise SavingError(
            "there is a file already",
            where=str(new),
            todo="choose another name, or say that it may be replaced: overwrite=True, --force",
        )
    before = inspect(source)
    model = load_model(source, custom_objects)
    save_model(model, target, overwrite=True)
    after = inspect(target)
    return Conversion(
        str(old),
        str(new),
        before.written_by,
        len(after.layers),
        int(model.count_params()),
        after.optimizer,
        ("the optimizer, and how the model was compiled",)
        if before.optimizer and not after.optimizer
        else (),
    )
