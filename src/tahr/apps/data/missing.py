"""How a missing value is spelled."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

SPELLINGS = frozenset((
    "", "na", "n/a", "n.a.", "#n/a", "#na", "nan", "-nan", "null", "none", "nil", "missing", "?",
    "-", "--", "---", ".", "..", "*", "#", "<na>", "(null)", "[null]", "\\n", "#value!", "#ref!",
    "#div/0!", "not available", "k.a.", "s.o.", "n.d.",
))  # fmt: skip


def without_missing(
    values: NDArray[np.object_], spellings: Iterable[str] | None = None
) -> NDArray[np.object_]:
    """Returns text without the spaces around it, with None for what is missing.

    Args:
        values: of a column.
        spellings: of a missing value; the usual ones by default.

    Example:
        >>> without_missing(np.array([" a ", "N/A", None], object))
        array(['a', None, None], dtype=object)
    """
    known = SPELLINGS if spellings is None else frozenset(s.strip().lower() for s in spellings)
    found = np.empty(len(values), object)
    for row, value in enumerate(values):
        text = value.strip() if isinstance(value, str) else value
        gone = text is None or (isinstance(text, str) and (not text or text.lower() in known))
        found[row] = None if gone else text
    return found
