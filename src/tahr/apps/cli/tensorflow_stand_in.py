"""The module that `import tensorflow` gives: `tf.keras`, and the rest of TensorFlow on demand.

TensorFlow takes seconds to import, and most programs want its Keras alone. So the stand-in stands
until a program, or the engine, asks for something else. Where TensorFlow is installed it then gives
way: TensorFlow is imported, with Tahr for its `keras`. Where it is not, it says what to do instead.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from tahr.apps.cli import tensorflow_names
from tahr.compat.modules import INSTEAD, TENSORFLOW_VERSION
from tahr.core.errors import TahrError
from tahr.core.extras import installed_spec

NAME = "tensorflow"
KERAS = f"{NAME}.keras"
KERASES = (KERAS, f"{NAME}.compat.v1.keras", f"{NAME}.compat.v2.keras")
"""Where TensorFlow has it."""


class NotOfferedError(TahrError, AttributeError):
    """A program asks for a part of TensorFlow that is not Keras."""


class NotOfferedModuleError(TahrError, ModuleNotFoundError):
    """A program imports a module of TensorFlow that is not Keras."""


class TensorFlow(ModuleType):
    """`tensorflow`, with `tf.keras` alone in it until more is asked for."""

    def __init__(self) -> None:
        super().__init__(NAME, self.__doc__)
        self.__version__ = TENSORFLOW_VERSION
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name == "keras":
            return import_module(KERAS)
        if name.startswith("__"):
            raise AttributeError(f"module 'tensorflow' has no attribute {name!r}")
        if installed_spec(NAME) is None:
            found = tensorflow_names.find(name, lambda whole: NotOfferedError(**_words(whole)))
            if found is None:
                raise NotOfferedError(**_words(name))
            return found
        return getattr(itself(), name)


_GONE: list[str] = []
"""Holds a word once the stand-in has given way."""


def has_given_way() -> bool:
    """Returns whether `tensorflow` is TensorFlow itself."""
    return bool(_GONE)


def install() -> None:
    """Puts Tahr's Keras into TensorFlow where an engine has imported it already."""
    if hasattr(sys.modules.get(NAME), "__file__"):
        _GONE.append(NAME)
        itself()


def itself() -> ModuleType:
    """Returns TensorFlow, with Tahr for its Keras; imports it where that has not been done."""
    if not _GONE:
        _GONE.append(NAME)
        for name in [n for n in sys.modules if n.partition(".")[0] == NAME and not is_keras(n)]:
            del sys.modules[name]
        import_module("tahr.engines.tensorflow.engine")
    module = import_module(NAME)
    # Not imported by its name in TensorFlow: that would say that the program asked for it.
    vars(module)["keras"] = sys.modules.get(KERAS) or import_module("keras")
    return module


def is_keras(fullname: str) -> bool:
    """Returns whether a module is `tensorflow.keras`, by any of its names, or in it."""
    return any(f"{fullname}.".startswith(f"{one}.") for one in KERASES)


def maker(fullname: str) -> Callable[[], ModuleType]:
    """Returns what makes the module for `import tensorflow`.

    Raises:
        NotOfferedModuleError: the import is of a part of TensorFlow that is not there.
    """
    if fullname == NAME:
        return TensorFlow
    raise NotOfferedModuleError(**_words(fullname.partition(".")[2]))


def _advised(instead: str) -> str:
    kind, _, why = instead.partition(": ")
    return f"leave it out, as {why}" if kind == "nothing" else f"use {instead}"


def _words(name: str) -> dict[str, str]:
    instead = INSTEAD.get(name.partition(".")[0], "the function of that kind in keras.ops or NumPy")
    return {
        "what": f"TensorFlow is not installed, so there is tf.keras only, and no tf.{name}",
        "todo": f"{_advised(instead)}; or install TensorFlow: pip install 'tahr[tensorflow]'",
    }
