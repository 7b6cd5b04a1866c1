"""Modules by whose name Keras 1 and 2 called a class: `keras.optimizers.sgd(lr=0.1)`."""

from types import ModuleType
from typing import Any

from tahr.core.notices import old_spelling


class Namesake(ModuleType):
    """A module that can be called as the class of its name."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Makes an instance of the class."""
        parent = self.__name__.split(".")[-2]
        today = vars(self)["__today__"]
        old_spelling(f"{parent}.{self.__name__.rpartition('.')[2]}", f"{parent}.{today.__name__}")
        return today(*args, **kwargs)


def callable_as(module: ModuleType, today: type) -> None:
    """Lets a module be called.

    Args:
        module: it.
        today: the class that makes what is asked for.

    Example:
        >>> from tahr import optimizers
        >>> type(optimizers.sgd(0.1)).__name__
        'SGD'
    """
    vars(module)["__today__"] = today
    module.__class__ = Namesake
