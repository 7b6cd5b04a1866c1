"""Saying, where it is written, that something does with many rows what it does with each.

A batch may be filled up to a length that is compiled already, and steps of sequences run as one
batch, only where nothing looks from one row at another. What nothing is said of is taken to.
"""

from typing import Any, TypeVar

T = TypeVar("T")

MARK = "_rows_apart"


def rows_apart(item: T) -> T:
    """Says that a class or function treats the rows of its inputs apart.

    What adds up over the rows, as a metric or a mean in training, does too if it leaves out those
    that `core.scopes.rows_that_count` says do not count. It holds for the subclasses in Tahr; a
    class of a user's says it itself.

    Args:
        item: a layer, loss or metric, or a function of tensors.

    Example:
        >>> @rows_apart
        ... def doubled(x):
        ...     return 2 * x
        >>> are_rows_apart(doubled), are_rows_apart(abs)
        (True, False)
    """
    setattr(item, MARK, True)
    return item


def are_rows_apart(item: object) -> bool:
    """Returns whether it is said of a function, or of the class of an object, that it does.

    Args:
        item: a function, or an instance of a class.
    """
    if MARK in getattr(item, "__dict__", {}):
        return True
    cls = type(item)
    return MARK in vars(cls) or (is_own(cls) and getattr(cls, MARK, False))


def is_own(item: Any) -> bool:
    """Returns whether a function, class or object is Tahr's, and not a user's.

    Args:
        item: what is asked about.
    """
    home = getattr(item, "__module__", None) or type(item).__module__
    return home.partition(".")[0] == __name__.partition(".")[0]
