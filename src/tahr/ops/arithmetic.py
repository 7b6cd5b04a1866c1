"""Arithmetic on pairs of tensors."""

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.op import Rule, op


@op(rule=Rule.PROMOTE)
def add(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Adds element by element.

    Args:
        x1: tensor of any shape.
        x2: tensor that broadcasts with x1.

    Returns:
        A tensor of the broadcast shape and the promoted dtype.

    Example:
        >>> add([1, 2], 0.5).tolist()
        [1.5, 2.5]
    """
    return engine().add(x1, x2)


@op(rule=Rule.PROMOTE)
def subtract(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Subtracts element by element.

    Example:
        >>> subtract([3, 2], 1).tolist()
        [2, 1]
    """
    return engine().subtract(x1, x2)


@op(rule=Rule.PROMOTE)
def multiply(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Multiplies element by element.

    Example:
        >>> multiply([3, 2], 2).tolist()
        [6, 4]
    """
    return engine().multiply(x1, x2)


@op(rule=Rule.FLOAT)
def true_divide(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Divides element by element; integers give floats.

    Example:
        >>> true_divide([3, 2], 2).tolist()
        [1.5, 1.0]
    """
    return engine().divide(x1, x2)
