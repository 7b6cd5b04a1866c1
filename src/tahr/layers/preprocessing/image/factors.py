"""How much is changed: a number, or the least and the most of what is drawn."""

from numbers import Real
from typing import Any, TypeAlias

from tahr.core.errors import ArgumentError, told

Pair: TypeAlias = tuple[float, float]


def is_number(value: Any) -> bool:
    """Returns whether a value is one number."""
    return isinstance(value, Real) and not isinstance(value, bool)


def is_pair(value: Any) -> bool:
    """Returns whether a value is two numbers."""
    return isinstance(value, list | tuple) and len(value) == 2 and all(map(is_number, value))


def factor_range(value: Any, bounds: Pair, name: str, where: str) -> Any:
    """Returns the least and the most of what is drawn.

    Args:
        value: (least, most), or one number: it stands for what lies between zero, or the lower
            bound, and it; where factors may be negative, between its opposite and it.
        bounds: the least and the most that is allowed.
        name: of the argument.
        where: the layer.

    Raises:
        ArgumentError: it is neither, or out of bounds.

    Example:
        >>> factor_range(0.2, (-1.0, 1.0), "factor", "layer")
        (-0.2, 0.2)
        >>> factor_range(0.2, (0.0, 1.0), "factor", "layer")
        (0.0, 0.2)
    """
    least, most = bounds
    if is_number(value):
        low = -abs(value) if least < 0 else least
        pair = (low, abs(value) if least < 0 else value)
    elif is_pair(value):
        pair = (min(value), max(value))
    else:
        pair = None
    if pair is None or not least <= pair[0] <= pair[1] <= most:
        raise ArgumentError(
            f"{name} does not fit",
            where=where,
            expected=f"a number, or (least, most), from {least:g} to {most:g}",
            got=told(value),
        )
    return pair


def value_range_of(value: Any, where: str) -> Any:
    """Returns the least and the most that the values of images may be.

    Raises:
        ArgumentError: they are not two numbers in ascending order.
    """
    if not is_pair(value) or not value[0] < value[1]:
        raise ArgumentError(
            "value_range does not fit",
            where=where,
            expected="(least, most) of the values of the images, such as (0, 255) or (0, 1)",
            got=told(value),
        )
    return value
