"""The table of `docs/packages.md`: what was tried with packages that stand on Keras."""

import ast
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "scripts" / "packages"
RESULTS = ROOT / "docs" / "packages.json"
ENGINES = {"jax": "JAX", "torch": "PyTorch", "tensorflow": "TensorFlow"}
WORKS = "works"

Results = dict[str, dict[str, dict[str, str]]]
"""By package and version, by program, by engine: "works", or the last line of its error."""


def about(program: Path) -> str:
    """Returns what a program tries: the first line of its docstring."""
    text = ast.get_docstring(ast.parse(program.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0]


def on_keras(engine: str) -> str:
    """Returns under which key a result on Keras itself stands."""
    return f"{engine}, Keras itself"


def packages() -> str:
    """What was tried, and what came of it."""
    return table(json.loads(RESULTS.read_text(encoding="utf-8")))


def table(results: Results) -> str:
    """Returns the table, and under it why something does not work."""
    notes: list[str] = []
    titles = ["Package", "What was tried", *ENGINES.values()]
    rows = [f"| {' | '.join(titles)} |", f"|{' --- |' * len(titles)}"]
    for package, tried in sorted(results.items()):
        for name, by_engine in sorted(tried.items()):
            what = about(PROGRAMS / f"{name}.py").rstrip(".")
            cells = [_cell(by_engine, engine, notes) for engine in ENGINES]
            rows.append(f"| {package} | {what} | {' | '.join(cells)} |")
    listed = [f"{number}. {note}" for number, note in enumerate(notes, 1)]
    return "\n".join([*rows, *([""] if listed else []), *listed])


def _cell(by_engine: dict[str, str], engine: str, notes: list[str]) -> str:
    got = by_engine.get(engine)
    if got in (None, WORKS):
        return got or "not tried"
    fails_too = by_engine.get(on_keras(engine), WORKS) != WORKS
    note = f"`{got}`{' (so it does on Keras itself)' if fails_too else ''}"
    if note not in notes:
        notes.append(note)
    return f"no ({notes.index(note) + 1})"
