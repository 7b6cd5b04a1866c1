"""Measures how exactly every engine computes what the contract holds it to.

Runs the contract suite and writes the worst errors, as powers of ten, to `docs/engines.json`;
`make_tables.py` makes the tables of the documentation of it. Takes some minutes for each engine.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHERE = ROOT / "docs" / "engines.json"
SUITES = ("test_primitives.py", "test_rows.py")


def main() -> int:
    """Runs the suites; gives the exit status of pytest."""
    tests = [str(ROOT / "tests" / "contract" / name) for name in SUITES]
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", *tests]
    return subprocess.call(command, cwd=ROOT, env={**os.environ, "TAHR_RECORD": str(WHERE)})


if __name__ == "__main__":
    sys.exit(main())
