"""Whole numbers as arguments: of epochs, of steps."""

import operator
from typing import Any

from tahr.core.errors import ArgumentError, told


def whole(value: Any, name: str, least: int) -> int:
    """Returns an argument that is a whole number.

    Args:
        value: the argument.
        name: the name of it.
        least: the smallest that makes sense.

    Raises:
        ArgumentError: it is none, or too small.

    Example:
        >>> whole(3, "epochs", 0)
        3
    """
    try:
        found = value if isinstance(value, int) else operator.index(value)
    except TypeError:
        found = least - 1
    if found < least:
        raise ArgumentError(f"{name} is not a whole number from {least} on", got=told(value))
    return found


def whole_or_none(value: Any, name: str) -> int | None:
    """Returns an argument that is a number of steps, or None.

    Raises:
        ArgumentError: it is neither.
    """
    return None if value is None else whole(value, name, 1)
