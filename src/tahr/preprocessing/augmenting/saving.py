"""Writing changed pictures to a folder, to be looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError
from tahr.preprocessing.image import array_to_img

SUBSETS = ("training", "validation")


@dataclass(frozen=True)
class Kept:
    """Where and how changed pictures are written.

    Args:
        folder: None for nowhere.
        prefix: of the names.
        format: "png" or "jpeg".
        data_format: where the channels are.
    """

    folder: str | Path | None
    prefix: str
    format: str
    data_format: str

    def write(self, batch: np.ndarray, numbers: Iterable[int], most: float) -> None:
        """Writes a batch.

        Args:
            batch: pictures.
            numbers: of these.
            most: below which the random part of a name is drawn.
        """
        if self.folder is None:
            return
        Path(self.folder).mkdir(parents=True, exist_ok=True)
        for picture, number in zip(batch, numbers, strict=True):
            mark = np.random.randint(int(most))
            name = f"{self.prefix}_{number}_{mark}.{self.format}"
            array_to_img(picture, self.data_format, scale=True).save(Path(self.folder) / name)


def checked_subset(subset: Any) -> str | None:
    """Returns the name of a subset.

    Raises:
        ArgumentError: there is no such one.
    """
    if subset is None or subset in SUBSETS:
        return subset
    raise ArgumentError(f"subset cannot be {subset!r}", expected=" or ".join(SUBSETS))
