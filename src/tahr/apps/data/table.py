"""Rows and columns, wherever they came from."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tahr.apps.job.problems import Problem, wrong
from tahr.core.suggesting import closest

Values = NDArray[np.generic] | NDArray[np.object_]
TRAINING, VALIDATION, TEST = "training", "validation", "test"
PARTS = (TRAINING, VALIDATION, TEST)


@dataclass(frozen=True)
class Table:
    """Columns of one length.

    Args:
        source: the file or folder that was read.
        columns: by name: text with None for what is missing, as objects; or arrays of numbers,
            whose first axis is the rows.
        root: the folder that names of files in columns count from.
        lines: of each row, its number in the source, from 1, for errors.
        part: of each row, which part the source has it in; None where the source has no parts.
        problems: rows that could not be read, and were left out.
        notes: what a reader of the source should know, such as that it has no header.
        form: of a table of text, its delimiter, encoding and whether it has a header.
    """

    source: Path
    columns: dict[str, Values]
    root: Path
    lines: NDArray[np.int64]
    part: NDArray[np.object_] | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    form: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str) -> Values:
        """Returns a column.

        Raises:
            JobError: there is none of this name.
        """
        if name in self.columns:
            return self.columns[name]
        near = closest(name, self.columns)
        known = ", ".join(list(self.columns)[:12])
        raise wrong(f"there is no column {name!r}{near}; there are {known}", self.source)

    def rows(self, chosen: Sequence[int] | NDArray[np.int64]) -> "Table":
        """Returns some of the rows."""
        index = np.asarray(chosen, np.int64)
        return replace(
            self,
            columns={name: values[index] for name, values in self.columns.items()},
            lines=self.lines[index],
            part=None if self.part is None else self.part[index],
        )


def as_column(values: Sequence[object]) -> NDArray[np.object_]:
    """Returns values as a column of objects, one a row, whatever they are."""
    column = np.empty(len(values), object)
    column[:] = list(values)
    return column
