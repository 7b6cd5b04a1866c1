"""Elements of a data set: trees of arrays on the host, put together to batches and taken apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tahr.core import current, trees
from tahr.core.config import floatx
from tahr.core.dtypes import STRING
from tahr.core.errors import DataError, told
from tahr.core.texts import as_text, holds_text, is_text
from tahr.core.typing import Shape

NUMBERS = {bool: "bool", int: "int32", complex: "complex64"}
"""The dtypes of Python's own numbers; floats have the configured one."""


class Values(np.ndarray):
    """An array of NumPy's that has `numpy()`, as programs written for `tf.data` ask for it.

    Example:
        >>> np.arange(3).view(Values)[1].numpy()
        array(1)
    """

    def numpy(self) -> np.ndarray:
        """Returns it as an ordinary array."""
        return np.asarray(self)

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        return np.asarray(found).view(Values) if isinstance(found, np.generic) else found


@dataclass(frozen=True)
class ElementSpec:
    """The shape and dtype of an array of an element.

    Args:
        shape: its lengths; None where they differ between elements.
        dtype: its name.
    """

    shape: Shape
    dtype: str


def shown(element: Any) -> Any:
    """Returns an element as a program that loops over a data set gets it."""
    return trees.map(lambda a: a.view(Values) if isinstance(a, np.ndarray) else a, element)


def on_host(element: Any) -> Any:
    """Returns what a user's function gave as an element: arrays of NumPy's, and text as text."""
    return trees.map(_to_host, element, is_leaf=lambda part: isinstance(part, list))


def _to_host(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    if type(value) in NUMBERS:
        return np.asarray(value, NUMBERS[type(value)])
    if isinstance(value, float):
        return np.asarray(value, floatx())
    if is_text(value):
        text = as_text(value)
        return text if text.ndim else text.item()
    if isinstance(value, list):
        return np.stack([_to_host(item) for item in value]) if value else np.zeros(0, floatx())
    return np.asarray(current.to_numpy(value))


def stacked(elements: Sequence[Any]) -> Any:
    """Puts elements into one, along a new first axis.

    Raises:
        DataError: they differ in shape or structure.

    Example:
        >>> stacked([(np.ones(2), "a"), (np.ones(2), "b")])[1]
        array(['a', 'b'], dtype=object)
    """
    return _together(elements, _stacked)


def padded(elements: Sequence[Any], value: float = 0) -> Any:
    """Puts elements into one, arrays filled up at their ends to the longest.

    Example:
        >>> padded([np.ones(1), np.ones(2)]).tolist()
        [[1.0, 0.0], [1.0, 1.0]]
    """
    return _together(elements, lambda *parts: _padded(parts, value))


def listed(elements: Sequence[Any]) -> Any:
    """Puts elements into one whose arrays keep their lengths, in an array of arrays."""

    def together(*parts: Any) -> Any:
        if len({np.shape(part) for part in parts}) == 1 and np.shape(parts[0]) == ():
            return _stacked(*parts)
        made = np.empty(len(parts), "O")
        for place, part in enumerate(parts):
            made[place] = part
        return made

    return _together(elements, together)


def _together(elements: Sequence[Any], join: Any) -> Any:
    try:
        return trees.map(join, *elements)
    except ValueError as error:
        if isinstance(error, DataError):
            raise
        raise DataError(
            "the elements of a batch differ in structure",
            expected="the same tuples and dicts in all",
            got=told([trees.flatten(e)[1] for e in elements[:2]]),
        ) from error


def _stacked(*parts: Any) -> Any:
    if parts[0] is None:
        return None
    if isinstance(parts[0], str):
        made = np.empty(len(parts), "O")
        made[:] = parts
        return made
    shapes = {np.shape(part) for part in parts}
    if len(shapes) > 1:
        raise DataError(
            "the elements of a batch differ in shape",
            got=" and ".join(map(str, sorted(shapes)[:2])),
            todo="bring them to one shape with map(...) first, or take padded_batch(...)",
        )
    return np.stack(parts)


def _padded(parts: Sequence[Any], value: float) -> Any:
    shapes = {np.shape(part) for part in parts}
    if parts[0] is None or len(shapes) == 1:
        return _stacked(*parts)
    lengths = tuple(max(axis) for axis in zip(*shapes, strict=True))
    made = np.full((len(parts), *lengths), value, parts[0].dtype)
    for row, part in zip(made, parts, strict=True):
        row[tuple(map(slice, part.shape))] = part
    return made


def rows(element: Any) -> Iterator[Any]:
    """Takes a batch apart.

    Example:
        >>> [int(row["a"]) for row in rows({"a": np.arange(2)})]
        [0, 1]
    """
    first = next(leaf for leaf in trees.leaves(element) if leaf is not None)
    for place in range(len(first)):
        yield trees.map(lambda a, i=place: None if a is None else a[i], element)


def spec_of(element: Any) -> Any:
    """Returns the shapes and dtypes of an element.

    Example:
        >>> spec_of((np.ones((2, 3), "float32"), "a"))
        (ElementSpec(shape=(2, 3), dtype='float32'), ElementSpec(shape=(), dtype='string'))
    """
    return trees.map(_spec, element)


def _spec(value: Any) -> ElementSpec | None:
    if value is None:
        return None
    if isinstance(value, str) or holds_text(value):
        return ElementSpec(np.shape(value), STRING)
    array = np.asarray(value)
    return ElementSpec(array.shape, array.dtype.name)
