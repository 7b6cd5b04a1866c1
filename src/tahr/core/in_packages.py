"""Classes of installed packages that files name, though they were never registered.

Keras imports a module by the name that a file gives. Here a file imports nothing: a class is found
where this process has defined it already, and only in a package that registers classes itself.
"""

import sys
from typing import Any

from tahr.core import registry
from tahr.core.spelling import Configured


def defined_beside_registered(module: object, name: str) -> type[Any] | None:
    """Finds a layer, loss or the like in a package that has registered others under its name.

    Args:
        module: the module that the file says the class is in.
        name: the class's own name.

    Returns:
        The class; None where no such module is imported, its package has registered nothing, or
        the name stands there for something else.
    """
    if not isinstance(module, str) or _package(module) not in _registering():
        return None
    holder = sys.modules.get(module)
    found = None if holder is None else vars(holder).get(name)
    if not isinstance(found, Configured) or found.__module__ != module:
        return None
    return found


def _package(module: str) -> str:
    return module.partition(".")[0]


def _registering() -> set[str]:
    pairs = (
        (_package(name.partition(">")[0]), _package(str(getattr(item, "__module__", ""))))
        for name, item in registry.custom_objects().items()
        if ">" in name
    )
    return {said for said, home in pairs if said == home}
