"""What distribution is in force, where packages lay out their tensors by it."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any


def distribution() -> Any:
    """Returns the distribution in force; None where there is none."""
    if find_spec("tahr.distribution") is None:
        return None
    return import_module("tahr.distribution").distribution()
