"""Lets the processes that a program starts have Tahr for Keras too, and find its version.

Python runs a module `sitecustomize` of its path when it starts, unless it is told to ignore the
environment (`python -I`, `-E`, `-S`). So a folder with one is put at the front of `PYTHONPATH`,
which workers of multiprocessing, joblib and pytest-xdist get as well.
"""

import os
import sys
from pathlib import Path

FOLDER = Path(__file__).with_name("for_children")
INSTALLED = Path(__file__).with_name("installed")
"""A folder that says which version of Keras is there, to those who ask for what is installed."""


def install() -> None:
    """Sets the environment, and answers for the version where Keras itself is not installed."""
    before = os.environ.get("PYTHONPATH")
    if before is None or str(FOLDER) not in before.split(os.pathsep):
        os.environ["PYTHONPATH"] = f"{FOLDER}{os.pathsep}{before}" if before else str(FOLDER)
    if str(INSTALLED) not in sys.path:
        sys.path.append(str(INSTALLED))
