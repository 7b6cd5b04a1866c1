"""All rows of the contract, and how they are grouped into tests."""

from collections.abc import Iterator
from itertools import groupby

from tests.contract import rows_objects, rows_ops
from tests.contract.limits import undefined
from tests.contract.row import Row

ROWS = sorted((*rows_ops.ROWS, *rows_objects.ROWS), key=lambda r: (r.family, r.name))
CHUNK = 24
"""How many rows are compiled into one program: compiling each alone is most of the time."""


def named() -> Iterator[tuple[str, list[Row]]]:
    """Returns the rows of each public name."""
    for (family, name), rows in groupby(ROWS, key=lambda r: (r.family, r.name)):
        yield f"{family}.{name}", list(rows)


def calls(swept: bool, briefly: bool) -> list[tuple[Row, str]]:
    """Lists rows with a dtype each: the first they have, or all others.

    Briefly, it is the first row of each name alone.
    """
    chosen = [rows[0] for _, rows in named()] if briefly else ROWS
    return [
        (row, dtype)
        for row in chosen
        for dtype in (row.dtypes[1:] if swept else row.dtypes[:1])
        if row.compiled and not undefined(row, dtype)
    ]


def chunks(swept: bool, briefly: bool = False) -> Iterator[tuple[str, list[tuple[Row, str]]]]:
    """Returns calls in portions that are compiled as one program."""
    for family, found in groupby(calls(swept, briefly), key=lambda call: call[0].family):
        those = list(found)
        for start in range(0, len(those), CHUNK):
            portion = those[start : start + CHUNK]
            yield f"{family}.{portion[0][0].name}..{portion[-1][0].name}-{start}", portion
