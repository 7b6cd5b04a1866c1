"""What there is to know of a file."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class LayerFound:
    """A layer that an architecture names.

    Args:
        path: its name, behind those of the models that it is in.
        class_name: as the file says it.
        known: whether Tahr, or Keras, has a class of this name.
    """

    path: str
    class_name: str
    known: bool


@dataclass(frozen=True)
class ArrayFound:
    """An array that a file holds.

    Args:
        name: its place in the file.
        shape: its lengths.
        dtype: of its numbers.
        bytes: that they take.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    bytes: int


@dataclass(frozen=True)
class FileReport:
    """What a file holds, as read without making or running any of it.

    Args:
        path: the file.
        kind: what it is, in words.
        bytes: its size.
        written_by: who wrote it, as it says itself; empty where it does not.
        model: the class and name of the model; empty for weights alone.
        layers: of the architecture, in its order.
        arrays: the weights and states.
        optimizer: the class of the optimizer; empty where there is none.
        warnings: what to be careful about.
        opens_with: the line of Python that opens it.
    """

    path: str
    kind: str
    bytes: int
    written_by: str = ""
    model: str = ""
    layers: tuple[LayerFound, ...] = ()
    arrays: tuple[ArrayFound, ...] = ()
    optimizer: str = ""
    warnings: tuple[str, ...] = ()
    opens_with: str = ""

    @property
    def numbers(self) -> int:
        """How many numbers the arrays hold."""
        found = 0
        for array in self.arrays:
            size = 1
            for length in array.shape:
                size *= length
            found += size
        return found

    def to_dict(self) -> dict[str, Any]:
        """Returns plain values, for JSON."""
        return {**asdict(self), "numbers": self.numbers}
