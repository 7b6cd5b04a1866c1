"""The three parts of a batch: inputs, targets, sample weights."""

from typing import Any

from tahr.core.errors import DataError


def unpack_x_y_sample_weight(data: Any) -> tuple[Any, Any, Any]:
    """Splits what a data set yields into inputs, targets and sample weights.

    Args:
        data: x, or a tuple (x,), (x, y) or (x, y, sample_weight).

    Returns:
        The three, None for what is missing.

    Raises:
        DataError: it is a tuple of another length.

    Example:
        >>> unpack_x_y_sample_weight((1, 2))
        (1, 2, None)
    """
    if not isinstance(data, tuple):
        return data, None, None
    if not 1 <= len(data) <= 3:
        raise DataError(
            "a batch has one to three parts",
            expected="x, (x, y) or (x, y, sample_weight)",
            got=f"a tuple of {len(data)}",
            todo="put several inputs or targets into a list or dict",
        )
    return (*data, None, None)[:3]  # type: ignore[return-value]


def pack_x_y_sample_weight(x: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """Puts inputs, targets and sample weights together as a data set yields them.

    Example:
        >>> pack_x_y_sample_weight(1, 2)
        (1, 2)
    """
    if y is None:
        return (x,) if isinstance(x, tuple | list) else x
    return (x, y) if sample_weight is None else (x, y, sample_weight)
