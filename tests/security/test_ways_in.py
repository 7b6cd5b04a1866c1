"""Every published way in, and some more, through every door: refused, and nothing comes of it.

Each is tried in a process of its own that has 1 GiB of addresses more than it began with. It ends
with one of Tahr's errors within 2 s, with less than 64 MiB more in use, and without having opened,
imported, compiled, connected to or run anything.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.security import files

ROOT = Path(__file__).resolve().parents[2]
GROUPS = ("refused,harmless", ",".join(files.GROUPS))
SHARE = 4
"""Of the doors for each configuration, one in so many is tried in a usual run."""

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="memory is measured by Linux's /proc"
)


@pytest.mark.parametrize("groups", GROUPS)
def test_nothing_comes_of_what_means_harm(groups: str, tmp_path: Path) -> None:
    assert _tried(groups, SHARE, tmp_path) > 80


@pytest.mark.soak
@pytest.mark.parametrize("groups", GROUPS)
def test_nothing_comes_of_it_through_any_door(groups: str, tmp_path: Path) -> None:
    assert _tried(groups, 1, tmp_path) > 200


def _tried(groups: str, share: int, folder: Path) -> int:
    """Tries all of some groups; returns how many calls there were."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    run = subprocess.run(
        [sys.executable, "-m", "tests.security.program", groups, str(share), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "TAHR_ENGINE": "numpy", "KERAS_HOME": str(folder)},
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    assert found["wrong"] == {}
    assert not (folder / "harm").exists()
    return int(found["count"])
