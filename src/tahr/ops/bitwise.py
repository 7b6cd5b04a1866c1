"""Bits of integers."""

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.op import Rule, op


@op(rule=Rule.PROMOTE)
def bitwise_and(x: TensorLike, y: TensorLike) -> Tensor:
    """Keeps the bits that both have.

    Example:
        >>> int(bitwise_and(6, 3))
        2
    """
    return engine().bitwise_and(x, y)


@op(rule=Rule.PROMOTE)
def bitwise_or(x: TensorLike, y: TensorLike) -> Tensor:
    """Keeps the bits that one of them has.

    Example:
        >>> int(bitwise_or(6, 3))
        7
    """
    return engine().bitwise_or(x, y)


@op(rule=Rule.PROMOTE)
def bitwise_xor(x: TensorLike, y: TensorLike) -> Tensor:
    """Keeps the bits that exactly one of them has.

    Example:
        >>> int(bitwise_xor(6, 3))
        5
    """
    return engine().bitwise_xor(x, y)


@op(rule=Rule.PROMOTE)
def bitwise_left_shift(x: TensorLike, y: TensorLike) -> Tensor:
    """Shifts the bits of x left by y places.

    Example:
        >>> int(bitwise_left_shift(3, 2))
        12
    """
    return engine().left_shift(x, y)


@op(rule=Rule.PROMOTE)
def bitwise_right_shift(x: TensorLike, y: TensorLike) -> Tensor:
    """Shifts the bits of x right by y places, keeping the sign.

    Example:
        >>> int(bitwise_right_shift(12, 2))
        3
    """
    return engine().right_shift(x, y)


@op()
def bitwise_not(x: TensorLike) -> Tensor:
    """Inverts every bit; for bools that is `logical_not`.

    Example:
        >>> int(bitwise_not(6))
        -7
    """
    return engine().bitwise_not(x)


bitwise_invert = bitwise_not
left_shift = bitwise_left_shift
right_shift = bitwise_right_shift
