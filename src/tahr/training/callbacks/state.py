"""What must be kept of an object so that training can go on as if it had never stopped."""

import copy
import inspect
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

import numpy as np

from tahr.core.portable import Portable

GIVEN_ANEW = frozenset({"params", "_model"})
"""Attributes of a callback that each `fit` sets."""

ITEMS = "__items__"
"""Stands for a dict whose keys are no strings, with its items as pairs."""


class Resumable(Portable):
    """An object whose attributes that are plain data can be taken out and put back.

    Plain data is None, bools, numbers, strings, NumPy arrays and scalars, and lists, tuples and
    dicts of these.
    """

    _settings: ClassVar[frozenset[str]] = frozenset()
    """Attributes that are said when the object is made, and so are no state."""

    def get_state(self) -> dict[str, Any]:
        """Returns what `set_state` of a new object needs to go on from here.

        Returns:
            A dict that JSON can hold but for the arrays in it: keys are strings, tuples lists.
        """
        skipped = GIVEN_ANEW | type(self)._settings
        return {
            name: value.get_state() if isinstance(value, Part) else packed(value)
            for name, value in vars(self).items()
            if name not in skipped and (isinstance(value, Part) or is_plain(value))
        }

    def set_state(self, state: dict[str, Any]) -> None:
        """Puts back what `get_state` gave, after `on_train_begin`.

        Args:
            state: of an object of the same class, perhaps in another process.
        """
        for name, value in state.items():
            present = getattr(self, name, None)
            if isinstance(present, Part):
                present.set_state(value)
            else:
                setattr(self, name, unpacked(value, present))


class Part(Resumable):
    """An object that a callback holds, whose state is a part of the callback's."""


def arguments(function: Callable[..., Any]) -> frozenset[str]:
    """Returns the names of a function's parameters, but for `self`."""
    return frozenset(inspect.signature(function).parameters) - {"self"}


def is_plain(value: object) -> bool:
    """Returns whether a value is plain data.

    Example:
        >>> is_plain({"losses": [0.5, None]}), is_plain(open)
        (True, False)
    """
    if isinstance(value, dict):
        return all(is_plain(part) for item in value.items() for part in item)
    if isinstance(value, list | tuple):
        return all(map(is_plain, value))
    if isinstance(value, np.ndarray | np.generic):
        return not value.dtype.hasobject
    return value is None or isinstance(value, bool | int | float | str)


def packed(value: Any) -> Any:
    """Returns plain data as JSON can hold it, but for arrays, which are copied.

    Example:
        >>> packed((1, {2: "b"}))
        [1, {'__items__': [[2, 'b']]}]
    """
    if isinstance(value, dict):
        if all(isinstance(key, str) for key in value):
            return {key: packed(inner) for key, inner in value.items()}
        return {ITEMS: [[packed(key), packed(inner)] for key, inner in value.items()]}
    if isinstance(value, list | tuple):
        return [packed(inner) for inner in value]
    return value.copy() if isinstance(value, np.ndarray) else value


def unpacked(value: Any, like: Any = None) -> Any:
    """Returns back what was packed.

    Args:
        value: what `packed` gave.
        like: what now stands in its place: a tuple or a dict of some class stays one.

    Example:
        >>> unpacked([1, {"__items__": [[2, "b"]]}], like=())
        (1, {2: 'b'})
    """
    if isinstance(value, dict):
        return _dict(value[ITEMS] if set(value) == {ITEMS} else value.items(), like)
    if isinstance(value, list):
        items = [unpacked(inner) for inner in value]
        return tuple(items) if isinstance(like, tuple) else items
    if isinstance(value, np.ndarray):
        return value.copy() if value.ndim else value[()]
    return value


def _dict(items: Iterable[Any], like: Any) -> dict[Any, Any]:
    found = {tuple(key) if isinstance(key, list) else key: unpacked(value) for key, value in items}
    if not isinstance(like, dict):
        return found
    made = copy.copy(like)
    made.clear()
    made.update(found)
    return made
