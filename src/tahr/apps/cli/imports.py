"""Lets `import keras` and `from tensorflow import keras` give Tahr.

A finder in front of all others answers for these names alone. What is a module of Tahr stays
that very module: `keras.layers is tahr.layers`. Modules that earlier versions had, by the table
in `compat/modules.py`, hand every name on to the module that has it today.
"""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

import tahr
from tahr.apps.cli import children, tensorflow_stand_in as stand_in
from tahr.compat import formats
from tahr.compat.aliases import ABOVE, TODAYS
from tahr.compat.inner.module import Inner
from tahr.compat.inner.names import UNOFFERED, within
from tahr.compat.missing import attribute_of, remark
from tahr.compat.modules import ALSO, BACKENDS_OF, KERAS_VERSION, MOVED, ROOTS, SUCCESSORS
from tahr.core import config, current, engines, workers
from tahr.core.errors import TahrError
from tahr.core.extras import installed_spec
from tahr.core.notices import notice, old_spelling

GIVEN = frozenset(root.partition(".")[0] for root in ROOTS)
"""The packages that programs import and that Tahr stands in for."""

BETWEEN = frozenset({"tensorflow.python", "tensorflow.contrib", "keras._tf_keras"})
"""Packages that only lead to a root."""


class UnknownModuleError(TahrError, ModuleNotFoundError):
    """Neither Tahr nor an earlier Keras has a module of that name."""


SAID = ("KERAS_BACKEND", "KERAS_HOME")
"""Variables of the environment that a program may set before it imports Keras, which reads them."""

_BEFORE: dict[str, str | None] = {}


def install() -> None:
    """Makes the names importable for the rest of the process."""
    if not any(isinstance(finder, Aliases) for finder in sys.meta_path):
        _BEFORE.update((name, os.environ.get(name)) for name in SAID)
        sys.meta_path.insert(0, Aliases())
        stand_in.install()
        workers.FIRST.append(__name__)
        children.install()


class Aliases(MetaPathFinder):
    """Finds Tahr's modules under Keras's names."""

    stands_in = True

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Returns how a module is loaded; None for all that is not Keras or TensorFlow."""
        top, _, inside = fullname.partition(".")
        if top == "tahr" and inside in MOVED and PathFinder.find_spec(fullname, path) is None:
            return ModuleSpec(fullname, _Existing(lambda: _gone(inside)), is_package=True)
        if top not in GIVEN:
            return None
        if top == stand_in.NAME and not stand_in.is_keras(fullname):
            spec = _installed(fullname, path)
            if spec is not None or stand_in.has_given_way():
                return spec
        return ModuleSpec(fullname, _Existing(_maker(fullname)), is_package=True)


def _installed(fullname: str, path: Sequence[str] | None) -> ModuleSpec | None:
    """Finds a module of TensorFlow itself, where the stand-in gives way to it."""
    if stand_in.has_given_way():
        return installed_spec(fullname, path)
    stands = fullname == stand_in.NAME or inside_keras(fullname) is not None
    if stands or fullname in BETWEEN or installed_spec(stand_in.NAME) is None:
        return None
    stand_in.itself()
    if fullname in sys.modules:  # TensorFlow imports most of itself, and each module once only
        return ModuleSpec(fullname, _Existing(lambda: sys.modules[fullname]), is_package=True)
    return installed_spec(fullname, import_module(fullname.rpartition(".")[0]).__path__)


class _Existing(Loader):
    """Gives a module that is there already, and leaves it as it was."""

    def __init__(self, make: Callable[[], ModuleType]) -> None:
        self._make = make
        self._own_spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = self._make()
        self._own_spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._own_spec or module.__spec__


def _maker(fullname: str) -> Callable[[], ModuleType]:
    """Finds what makes the module of a name.

    Raises:
        UnknownModuleError: nothing does.
    """
    if fullname in BETWEEN:
        return lambda: ModuleType(fullname)
    inside = inside_keras(fullname)
    if inside is None:
        return stand_in.maker(fullname)
    _heed_root(fullname)
    if _is_inner(fullname, inside):
        return lambda: Inner(fullname, inside, lambda: _public(inside))
    if not inside:
        return _keras
    if inside not in MOVED and inside.partition(".")[0] not in tahr.MODULES:
        raise _unknown(fullname)
    return lambda: _module(inside, fullname)


def _is_inner(fullname: str, inside: str) -> bool:
    """Returns whether a module stands in the list of what packages reach for inside Keras."""
    in_source = f"{fullname}.".partition(".")[2].startswith("src.")
    return within(inside) if in_source else _is_unoffered(inside)


def _is_unoffered(inside: str) -> bool:
    return inside in UNOFFERED and inside not in tahr.MODULES


def _public(inside: str) -> ModuleType | None:
    """Returns the public module of a path inside Keras; None where there is none."""
    if _is_unoffered(inside):
        return None
    try:
        return _keras_module(inside)
    except UnknownModuleError:
        return None


def inside_keras(fullname: str) -> str | None:
    """Returns a module's path inside Keras: "" for Keras itself, None for what is not in it.

    Example:
        >>> inside_keras("tensorflow.keras.layers"), inside_keras("tensorflow.math")
        ('layers', None)
    """
    roots = [root for root in ROOTS if f"{fullname}.".startswith(f"{root}.")]
    return fullname.removeprefix(max(roots, key=len)).removeprefix(".") if roots else None


def _module(inside: str, fullname: str) -> ModuleType:
    """Returns Tahr's module, which also answers to the names that have moved out of it."""
    if inside in MOVED:
        today = SUCCESSORS.get(inside, MOVED[inside])
        old_spelling(f"keras.{inside}", f"keras.{today}".removesuffix("."))
    try:
        module = import_module(f"tahr.{inside}")
    except ModuleNotFoundError as error:
        if error.name != f"tahr.{inside}":
            raise
        raise _unknown(fullname) from None
    _answer_for_moved(inside, module)
    for name, inner in vars(module).copy().items():
        if isinstance(inner, ModuleType) and f"{inside}.{name}" in MOVED:
            _answer_for_moved(f"{inside}.{name}", inner)
    return module


def _answer_for_moved(inside: str, module: ModuleType) -> None:
    if not isinstance(vars(module).get("__getattr__"), _Moved):
        vars(module)["__getattr__"] = _Moved(inside, vars(module).get("__getattr__"))


class _CallableModule(ModuleType):
    """A module of one version by the name that a function had in another: `keras.layers.merge`."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        _, parent, name = self.__name__.split(".")
        old_spelling(f"{parent}.{name}", TODAYS[f"{parent}.{name}"])
        return getattr(import_module(ABOVE[parent][name]), name)(*args, **kwargs)


def _gone(inside: str) -> ModuleType:
    """Returns a module in the place of one that there is no more."""
    parent, _, name = inside.rpartition(".")
    is_function = name in ABOVE.get(parent, {})
    module = (_CallableModule if is_function else ModuleType)(f"tahr.{inside}")
    vars(module)["__getattr__"] = _Moved(inside, None)
    return module


class _Moved:
    """Finds the names a module lacks: its old submodules, and what stands elsewhere today."""

    def __init__(self, inside: str, own: Callable[[str], Any] | None) -> None:
        self._inside = inside
        self._own = own

    def __call__(self, name: str) -> Any:
        if f"{self._inside}.{name}" in MOVED:
            return import_module(f"tahr.{self._inside}.{name}")
        if self._own is not None:
            return self._own(name)
        if self._inside in MOVED and name == "__all__":  # what `import *` brings
            return _keras_module(MOVED[self._inside]).__all__
        if self._inside in MOVED and not name.startswith("__"):
            return _at_home(self._inside, name)
        raise attribute_of(f"tahr.{self._inside}", name, f"keras.{self._inside}")


def _at_home(inside: str, name: str) -> Any:
    """Finds what an old module held where it stands today."""
    homes = [MOVED[inside], *ALSO.get(inside.partition(".")[0], ())]
    for home in homes if len(homes) > 1 else ():
        try:
            return getattr(_keras_module(home), name)
        except (AttributeError, ImportError):
            continue
    return getattr(_keras_module(homes[0]), name)


def _keras_module(inside: str) -> ModuleType:
    return import_module(f"keras.{inside}" if inside else "keras")


def _heed() -> None:
    """Takes up what the program has said in the environment, as Keras does when it is imported.

    What was chosen on the command line, or for all programs by `TAHR_ENGINE`, comes before that.
    """
    if all(os.environ.get(name) == before for name, before in _BEFORE.items()):
        return
    config.take_up(config.load())
    asked = os.environ.get("KERAS_BACKEND", "").partition(",")[0]
    changed = asked != _BEFORE.get("KERAS_BACKEND")
    if asked and changed and config.engine_named(asked) != config.CONFIG.engine:
        notice(
            f"KERAS_BACKEND={asked} has no effect: the engine is {config.CONFIG.engine}, as "
            "--engine or TAHR_ENGINE says"
        )


def _heed_root(fullname: str) -> None:
    """Takes the engine that a program's Keras always had, where nothing else chose one.

    A program that imports `tensorflow.keras` or `tf_keras` was written for TensorFlow.
    """
    formats.PROGRAM.imports(fullname.partition(".")[0])
    asked = BACKENDS_OF.get(fullname.partition(".")[0])
    if asked is None or not current.installed(asked) or _is_chosen():
        return
    config.CONFIG.set("engine", asked)


def _is_chosen() -> bool:
    """Returns whether the user has said what computes, or something has been computed already."""
    if any(os.environ.get(name) for name in ("TAHR_ENGINE", "KERAS_BACKEND")):
        return True
    default = config.Config().engine
    if config.CONFIG.engine != default or config.load().engine != default:
        return True
    return any(f"{engines.module_of(name)}.engine" in sys.modules for name in engines.names())


def _keras() -> ModuleType:
    """Returns the package `keras`: all names of `tahr`, and Keras's version."""
    if "keras" in sys.modules:
        return sys.modules["keras"]
    _heed()
    module = ModuleType("keras", tahr.__doc__)
    names = sorted({*tahr.MODULES, *tahr.NAMES})
    vars(module).update(
        __version__=KERAS_VERSION,
        __all__=names,
        __path__=[],
        __getattr__=_name_of_keras,
        __dir__=lambda: [*names, "__version__"],
    )
    return module


def _name_of_keras(name: str) -> Any:
    if name == "version":
        return lambda: KERAS_VERSION
    if name in tahr.NAMES:
        return getattr(tahr, name)
    if name == "src" or _is_unoffered(name):
        return import_module(f"keras.{name}")
    if name in tahr.MODULES or (name in MOVED and not name.startswith("__")):
        return _keras_module(name)
    raise attribute_of("tahr", name, "keras")


def _unknown(fullname: str) -> UnknownModuleError:
    inside = inside_keras(fullname) or ""
    error = UnknownModuleError(f"no module named {fullname!r}{remark(inside, tahr.MODULES)}")
    error.name = fullname
    return error
