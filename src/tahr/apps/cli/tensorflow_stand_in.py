"""The module that `import tensorflow` gives: `tf.keras`, and a clear word on everything else."""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from tahr.compat.modules import INSTEAD, TENSORFLOW_VERSION
from tahr.core.errors import TahrError


class NotOfferedError(TahrError, AttributeError):
    """A program asks for a part of TensorFlow that is not Keras."""


class NotOfferedModuleError(TahrError, ModuleNotFoundError):
    """A program imports a module of TensorFlow that is not Keras."""


class TensorFlow(ModuleType):
    """`tensorflow`, with `tf.keras` alone in it."""

    def __init__(self) -> None:
        super().__init__("tensorflow", self.__doc__)
        self.__version__ = TENSORFLOW_VERSION
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name == "keras":
            return import_module("tensorflow.keras")
        if name.startswith("__"):
            raise AttributeError(f"module 'tensorflow' has no attribute {name!r}")
        raise NotOfferedError(**_words(name))


def maker(fullname: str) -> Callable[[], ModuleType]:
    """Gives what makes the module for `import tensorflow`.

    Raises:
        NotOfferedModuleError: the import is of a part of TensorFlow that is not Keras.
    """
    if fullname == "tensorflow":
        return TensorFlow
    raise NotOfferedModuleError(**_words(fullname.partition(".")[2]))


def _words(name: str) -> dict[str, str]:
    instead = INSTEAD.get(name.partition(".")[0], "the function of that kind in keras.ops or NumPy")
    return {
        "what": f"`tahr run` offers tf.keras only, so there is no tf.{name}",
        "todo": f"use {instead}; or run the program with TensorFlow itself: python program.py",
    }
