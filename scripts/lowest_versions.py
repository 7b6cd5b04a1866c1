"""Prints, as constraints for pip, the lowest versions that `pyproject.toml` allows.

    python scripts/lowest_versions.py > lowest.txt
    make trial PIP='-c lowest.txt' EXTRAS=torch,tensorflow,pytensor,demo,tensorboard,trial

Tools for developers (`trial`, `test`, `check`, `docs`) may be newer than that.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
BOUND = re.compile(r"^([\w.-]+)>=([\w.]+)$")
TOOLS = ("trial", "test", "check", "docs")


def lowest(text: str) -> Iterator[str]:
    """Lists what fixes each dependency at its lowest version.

    Args:
        text: of `pyproject.toml`.
    """
    project = tomllib.loads(text)["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"]]
    for name in extras.keys() - set(TOOLS):
        asked += extras[name]
    for one in sorted(asked):
        found = BOUND.match(one)
        if found:
            yield (
                f"{found[1]}=={found[2]}.*"
                if found[2].count(".") < 2
                else f"{found[1]}~={found[2]}"
            )


if __name__ == "__main__":
    print("\n".join(lowest(PROJECT.read_text(encoding="utf-8"))))
