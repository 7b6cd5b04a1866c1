"""Fresh processes, for what a process can do only once: importing, configuring."""

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
CLEARED = ("TAHR_ENGINE", "KERAS_BACKEND", "TAHR_HOME", "TAHR_CACHE")


def run(
    code: str, home: Path, absent: tuple[str, ...] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    """Runs Python code with a configuration of its own.

    Args:
        code: the program.
        home: an empty folder.
        absent: packages to be found as if they were not installed.
        **variables: of the environment.
    """
    kept = {name: value for name, value in os.environ.items() if name not in CLEARED}
    folders = {"KERAS_HOME": str(home), "HOME": str(home), "TAHR_CACHE": str(home / "cache")}
    found = {**kept, **folders, "PYTHONPATH": str(SOURCE), **variables}
    return subprocess.run(
        [sys.executable, "-c", hidden(absent) + code],
        cwd=home, env=found, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip


def hidden(packages: tuple[str, ...]) -> str:
    """Returns code after which packages are as if they were not installed."""
    return "".join(f"import sys; sys.modules[{name!r}] = None\n" for name in packages)
