"""Prints, as constraints for pip, the lowest versions that `pyproject.toml` allows.

    python scripts/lowest_versions.py > lowest.txt
    python -m pip install -c lowest.txt '.[test]'

What a user need not have (`test`, `check`, `docs`) is as it is there: tools may be new.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
BOUND = re.compile(r"^([\w.-]+)>=([\w.]+)$")
OWN = ("test", "check", "docs")


def lowest(text: str) -> Iterator[str]:
    """Lists what fixes each dependency at its lowest version.

    Args:
        text: of `pyproject.toml`.
    """
    project = tomllib.loads(text)["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"]]
    for name in extras.keys() - set(OWN):
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
