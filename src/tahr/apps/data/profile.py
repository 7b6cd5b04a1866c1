"""What a table holds, and what in it should make one careful."""

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tahr.apps.data.columns import ColumnProfile, is_sorted, profiled
from tahr.apps.data.dates import as_seconds
from tahr.apps.data.numbers import as_numbers
from tahr.apps.data.table import Table, Values

CHUNK = 1 << 20
RARE = 0.1
"""The share of the rarest class below which classes are told to be unbalanced."""
TELLING = 0.999
"""How well one column may tell the target alone before it is suspected to be made from it."""


@dataclass(frozen=True)
class Warned:
    """Something to be careful about.

    Args:
        column: where; empty for the whole table.
        code: `constant`, `identifier`, `missing`, `leak`, `duplicates`, `imbalance`, `order`,
            `source`, `unreadable`.
        says: in one sentence.
    """

    column: str
    code: str
    says: str


@dataclass(frozen=True)
class Profile:
    """What a table holds.

    Args:
        source: the file or folder.
        rows: their number.
        columns: in the table's order.
        warnings: what to be careful about.
        parts: of the source's own, with their numbers of rows.
        duplicates: the number of rows that are there before.
        order: the column of time by which the rows are sorted.
    """

    source: str
    rows: int
    columns: tuple[ColumnProfile, ...]
    warnings: tuple[Warned, ...]
    parts: tuple[tuple[str, int], ...] = ()
    duplicates: int = 0
    order: str | None = None

    def column(self, name: str) -> ColumnProfile:
        """Returns what a column holds; the name is known to be there."""
        return next(column for column in self.columns if column.name == name)

    def to_dict(self) -> dict[str, Any]:
        """Returns plain values, for JSON."""
        return asdict(self)


def profile_of(table: Table, targets: tuple[str, ...] = ()) -> Profile:
    """Looks at every column of a table.

    Args:
        table: its rows.
        targets: the columns that are to be told by the others.
    """
    columns = tuple(profiled(name, values, table) for name, values in table.columns.items())
    duplicates = _duplicates(table)
    order = _order(table, columns)
    warnings = [
        *(Warned("", "source", note) for note in table.notes),
        *(Warned("", "unreadable", str(problem)) for problem in table.problems[:20]),
        *(warned for column in columns for warned in _of_column(column, len(table))),
        *_of_targets(table, columns, targets),
    ]
    if duplicates:
        warnings.append(Warned("", "duplicates", f"{duplicates:,} rows are there more than once"))
    if order:
        says = "the rows are in the order of this time: a random split would look into the future"
        warnings.append(Warned(order, "order", says))
    parts = () if table.part is None else tuple(Counter(table.part.tolist()).items())
    rows = len(table)
    return Profile(str(table.source), rows, columns, tuple(warnings), parts, duplicates, order)


def hashes_of(path: Path, limit: int = 10_000) -> dict[str, str]:
    """Returns the SHA-256 of a file, or of the files of a folder, by their names."""
    if path.is_file():
        return {path.name: _hash(path)}
    files = sorted(file for file in path.rglob("*") if file.is_file())[:limit]
    return {file.relative_to(path).as_posix(): _hash(file) for file in files}


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _of_column(column: ColumnProfile, rows: int) -> list[Warned]:
    found = []
    if column.type in {"constant", "empty"}:
        found.append(Warned(column.name, "constant", "says the same in every row"))
    if column.type == "identifier":
        found.append(Warned(column.name, "identifier", "names rows, and would be learned by heart"))
    if rows and column.missing > rows / 2:
        found.append(Warned(column.name, "missing", f"{column.missing / rows:.0%} are missing"))
    return found


def _duplicates(table: Table) -> int:
    plain = [v for v in table.columns.values() if v.dtype == object or v.ndim == 1]
    if len(plain) < len(table.columns) or not plain:
        return 0
    rows = list(zip(*(values.tolist() for values in plain), strict=True))
    return len(rows) - len(set(rows))


def _order(table: Table, columns: tuple[ColumnProfile, ...]) -> str | None:
    for column in columns:
        if column.type != "date" or column.form is None:
            continue
        if is_sorted(as_seconds(np.asarray(table.columns[column.name], object), column.form)):
            return column.name
    return None


def _of_targets(
    table: Table, columns: tuple[ColumnProfile, ...], targets: tuple[str, ...]
) -> list[Warned]:
    found: list[Warned] = []
    for target in targets:
        if target not in table.columns or table.columns[target].ndim > 1:
            continue
        about = next(column for column in columns if column.name == target)
        found += _balance(about)
        found += [
            Warned(column.name, "leak", f"tells {target} alone: is it known before {target} is?")
            for column in columns
            if column.name not in targets
            and column.type in {"number", "category", "binary"}
            and _tells(table.columns[column.name], column, table.columns[target], about)
        ]
        if about.missing:
            says = f"{about.missing:,} rows have no {target}: they are left out"
            found.append(Warned(target, "missing", says))
    return found


def _balance(target: ColumnProfile) -> list[Warned]:
    if target.type not in {"category", "binary"} or not target.counts:
        return []
    total = sum(count for _, count in target.counts)
    name, count = target.counts[-1]
    if count / total >= RARE / max(len(target.counts) / 2, 1):
        return []
    return [
        Warned(target.name, "imbalance", f"{name!r} is rare: {count:,} rows ({count / total:.1%})")
    ]


def _tells(values: Values, column: ColumnProfile, target: Values, about: ColumnProfile) -> bool:
    if about.type == "number" and column.type == "number":
        a, b = as_numbers(values), as_numbers(target)
        both = np.isfinite(a) & np.isfinite(b)
        if both.sum() < 10 or a[both].std() == 0 or b[both].std() == 0:
            return False
        return abs(float(np.corrcoef(a[both], b[both])[0, 1])) > TELLING
    if about.type not in {"category", "binary"} or len(target) < 50:
        return False
    if column.distinct > len(target) / 10:
        return False
    pairs = Counter(zip(values.tolist(), target.tolist(), strict=True))
    best: dict[object, int] = {}
    for (value, _), count in pairs.items():
        best[value] = max(best.get(value, 0), count)
    return sum(best.values()) / len(target) > TELLING
