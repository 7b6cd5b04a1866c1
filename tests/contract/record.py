"""Writes down how far off each engine was, for the matrix in the documentation."""

import json
import math
import os
from collections import defaultdict
from pathlib import Path

Tolerances = dict[str, dict[str, dict[str, dict[str, int | None]]]]
WHERE = os.environ.get("TAHR_RECORD", "")
_worst: dict[tuple[str, str, str, str], float] = defaultdict(float)


def add(engine: str, family: str, name: str, kind: str, error: float) -> None:
    """Notes an error: of values, `kind` being their dtype, or of a gradient."""
    key = (family, name, engine, kind)
    _worst[key] = max(_worst[key], error)


def power(error: float) -> int | None:
    """Returns the power of ten above an error, None for no error worth the name."""
    return math.ceil(math.log10(error)) if error > 1e-9 else None


def _before() -> Tolerances:
    """Reads what was written before: what is not measured this time keeps its figures."""
    path = Path(WHERE)
    return json.loads(path.read_text(encoding="utf-8"))["tolerances"] if path.is_file() else {}


def write(limits: dict[str, dict[str, str]], undefined: dict[str, str]) -> None:
    """Writes what was noted, where the environment says to."""
    if not WHERE:
        return
    tolerances = _before()
    for (family, name, engine, kind), error in sorted(_worst.items()):
        tolerances.setdefault(family, {}).setdefault(name, {}).setdefault(engine, {})
        tolerances[family][name][engine][kind] = power(error)
    found = {"tolerances": tolerances, "limits": limits, "undefined": undefined}
    text = json.dumps(found, indent=1).replace("\n     ", " ").replace("\n    }", " }")
    Path(WHERE).write_text(text + "\n", encoding="utf-8")
