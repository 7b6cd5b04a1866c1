"""Thresholds above which a prediction counts as yes."""

from collections.abc import Sequence

from tahr.core.config import epsilon
from tahr.core.errors import ArgumentError

EVERYTHING = -1e10
"""A threshold that only what `top_k` has ruled out stays below."""


def parsed(
    thresholds: float | Sequence[float] | None, default: float, where: str | None
) -> list[float]:
    """Returns thresholds as a list.

    Args:
        thresholds: one, several, or None.
        default: what stands in for None.
        where: whose they are, for messages.

    Raises:
        ArgumentError: one of them is not between 0 and 1, or there is none.
    """
    if thresholds is None:
        return [default]
    if isinstance(thresholds, Sequence) and not thresholds:
        raise ArgumentError("there is no threshold", where=where, expected="one or more")
    listed = list(thresholds) if isinstance(thresholds, Sequence) else [thresholds]
    return check_shares(listed, where)


def check_shares(values: Sequence[float | None], where: str | None) -> list[float]:
    """Returns thresholds that all lie between 0 and 1.

    Raises:
        ArgumentError: one of them does not.
    """
    for value in values:
        if value is None or not 0 <= value <= 1:
            raise ArgumentError("thresholds lie between 0 and 1", where=where, got=value)
    return [value for value in values if value is not None]


def even(count: int) -> list[float]:
    """Returns thresholds at even distances from 0 to 1.

    Example:
        >>> even(3)
        [0.0, 0.5, 1.0]
    """
    return [i / (count - 1) for i in range(count)] if count > 1 else [0.5]


def is_even(thresholds: Sequence[float]) -> bool:
    """Returns whether sorted thresholds divide 0 to 1 evenly."""
    if len(thresholds) < 3:
        return False
    return all(
        abs(t - e) < epsilon() for t, e in zip(thresholds, even(len(thresholds)), strict=True)
    )


def opened(thresholds: Sequence[float]) -> list[float]:
    """Moves the first threshold below 0 and the last above 1, so that both are passed or not."""
    return [thresholds[0] - epsilon(), *thresholds[1:-1], thresholds[-1] + epsilon()]
