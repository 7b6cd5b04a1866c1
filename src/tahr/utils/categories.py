"""Class numbers as vectors, and vectors of length one."""

from typing import Any

import numpy as np

from tahr import ops
from tahr.core import current
from tahr.core.errors import DataError, told
from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import ends_at_user
from tahr.ops.axes import axis_of


@ends_at_user
@accepts_old_spellings
def to_categorical(x: Any, num_classes: int | None = None) -> Any:
    """Converts integer labels to one-hot rows.

    Args:
        x: integers (...), or (..., 1), from 0 to `num_classes - 1`.
        num_classes: the length of a row; the largest number plus one by default.

    Returns:
        (..., num_classes); a tensor of the engine for one, else a float64 array.

    Raises:
        DataError: a number is no class.

    Example:
        >>> to_categorical([0, 2]).tolist()
        [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    is_tensor = not isinstance(x, np.ndarray) and current.engine().is_tensor(x)
    given = np.asarray(current.to_numpy(x) if is_tensor else x)
    if given.dtype.kind not in "biuf" or (given.dtype.kind == "f" and (given % 1).any()):
        raise DataError(
            "these are no class numbers",
            where="x",
            expected="whole numbers from 0 on",
            got=f"dtype {given.dtype}, such as {told(given.ravel()[0] if given.size else None)}",
            todo="numbers for names: classes, x = numpy.unique(x, return_inverse=True)"
            if given.dtype.kind in "OSU"
            else None,
        )
    classes = given.astype("int64")
    if classes.ndim > 1 and classes.shape[-1] == 1:
        classes = classes[..., 0]
    if classes.size == 0 and not num_classes:
        raise DataError("the number of classes cannot be told", where="x", got="no class at all")
    number = num_classes or int(classes.max()) + 1
    if classes.size and not 0 <= classes.min() <= classes.max() < number:
        raise DataError(
            "this is no class number",
            where="x",
            expected=f"0 to {number - 1}",
            got=classes.min() if classes.min() < 0 else classes.max(),
        )
    rows = np.eye(number)[classes]
    return ops.cast(ops.convert_to_tensor(rows), "float32") if is_tensor else rows


@ends_at_user
def normalize(x: Any, axis: int = -1, order: int = 2) -> Any:
    """Divides vectors by their length.

    Args:
        x: an array or tensor.
        axis: along which the vectors lie.
        order: of the norm: 2 is Euclid's.

    Returns:
        Of the same shape; vectors of zeros stay as they are.

    Example:
        >>> normalize(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
        [[0.6, 0.8], [0.0, 0.0]]
    """
    if not isinstance(x, np.ndarray):
        return ops.normalize(x, axis=axis, order=order)
    norm = np.linalg.norm(x, order, axis_of(axis, x.ndim), keepdims=True)
    return x / np.where(norm == 0, 1, norm)


@ends_at_user
def to_ordinal(y: Any, num_classes: int | None = None, dtype: str = "float32") -> np.ndarray:
    """Converts ranks to rows that say of each rank but the lowest whether it is reached.

    Args:
        y: integers (...), or (..., 1), from 0 to `num_classes - 1`.
        num_classes: how many ranks there are; the largest number plus one by default.
        dtype: of the rows.

    Returns:
        (..., num_classes - 1).

    Example:
        >>> to_ordinal([0, 1, 2]).tolist()
        [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]
    """
    ranks = np.asarray(y, "int64")
    ranks = ranks[..., 0] if ranks.ndim > 1 and ranks.shape[-1] == 1 else ranks
    count = int(ranks.max()) + 1 if num_classes is None else num_classes
    return (ranks[..., None] > np.arange(count - 1)).astype(dtype)
