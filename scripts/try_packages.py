"""Tries packages that stand on Keras: runs each program of `scripts/packages` on each engine.

Writes what came of it to `docs/packages.json`, of which `make_tables.py` makes the table of
`docs/packages.md`. A package that is not installed keeps the results it has.

    $ python -m scripts.try_packages
    $ python -m scripts.try_packages --engine jax --only keras_tuner
    $ python -m scripts.try_packages --engine jax --keras     # the same programs on Keras itself
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from scripts.package_tables import ENGINES, PROGRAMS, RESULTS, WORKS, Results, on_keras

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {
    "autokeras": "autokeras",
    "bayesflow": "bayesflow",
    "keras_hub": "keras-hub",
    "keras_rs": "keras-rs",
    "keras_tuner": "keras-tuner",
    "scikeras": "scikeras",
}
"""By how the names of its programs begin, what a package is called where it is installed from."""

LIMIT = 300
"""Seconds that a program may take."""


def package_of(program: Path) -> str:
    """Returns the package that a program tries, as it is imported."""
    return next(name for name in PACKAGES if program.stem.startswith(name))


def programs() -> list[Path]:
    """Returns all programs."""
    return sorted(PROGRAMS.glob("*.py"))


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


def main() -> None:
    """Runs what is asked for, and writes the results."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument("--only", default="", help="how the names of the programs begin")
    parser.add_argument("--keras", action="store_true", help="on Keras itself")
    options = parser.parse_args()
    found: Results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for program in (p for p in programs() if p.stem.startswith(options.only)):
        name = PACKAGES[package_of(program)]
        try:
            title = f"{name} {version(name)}"
        except PackageNotFoundError:
            print(f"{program.stem}: {name} is not installed")
            continue
        for engine in options.engine or ENGINES:
            got = outcome(program, engine, options.keras)
            print(f"{program.stem} {engine}: {got}", flush=True)
            key = on_keras(engine) if options.keras else engine
            found.setdefault(title, {}).setdefault(program.stem, {})[key] = got
            RESULTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
