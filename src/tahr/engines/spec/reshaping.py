"""What a reshape gives where some of the lengths are not known.

Lengths that are unknown on both sides cancel. What is left decides: with no unknown left the
sizes have to agree, and a length to be inferred is known.
"""

from collections import Counter

from tahr.core.errors import ShapeError
from tahr.core.specs import Unknown, is_known, quotient, show, size

INFERRED = -1


def reshaped(shape: tuple[int, ...], target: tuple[int, ...]) -> tuple[int, ...]:
    """Returns the shape a reshape leads to.

    Args:
        shape: the shape there is.
        target: the shape wanted; one length may be -1.

    Raises:
        ShapeError: the sizes cannot be equal, or a length is negative.

    Example:
        >>> from tahr.core.specs import filled
        >>> batch, height = filled((None, None))
        >>> reshaped((batch, 4, 6), (-1, 24)), reshaped((batch, height, 6), (batch, -1, 3))
        ((?, 24), (?, ?, 3))
        >>> reshaped((batch + 1, 4, 6), (batch + 1, -1))
        (?, 24)
    """
    inferred = [axis for axis, n in enumerate(target) if is_known(n) and n == INFERRED]
    if len(inferred) > 1 or any(is_known(n) and n < INFERRED for n in target):
        raise ShapeError(
            "a shape to reshape to holds lengths, and -1 at most once", got=show(target)
        )
    given = tuple(n for axis, n in enumerate(target) if axis not in inferred)
    have, want = _cancelled(shape, given)
    if not _possible(have, want, bool(inferred)):
        raise ShapeError(
            f"a tensor of shape {show(shape)} cannot be reshaped to {show(target)}",
            expected=f"{_elements(have)} elements{_each(have, shape)}",
            got=f"{_elements(want)}{' or a multiple of it' if inferred else ''}",
        )
    if not inferred:
        return target
    axis = inferred[0]
    return (*target[:axis], _inferred(have, want), *target[axis + 1 :])


def _cancelled(
    shape: tuple[int, ...], target: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Takes the unknown lengths that both shapes have out of both."""
    common = Counter(_unknowns(shape)) & Counter(_unknowns(target))
    return _without(shape, common), _without(target, common)


def _unknowns(shape: tuple[int, ...]) -> list[int]:
    return [int(n) for n in shape if not is_known(n)]


def _without(shape: tuple[int, ...], taken: Counter[int]) -> tuple[int, ...]:
    left = Counter(taken)
    rest = []
    for n in shape:
        if not is_known(n) and left[int(n)] > 0:
            left[int(n)] -= 1
        else:
            rest.append(n)
    return tuple(rest)


def _possible(have: tuple[int, ...], want: tuple[int, ...], inferred: bool) -> bool:
    if _unknowns(want):
        return True
    total, part = _known_size(have), size(want)
    if _unknowns(have):
        return inferred or (part % total == 0 if total else part == 0)
    if inferred:
        return part != 0 and total % part == 0
    return total == part


def _inferred(have: tuple[int, ...], want: tuple[int, ...]) -> int:
    total, part = size(have), size(want)
    if not _unknowns(have) and not _unknowns(want):
        return total // part
    if _unknowns(have) and _unknowns(want) and part and total % part == 0:
        return quotient(total, part)
    return Unknown(total // part if part else 0)


def _known_size(shape: tuple[int, ...]) -> int:
    return size(n for n in shape if is_known(n))


def _elements(shape: tuple[int, ...]) -> str:
    return str(_known_size(shape))


def _each(have: tuple[int, ...], shape: tuple[int, ...]) -> str:
    if _unknowns(have):
        return " times an unknown number"
    return " a sample" if _unknowns(shape) else ""
