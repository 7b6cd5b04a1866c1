"""Names that a module lacks: Keras has it and Tahr does not yet, or the nearest that it has."""

import dis
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import FrameType, ModuleType
from typing import Any

from tahr.compat import old_names
from tahr.compat.aliases import TODAYS, aliases_of
from tahr.compat.names_of_keras import MODULES, NAMES, NEWER
from tahr.compat.op_classes import held_by
from tahr.compat.today import GONE
from tahr.core.notices import old_spelling
from tahr.core.suggesting import UnknownAttributeError, closest
from tahr.core.tracebacks import HERE, at_users_line

NOT_YET = "Keras has it, Tahr does not yet"
IMPORT_FROM = dis.opmap["IMPORT_FROM"]
ASKING = {dis.opmap.get(name) for name in ("IMPORT_FROM", "LOAD_ATTR", "LOAD_METHOD")} - {None}
"""What a program does where it names a name of a module; `import *` names none."""


def names_in(module: str) -> set[str]:
    """Returns the classes and functions that Keras has in a public module, those of 3.16 too.

    Args:
        module: its path inside Keras.

    Example:
        >>> "add" in names_in("ops.numpy"), "swish" in names_in("ops.nn"), names_in("nonsense")
        (True, True, set())
    """
    if module.startswith("ops.") and module in MODULES:
        held = held_by(module.removeprefix("ops."))
        return {*held, *aliases_of(module, held)}
    return {*NAMES.get(module, "").split(), *NEWER.get(module, "").split()}


def has_keras(path: str) -> bool:
    """Returns whether Keras has a public module, class or function of this path.

    Example:
        >>> has_keras("layers.RandomFlip"), has_keras("applications"), has_keras("layers.Densee")
        (True, True, False)
        >>> has_keras("layers.TernaryDense")
        True
    """
    module, _, name = path.rpartition(".")
    return path in MODULES or name in names_in(module)


def remark(path: str, known: Iterable[str] = ()) -> str:
    """Returns the end of an error about a name that is not there.

    Args:
        path: of the name inside Keras.
        known: names that are there.

    Example:
        >>> remark("layers.RandomFlip"), remark("layers.Densee", ["Dense"])
        (': Keras has it, Tahr does not yet', "; did you mean 'Dense'?")
    """
    if has_keras(path):
        return f": {NOT_YET}"
    if path in GONE:
        return f": Keras gave it up; in its place: {GONE[path]}"
    return closest(path.rpartition(".")[2], known)


def attribute_of(module: str, name: str, shown: str | None = None) -> Exception:
    """Returns the error for a name that a module of Tahr's does not have.

    A statement `from module import name` would replace an AttributeError by words of its own, so
    it gets an ImportError.

    Args:
        module: the module's full name.
        name: what was asked for.
        shown: the module's name as the user knows it.
    """
    owner = shown or module
    found = sys.modules.get(module, ModuleType(module))
    inside = f"{module.partition('.')[2]}."
    path = f"{inside}{name}".removeprefix(".")
    names = [n for n in vars(found).get("__all__") or dir(found) if _is_public(found, inside, n)]
    if not name.startswith("_") and _is_imported_from() and not _is_submodule(module, name):
        words = f"cannot import name {name!r} from {owner!r}{remark(path, names)}"
        return ImportError(words, name=module)
    return UnknownAttributeError(f"module {owner!r}", name, lambda: remark(path, names))


def _is_public(module: ModuleType, inside: str, name: str) -> bool:
    hidden = isinstance(vars(module).get(name), ModuleType) and not has_keras(f"{inside}{name}")
    return not name.startswith("_") and (not hidden or inside == ".")


def names_of(module: str, old: Mapping[str, str] | None = None) -> Callable[[str], Any]:
    """Returns a module's `__getattr__`: for a name it lacks, what an old one leads to.

    Of any other it tells what is known.

    Args:
        module: the module's full name.
        old: names that it had in earlier Keras versions alone, by what they are called today; or
            the full name of the module that holds them.
    """

    inside = module.partition(".")[2]

    def missing(name: str) -> Any:
        if old is not None and name in old:
            return _by_old_name(module, name, old[name])
        found = old_names.find(inside, name, _opcode_of_user() in ASKING)
        if found is not None:
            return found
        try:
            raise attribute_of(module, name)
        except (AttributeError, ImportError) as error:
            at_users_line(error)
            raise

    return missing


def _by_old_name(module: str, name: str, today: str) -> Any:
    """Finds what an old name stands for, and says what it is called now where a program asks."""
    inside = f"{module.partition('.')[2]}."
    if _opcode_of_user() in ASKING:
        old_spelling(f"{inside}{name}", TODAYS.get(f"{inside}{name}", f"{inside}{today}"))
    if "." in today:
        return getattr(import_module(today), name)
    return getattr(sys.modules[module], today)


def _opcode_of_user() -> int | None:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(HERE):
        frame = frame.f_back
    return None if frame is None else frame.f_code.co_code[frame.f_lasti]


def _is_submodule(module: str, name: str) -> bool:
    path: Iterable[str] | None = getattr(sys.modules.get(module), "__path__", None)
    return path is not None and PathFinder.find_spec(f"{module}.{name}", [*path]) is not None


def _is_imported_from() -> bool:
    """Returns whether the user's line is `from module import name`."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(HERE):
        frame = frame.f_back
    if frame is None:
        return False
    if frame.f_code.co_name == "_handle_fromlist":
        return True
    return frame.f_code.co_code[frame.f_lasti] == IMPORT_FROM


class Absent(MetaPathFinder):
    """Says what is known of a module of Tahr's that nothing else finds: it stands last of all."""

    stands_in = True

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raises for a module that Keras has and Tahr has not, or whose name comes near to one."""
        parent, _, name = fullname.rpartition(".")
        inside = fullname.removeprefix("tahr.")
        searched = vars(sys.modules.get(parent, sys)).get("__path__")
        if inside == fullname or name.startswith("_") or path is None or path is not searched:
            return None  # not asked for by an import, which looks where the package says
        words = remark(inside, sorted({name.rpartition(".")[2] for name in MODULES}))
        if not words:
            return None
        raise ModuleNotFoundError(f"no module named {fullname!r}{words}", name=fullname)


def install() -> None:
    """Lets `import tahr.x.y` say what is known of a module that there is not."""
    if not any(isinstance(finder, Absent) for finder in sys.meta_path):
        sys.meta_path.append(Absent())
