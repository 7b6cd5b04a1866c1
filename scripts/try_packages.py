"""Tries packages that stand on Keras: runs each program of `scripts/packages` on each engine.

Writes what came of it to `docs/packages.json`, and the table of `docs/packages.md` from that.
A package that is not installed keeps the results it has.

    $ python -m scripts.try_packages
    $ python -m scripts.try_packages --engine jax --only keras_tuner
    $ python -m scripts.try_packages --engine jax --keras     # the same programs on Keras itself
    $ python -m scripts.try_packages --table                  # the page alone
"""

import argparse
import ast
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "scripts" / "packages"
RESULTS = ROOT / "docs" / "packages.json"
PAGE = ROOT / "docs" / "packages.md"
BEGIN, END = "<!-- table: packages -->", "<!-- end -->"

PACKAGES = {
    "autokeras": "autokeras",
    "bayesflow": "bayesflow",
    "keras_hub": "keras-hub",
    "keras_rs": "keras-rs",
    "keras_tuner": "keras-tuner",
    "scikeras": "scikeras",
}
"""By how the names of its programs begin, what a package is called where it is installed from."""

ENGINES = ("jax", "torch", "tensorflow")
WORKS = "works"
LIMIT = 300
"""Seconds that a program may take."""

Results = dict[str, dict[str, dict[str, str]]]
"""By package and version, by program, by engine: "works", or the last line of its error."""


def package_of(program: Path) -> str:
    """Returns the package that a program tries, as it is imported."""
    return next(name for name in PACKAGES if program.stem.startswith(name))


def programs() -> list[Path]:
    """Returns all programs."""
    return sorted(PROGRAMS.glob("*.py"))


def about(program: Path) -> str:
    """Returns what a program tries: the first line of its docstring."""
    text = ast.get_docstring(ast.parse(program.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0]


def outcome(program: Path, engine: str, keras: bool = False) -> str:
    """Runs a program; returns "works" or the last line of its error.

    Args:
        program: to run.
        engine: on which.
        keras: whether on Keras itself rather than Tahr.
    """
    run = [] if keras else ["-m", "tahr", "run", "--engine", engine]
    paths = [str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {
        **os.environ, "KERAS_BACKEND": engine, "MPLBACKEND": "Agg", "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONPATH": os.pathsep.join(paths),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [sys.executable, *run, str(program)], cwd=folder, env=environment, timeout=LIMIT,
                capture_output=True, text=True, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"not done within {LIMIT} s"
    if done.returncode == 0:
        return WORKS
    lines = [line for line in done.stderr.splitlines() if line and not line.startswith(" ")]
    return lines[-1][:160] if lines else f"exit status {done.returncode}"


def table(results: Results) -> str:
    """Returns the table as Markdown, and under it why something does not work."""
    notes: list[str] = []
    rows = ["| Package | What was tried | JAX | PyTorch | TensorFlow |", "| --- " * 5 + "|"]
    for package, tried in sorted(results.items()):
        for name, by_engine in sorted(tried.items()):
            what = about(PROGRAMS / f"{name}.py").rstrip(".")
            cells = [_cell(by_engine, engine, notes) for engine in ENGINES]
            rows.append(f"| {package} | {what} | {' | '.join(cells)} |")
    return "\n".join([*rows, "", *(f"{n}. {note}" for n, note in enumerate(notes, 1))])


def _cell(by_engine: dict[str, str], engine: str, notes: list[str]) -> str:
    got = by_engine.get(engine)
    if got in (None, WORKS):
        return "not tried" if got is None else WORKS
    on_keras = by_engine.get(f"{engine}, Keras itself")
    also = " (so it does on Keras itself)" if on_keras not in (None, WORKS) else ""
    note = f"`{got}`{also}"
    if note not in notes:
        notes.append(note)
    return f"no ({notes.index(note) + 1})"


def write_page(results: Results) -> None:
    """Puts the table into the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{table(results)}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Runs what is asked for, and writes results and page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument("--only", default="", help="how the names of the programs begin")
    parser.add_argument("--keras", action="store_true", help="on Keras itself")
    parser.add_argument("--table", action="store_true", help="write the page alone")
    options = parser.parse_args()
    found: Results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    chosen = [] if options.table else [p for p in programs() if p.stem.startswith(options.only)]
    for program in chosen:
        name = PACKAGES[package_of(program)]
        try:
            title = f"{name} {version(name)}"
        except PackageNotFoundError:
            print(f"{program.stem}: {name} is not installed")
            continue
        for engine in options.engine or ENGINES:
            got = outcome(program, engine, options.keras)
            print(f"{program.stem} {engine}: {got}", flush=True)
            key = f"{engine}, Keras itself" if options.keras else engine
            found.setdefault(title, {}).setdefault(program.stem, {})[key] = got
            RESULTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    write_page(found)


if __name__ == "__main__":
    print(f"Python {platform.python_version()}")
    main()
