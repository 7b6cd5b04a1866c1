"""Attributes of instances that their class tells of."""

from typing import Any


class Shown:
    """Stands on a class for an attribute that each instance has a value of.

    `help` and `hasattr` find it on the class; what an instance is assigned goes before it.

    Args:
        doc: what the attribute is.

    Example:
        >>> class Point:
        ...     x = Shown("how far right.")
        >>> point = Point()
        >>> point.x = 3
        >>> point.x, Point.x.__doc__
        (3, 'how far right.')
    """

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        """Is told the attribute's name."""
        self._name = name

    def __get__(self, instance: Any, owner: type) -> Any:
        """Returns itself for the class; an instance that has no value yet has no attribute."""
        if instance is None:
            return self
        raise AttributeError(
            f"{owner.__name__!r} object has no attribute {self._name!r}",
            name=self._name,
            obj=instance,
        )


def shown(doc: str) -> Any:
    """Returns a `Shown`, which type checkers take for the attribute's value.

    Args:
        doc: what the attribute is.
    """
    return Shown(doc)
