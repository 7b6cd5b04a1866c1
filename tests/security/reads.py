"""What the tests of files share: how a file is handed to what reads it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

Reads: TypeAlias = dict[str, Callable[[], object]]
Builder: TypeAlias = Callable[[Path], Reads]
"""Writes a file into a folder; returns the calls that read it, by name."""


def small() -> Any:
    """Returns a model that is built."""
    import tahr
    from tahr import layers

    return tahr.Sequential([layers.Input((4,)), layers.Dense(3), layers.Dense(2)])
