"""Numbers of categories as vectors: which of them are there, and how often."""

from typing import Annotated, Any, Literal, TypeAlias

import numpy as np

from tahr.compat.keywords import VALUES
from tahr.core.ranges import Formerly
from tahr.core.specs import TensorSpec, is_known
from tahr.core.typing import Shape

INT, ONE_HOT, MULTI_HOT, COUNT, TF_IDF = "int", "one_hot", "multi_hot", "count", "tf_idf"
Mode: TypeAlias = Literal["int", "one_hot", "multi_hot", "count"]
_OLD = Formerly(tuple(VALUES["output_mode"]))
LookupMode: TypeAlias = Annotated[Literal["int", "one_hot", "multi_hot", "count", "tf_idf"], _OLD]
TextMode: TypeAlias = Annotated[Literal["int", "multi_hot", "count", "tf_idf"], _OLD]
DROPPED = -1
"""The number of what is not counted."""


def encoded(numbers: np.ndarray, mode: str, size: int, dtype: str) -> np.ndarray:
    """Returns numbers as vectors.

    Args:
        numbers: of any shape; those outside 0 to `size` are left out.
        mode: "one_hot" for a vector a number, "multi_hot" or "count" for one over the last axis.
        size: the length of a vector.
        dtype: of the result.

    Example:
        >>> encoded(np.array([[0, 2], [1, 1]]), "count", 3, "int64").tolist()
        [[1, 0, 1], [0, 2, 0]]
    """
    if mode == ONE_HOT:
        numbers = _one_each(numbers)
    rows = numbers.reshape(-1, 1) if mode == ONE_HOT or not numbers.ndim else _rows(numbers)
    made = np.zeros((len(rows), size), dtype)
    row, column = np.nonzero((rows >= 0) & (rows < size))
    places = row, rows[row, column]
    if mode == COUNT:
        np.add.at(made, places, 1)
    else:
        made[places] = 1
    kept = numbers.shape if mode == ONE_HOT else numbers.shape[:-1]
    return made.reshape(*kept, size)


def encoded_shape(shape: Any, mode: str, size: int | None) -> Shape:
    """Returns the shape that `encoded` gives."""
    shape = tuple(shape)
    if mode != ONE_HOT:
        return (*shape[:-1], size)
    if not shape:
        return (1, size)
    squeezed = is_known(shape[-1]) and shape[-1] == 1 and len(shape) > 1
    return (*(shape[:-1] if squeezed else shape), size)


def encoded_spec(spec: TensorSpec, mode: str, size: int | None, dtype: str) -> TensorSpec:
    """Returns the spec of what `encoded` gives."""
    return TensorSpec(encoded_shape(spec.shape, mode, size), dtype)


def _one_each(numbers: np.ndarray) -> np.ndarray:
    if not numbers.ndim:
        return numbers[None]
    return numbers[..., 0] if numbers.ndim > 1 and numbers.shape[-1] == 1 else numbers


def _rows(numbers: np.ndarray) -> np.ndarray:
    return numbers.reshape(-1, numbers.shape[-1])
