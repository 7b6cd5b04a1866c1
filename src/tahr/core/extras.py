"""Optional libraries: there when installed, and a line on how to install them when not."""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from typing import Any

from tahr.core.errors import MissingExtraError


def installed_spec(name: str, path: Sequence[str] | None = None) -> ModuleSpec | None:
    """Finds a module as it is installed, whatever stands in for it in this process.

    A finder in `sys.meta_path` that answers for what is not there says so by `stands_in`.

    Args:
        name: the module's.
        path: that of the package it is in; None for one that is in none.

    Returns:
        How it would be loaded; None where it is not installed.

    Example:
        >>> installed_spec("json") is not None, installed_spec("no_such_package")
        (True, None)
    """
    if name in sys.modules and not sys.modules[name]:
        return None
    finders: list[Any] = [f for f in sys.meta_path if not getattr(f, "stands_in", False)]
    specs = (f.find_spec(name, path, None) for f in finders if hasattr(f, "find_spec"))
    return next((spec for spec in specs if spec is not None), None)


def required(package: str, extra: str) -> None:
    """Raises unless a package is installed.

    Args:
        package: its import name.
        extra: the extra of Tahr that brings it.

    Raises:
        MissingExtraError: it is not installed.

    Example:
        >>> required("json", "none")
    """
    if installed_spec(package) is None:
        raise MissingExtraError(
            f"{package} is needed for this and not installed",
            todo=f"pip install 'tahr[{extra}]'",
        )
