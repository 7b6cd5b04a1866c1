"""What is found out about functions, kept for as long as they live and no longer."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

R = TypeVar("R")


def once(read: Callable[[Callable[..., Any]], R]) -> Callable[[Callable[..., Any]], R]:
    """Lets a function that looks at functions look at each of them once.

    Unlike `functools.cache` it keeps no function alive, and so no class that was made in another
    function and is gone with it.

    Args:
        read: takes a function; what it gives must not hold that function.

    Example:
        >>> name = once(lambda function: function.__name__)
        >>> name(print), name(once)
        ('print', 'once')
    """
    known: WeakKeyDictionary[Callable[..., Any], R] = WeakKeyDictionary()

    @functools.wraps(read)
    def wrapper(function: Callable[..., Any]) -> R:
        try:
            return known[function]
        except KeyError:
            found = known[function] = read(function)
            return found
        except TypeError:  # some of Python's own cannot be referred to weakly
            return read(function)

    return wrapper
