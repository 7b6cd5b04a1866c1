"""Any source of data as a table."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from tahr.apps.data.arrays import read_npz, table_of_arrays
from tahr.apps.data.binary_tables import read_json_lines, read_parquet, read_sheet
from tahr.apps.data.folders import read_folder
from tahr.apps.data.missing import without_missing
from tahr.apps.data.table import Table, as_column
from tahr.apps.data.text_table import read_text_table
from tahr.apps.job.problems import wrong
from tahr.apps.job.schema import Data
from tahr.core.suggesting import closest

TEXT = (".csv", ".tsv", ".txt", ".data", ".tab")
READERS: dict[str, Callable[[Path], Table]] = {
    ".parquet": read_parquet,
    ".pq": read_parquet,
    ".xlsx": read_sheet,
    ".xls": read_sheet,
    ".ods": read_sheet,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json_lines,
    ".npz": read_npz,
}
NAMED = ("mnist", "fashion_mnist", "cifar10", "cifar100", "california_housing", "boston_housing")


def read_source(data: Data, folder: Path) -> Table:
    """Reads what a job calls its source.

    Args:
        data: what the job says of it.
        folder: that a relative path counts from.

    Returns:
        The rows; cells that spell a missing value are None.

    Raises:
        JobError: there is none, or it cannot be read.
    """
    return _tidy(_read(data, folder), data)


def _read(data: Data, folder: Path) -> Table:
    path = folder / data.source
    if path.is_dir():
        return read_folder(path)
    if path.is_file():
        reader = READERS.get(path.suffix.lower())
        if reader is not None:
            return reader(path)
        if path.suffix.lower() in TEXT:
            return read_text_table(path, data.delimiter, data.encoding, data.header)
        known = ", ".join([*TEXT, *READERS])
        raise wrong(f"files of this kind are not read; expected {known} or a folder", path)
    if data.source in NAMED:
        return _data_set(data.source)
    near = closest(data.source, NAMED)
    if path.parent.is_dir():
        near = near or closest(path.name, [other.name for other in path.parent.iterdir()])
    raise wrong(f"there is no such file, folder or data set{near}", path, "data.source")


def _data_set(name: str) -> Table:
    (x_train, y_train), (x_test, y_test) = import_module(f"tahr.datasets.{name}").load_data()
    arrays = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    return table_of_arrays(arrays, Path(name))


def _tidy(table: Table, data: Data) -> Table:
    spellings = None if data.missing == "auto" else [*data.missing, ""]
    columns = {
        name: without_missing(as_column(values.tolist()), spellings)
        if values.dtype == object
        else values
        for name, values in table.columns.items()
    }
    return replace(table, columns=columns)
