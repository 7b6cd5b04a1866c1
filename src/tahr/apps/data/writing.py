"""Columns as a file: separated values, parquet, or JSON lines."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tahr.core.extras import required
from tahr.core.files import atomic_write

WRITTEN = (".csv", ".parquet", ".jsonl")
"""How a file's name may end."""


def write_columns(path: Path, columns: Mapping[str, Any]) -> None:
    """Writes columns, whole or not at all.

    Args:
        path: the file, whose name ends in one of `WRITTEN`.
        columns: arrays or lists of one length, by name.

    Raises:
        SavingError: it cannot be written.
    """
    required("polars", "cli")
    import polars

    frame = polars.DataFrame({name: list(values) for name, values in columns.items()})
    write = {".parquet": frame.write_parquet, ".jsonl": frame.write_ndjson, ".csv": frame.write_csv}
    with atomic_write(path) as file:
        write[path.suffix](file)
