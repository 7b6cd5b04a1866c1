"""What completes a public module: the names it offers, old ones too, and what it says of others."""

import sys
from types import ModuleType

from tahr.compat.aliases import aliases_of
from tahr.compat.families import Family
from tahr.compat.missing import names_of


def publish(module: str, *more: str) -> None:
    """Lists in `__all__` what stands in a module, its names in earlier Keras versions too.

    Everything that does not begin with an underscore is public, but for modules.

    Args:
        module: its full name.
        *more: public modules that are names of it.

    Example:
        >>> from tahr import losses
        >>> "Huber" in losses.__all__, "mse" in losses.__all__, losses.mse.__name__
        (True, True, 'mean_squared_error')
    """
    inside = vars(sys.modules[module])
    names = [name for name, value in inside.items() if _is_public(name, value)]
    aliases = aliases_of(module.partition(".")[2], names)
    inside.update({old: inside[new] for old, new in aliases.items()})
    inside["__all__"] = sorted({*names, *aliases, *more})
    inside["__getattr__"] = names_of(module)


def _is_public(name: str, value: object) -> bool:
    return not name.startswith("_") and not isinstance(value, ModuleType | Family)
