"""What completes a public module: the names it offers, old ones too, and what it says of others."""

import sys
from types import ModuleType

from tahr.compat.aliases import ABOVE, KERAS_1, aliases_of
from tahr.compat.families import Family
from tahr.compat.missing import names_in, names_of
from tahr.compat.namesakes import callable_as
from tahr.compat.op_classes import held_by
from tahr.compat.positions import POSITIONS
from tahr.core.spelling import OldName


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
    inside, path = vars(sys.modules[module]), module.partition(".")[2]
    names = [name for name, value in inside.items() if _is_public(name, value)]
    aliases = aliases_of(path, names)
    todays = names_in(path)
    inside.update({old: inside[new] for old, new in aliases.items() if old in todays})
    told = {old: new for old, new in aliases.items() if old not in todays}
    for old, new in told.items():
        if isinstance(inside.get(old), ModuleType):
            callable_as(inside[old], inside[new])
    first = KERAS_1.get(path, {})
    inside.update({old: _as_in_keras_1(old, inside[new], module) for old, new in first.items()})
    above = ABOVE.get(path, {})
    others = {old for old in aliases if not isinstance(inside.get(old), ModuleType)}
    inside["__all__"] = sorted({*names, *others, *first, *above, *more})
    inside["__getattr__"] = names_of(module, {**told, **above})


def gather(package: str, *parts: str) -> None:
    """Puts names of a package into modules of it that hold them once more.

    Args:
        package: its full name.
        *parts: of what modules, as in `op_classes`.

    Example:
        >>> from tahr import ops
        >>> ops.numpy.add is ops.add, "jvp" in ops.linalg.__all__
        (True, True)
    """
    whole = vars(sys.modules[package])
    for part in parts:
        name = f"{package}.{part}"
        inside = vars(sys.modules[name])
        held = {op: whole[op] for op in held_by(part) if op in whole}
        inside.update(held, __all__=sorted(held), __getattr__=names_of(name))


def _as_in_keras_1(name: str, today: type, module: str) -> type:
    """Makes the name under which a class takes the arguments of Keras 1 in their order."""
    order = ", ".join(POSITIONS[name].split())
    words = f"`{today.__name__}`: `{name}({order})`, or today's arguments."
    return OldName(name, (today,), {"__module__": module, "__doc__": words})


def _is_public(name: str, value: object) -> bool:
    return not name.startswith("_") and not isinstance(value, ModuleType | Family)
