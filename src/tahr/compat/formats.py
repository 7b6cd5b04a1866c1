"""Which kind of file a path means that says nothing of it, by what a program was written for."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

HDF5, TENSORFLOW = "h5", "tf"
MEANT = {"tensorflow": TENSORFLOW, "tf_keras": TENSORFLOW}
"""By the package a program imports its Keras from; any other Keras wrote HDF5."""
SUFFIXES = (".keras", ".h5", ".hdf5", ".onnx", ".safetensors", ".npz", ".pt", ".pth", ".index")
"""How paths end that say themselves what they are."""


@dataclass
class Program:
    """What is known of the program under way.

    Args:
        plain: which files its plain paths mean; None where they are errors, as in Keras 3.
    """

    plain: str | None = None

    def imports(self, package: str) -> None:
        """Takes down where the program imports its Keras from; the first import counts.

        Args:
            package: the outermost.
        """
        self.plain = self.plain or MEANT.get(package, HDF5)


PROGRAM = Program()


def is_plain(path: str | Path) -> bool:
    """Returns whether a path does not say what kind of file it is.

    Example:
        >>> is_plain("cp.ckpt"), is_plain("model.h5")
        (True, False)
    """
    return not str(path).endswith(SUFFIXES) and "://" not in str(path)


NONE: Mapping[str, object] = MappingProxyType({})


def meant(path: str | Path, options: Mapping[str, object] = NONE) -> str | None:
    """Returns which files of earlier versions a path means; None where it says so itself.

    Args:
        path: as a user passed it.
        options: arguments of earlier versions that came with it.

    Example:
        >>> meant("cp.ckpt", {"save_format": "tf"}), meant("model.keras")
        ('tf', None)
    """
    if not is_plain(path):
        return None
    asked = options.get("save_format")
    return str(asked) if asked in (HDF5, TENSORFLOW) else PROGRAM.plain
