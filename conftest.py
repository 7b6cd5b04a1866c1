"""What pytest leaves out: doctests of what an extra that is not installed is for, long tests."""

from importlib.util import find_spec
from pathlib import Path

pytest_plugins = ["tests.deprecations", "tests.thinning"]

SOURCES = Path(__file__).parent / "src/tahr"
collect_ignore = [
    str(SOURCES / "as_keras.py"),  # what these do to a process stays
    str(SOURCES / "apps/cli/for_children/sitecustomize.py"),
]
ENGINES = Path(__file__).parent / "src/tahr/engines"

collect_ignore_glob = [
    f"{folder}/*"
    for folder in ENGINES.iterdir()
    if folder.is_dir() and folder.name != "spec" and find_spec(folder.name) is None
]
if find_spec("libcst") is None:
    collect_ignore_glob.append(f"{ENGINES.parent}/apps/upgrade/*")
