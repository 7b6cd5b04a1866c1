"""Logic on truth values; numbers count as true unless they are zero."""

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.op import op


@op(rows="each")
def logical_and(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns for each pair of elements whether both are true.

    Example:
        >>> logical_and([True, True], [True, False]).tolist()
        [True, False]
    """
    return engine().logical_and(truth(x1), truth(x2))


@op(rows="each")
def logical_or(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns for each pair of elements whether one of them is true.

    Example:
        >>> logical_or([False, True], [False, False]).tolist()
        [False, True]
    """
    return engine().logical_or(truth(x1), truth(x2))


@op(rows="each")
def logical_xor(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns for each pair of elements whether exactly one of them is true.

    Example:
        >>> logical_xor([True, True], [True, False]).tolist()
        [False, True]
    """
    return engine().not_equal(truth(x1), truth(x2))


@op(rows="each")
def logical_not(x: TensorLike) -> Tensor:
    """Returns for each element whether it is false.

    Example:
        >>> logical_not([0, 2]).tolist()
        [True, False]
    """
    return engine().logical_not(truth(x))


def truth(x: TensorLike) -> Tensor:
    """Returns each element's truth value."""
    return engine().cast(x, "bool")
