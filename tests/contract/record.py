"""Writes down how far off each engine was, for the matrix in the documentation."""

import json
import math
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.contract.row import Row

WHERE = os.environ.get("TAHR_RECORD", "")
_worst: dict[str, dict[str, dict[str, dict[str, float]]]] = defaultdict(
    lambda: defaultdict(lambda: defaultdict(dict))
)


def add(engine: str, row: "Row", dtype: str, how: str, error: float) -> None:
    """Notes an error of a row: of its values in a dtype, or of its gradient."""
    kind = "gradient" if how == "gradient" else dtype
    noted = _worst[row.family][row.name][engine]
    noted[kind] = max(noted.get(kind, 0.0), error)


def rounded(error: float) -> float:
    """Rounds up to a power of ten."""
    return 10.0 ** math.ceil(math.log10(error)) if error > 1e-9 else 0.0


def write() -> None:
    """Writes what was noted, where the environment says to."""
    if not WHERE:
        return
    tidy = {
        family: {
            name: {e: {k: rounded(v) for k, v in sorted(kinds.items())}
                   for e, kinds in sorted(engines.items())}
            for name, engines in sorted(found.items())
        }
        for family, found in sorted(_worst.items())
    }  # fmt: skip
    Path(WHERE).write_text(json.dumps(tidy, indent=1), encoding="utf-8")
