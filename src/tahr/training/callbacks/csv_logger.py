"""The figures of every epoch as rows of a CSV file."""

import csv
import io
import logging
from pathlib import Path
from typing import Any

from tahr.core.errors import ArgumentError, told
from tahr.core.files import writing
from tahr.training.callbacks.callback import Callback, Figures
from tahr.training.callbacks.state import arguments
from tahr.training.logs import as_float

LOGGER = logging.getLogger("tahr")
MISSING = "NA"


class CSVLogger(Callback):
    """Writes a row an epoch: its number, and each figure in a column.

    Each row is written at once and whole, so that a run that is interrupted leaves whole rows.
    A run that is resumed goes on behind the last epoch it resumes from.

    Args:
        filename: the file.
        separator: what stands between two columns.
        append: whether to go on below the rows of an earlier run, rather than to begin anew.

    Raises:
        ArgumentError: the separator is not one character.
        SavingError: in training, where a row cannot be written; the rows before it are whole.
    """

    def __init__(self, filename: str | Path, separator: str = ",", append: bool = False) -> None:
        super().__init__()
        if len(separator) != 1:
            raise ArgumentError("a separator is one character", got=told(separator))
        self.filename: str = str(filename)
        self.sep = self.separator = separator
        self.append = append
        self.keys: list[str] | None = None
        self._end: int | None = None

    _settings = arguments(__init__) | {"sep"}

    def on_train_begin(self, logs: Figures = None) -> None:
        self.keys = self._end = None

    def set_state(self, state: dict[str, Any]) -> None:
        super().set_state(state)
        path = Path(self.filename)
        if self._end is not None and (not path.exists() or path.stat().st_size < self._end):
            LOGGER.warning("CSVLogger: the rows of %s are gone, it begins anew", self.filename)
            self._end = None

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        figures = {name: _written(value) for name, value in (logs or {}).items()}
        if self._end is None:
            self._begin(list(figures))
        keys = self.keys or []
        unknown = [name for name in figures if name not in keys]
        if unknown:
            LOGGER.warning("CSVLogger: %s has no column %s", self.filename, ", ".join(unknown))
        self._write([epoch, *(figures.get(key, MISSING) for key in keys)])

    def _begin(self, names: list[str]) -> None:
        """Finds out what the columns are and where the first row goes."""
        path = Path(self.filename)
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_bytes() if self.append and path.exists() else b""
        if text:
            first = text.decode("utf-8").splitlines()[0]
            self.keys = next(csv.reader([first], delimiter=self.separator))[1:]
            self._end = len(text)
            if not text.endswith(b"\n"):
                self._put("\r\n")
            return
        self.keys = sorted(names)
        if not any(name.startswith("val_") for name in names):
            self.keys += [f"val_{name}" for name in self.keys]
        self._end = 0
        self._write(["epoch", *self.keys])

    def _write(self, row: list[Any]) -> None:
        line = io.StringIO()
        csv.writer(line, delimiter=self.separator).writerow(row)
        self._put(line.getvalue())

    def _put(self, text: str) -> None:
        """Writes behind the last row known, in one go; what stands there is no part of this run."""
        path, rest = Path(self.filename), text.encode("utf-8")
        with writing(path):
            path.touch()
            with path.open("r+b", buffering=0) as file:
                file.truncate(self._end)
                file.seek(0, io.SEEK_END)
                try:
                    while rest:
                        rest = rest[file.write(rest) :]
                except OSError:
                    file.truncate(self._end)
                    raise
                self._end = file.tell()


def _written(value: Any) -> Any:
    """Returns a figure as it stands in a row; an array as a list in brackets."""
    found = as_float(value) if hasattr(value, "shape") else value
    if hasattr(found, "tolist"):
        found = found.tolist()
    if isinstance(found, list | tuple):
        return f"[{', '.join(map(str, found))}]"
    return found
