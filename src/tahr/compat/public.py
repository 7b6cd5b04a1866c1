"""What completes a public module: the names it offers, old ones too, and what it says of others."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from tahr.compat.aliases import aliases_of
from tahr.compat.missing import names_of
from tahr.core.families import Family, functions
from tahr.core.names import snake_case


def family(
    module: str, kind: str, spelled: Callable[[str], str] = snake_case, **options: Any
) -> tuple[Family, Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    """Makes what finds the classes and functions of a public module by all of their names.

    Args:
        module: the public module, as files name it.
        kind: what one of them is called, in errors.
        spelled: what a name is written as besides.
        **options: as `core.families.functions` takes them.

    Returns:
        The family, and its `get`, `serialize` and `deserialize`.
    """
    known = Family(module, kind, aliases_of, spelled)
    return known, *functions(known, **options)


def publish(module: str, *more: str) -> None:
    """Lists in `__all__` what stands in a module, and has it answer for its other names.

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
    missing = names_of(module)
    hidden = [old for old in aliases if isinstance(inside.get(old), ModuleType)]
    inside.update({old: inside[aliases[old]] for old in hidden})

    def other(name: str) -> Any:
        return inside[aliases[name]] if name in aliases else missing(name)

    inside["__all__"] = sorted({*names, *aliases, *more})
    inside["__getattr__"] = other
    inside["__dir__"] = lambda: sorted({*inside, *aliases})


def _is_public(name: str, value: object) -> bool:
    return not name.startswith("_") and not isinstance(value, ModuleType | Family)
