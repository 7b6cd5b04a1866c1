"""The tables of `docs/engines.md`: tolerances met, what is left out, lines of code."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tahr.core.engines import OWN as ENGINES

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ROOT / "src" / "tahr" / "engines"
MEASURED = ROOT / "docs" / "engines.json"
KINDS = ("float32", "bfloat16", "float16", "gradient")
FAMILIES = ("primitives", "ops", "activations", "layers", "losses", "metrics", "optimizers")
APART = 2
"""How many powers of ten engines have to be apart for a name to get a row of its own."""
KERAS_LINES = {"jax": 9526, "torch": 9630, "tensorflow": 13049, "numpy": 6366}
"""Lines of `keras/src/backend/<name>` in the wheel of Keras 3.15.1, all `.py` files."""

Errors = dict[str, int | None]


def measured() -> dict[str, Any]:
    """Reads what the contract suite measured last."""
    return json.loads(MEASURED.read_text(encoding="utf-8"))


def present() -> list[str]:
    """Lists the engines that have a folder."""
    return [name for name in ENGINES if (FOLDERS / name / "__init__.py").is_file()]


def _worst(errors: Sequence[Errors]) -> Errors:
    """Returns the worst error of each kind; None is exact."""
    found: Errors = {}
    for kind in KINDS:
        powers = [e[kind] for e in errors if kind in e]
        if powers:
            found[kind] = max((p for p in powers if p is not None), default=None)
    return found


def _cell(errors: Errors) -> str:
    shown = ["-" if k not in errors else "0" if errors[k] is None else f"1e{errors[k]}"
             for k in KINDS]  # fmt: skip
    return " · ".join(shown)


def _differ(engines: dict[str, Errors]) -> bool:
    for kind in KINDS:
        powers = [e[kind] for e in engines.values() if e.get(kind) is not None]
        known = [p for p in powers if p is not None and p > -7]
        if known and max(known) - min(p for p in powers if p is not None) >= APART:
            return True
    return False


def matrix() -> list[tuple[str, ...]]:
    """Returns a row for each family, and for each name on which engines differ."""
    rows = []
    for family in FAMILIES:
        names = measured()["tolerances"].get(family, {})
        whole = {e: _worst([n[e] for n in names.values() if e in n]) for e in present()}
        rows.append((f"**{family}**, {len(names)} names", *map(_cell, whole.values())))
        for name, engines in names.items():
            if _differ(engines):
                rows.append((f"`{name}`", *(_cell(engines.get(e, {})) for e in present())))
    return rows


def left_out() -> Iterator[tuple[str, str, str]]:
    """Returns what engines do not do, each with the reason, those of one reason in one row."""
    tables = {"every engine": measured()["undefined"], **measured()["limits"]}
    for engine, lines in tables.items():
        reasons: dict[str, list[str]] = {}
        for key, reason in lines.items():
            reasons.setdefault(reason, []).append(re.sub(r"\[.*\]", "", key))
        for reason, keys in reasons.items():
            yield engine, ", ".join(f"`{key}`" for key in dict.fromkeys(keys)), reason


def lines() -> Iterator[tuple[str, str, str]]:
    """Returns the lines of each engine's folder, to the next fifty, beside those of Keras."""
    for name in ("spec", *present()):
        files = (FOLDERS / name).rglob("*.py")
        count = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
        theirs = f"{KERAS_LINES[name]:,}" if name in KERAS_LINES else "-"
        yield f"`{name}`", f"{50 * round(count / 50):,}", theirs
