"""Functions defined piece by piece."""

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dtype_of


def like(value: float, x: TensorLike) -> Tensor:
    """Returns a constant in the dtype of a converted tensor."""
    return engine().full((), value, dtype_of(x))


def above(x: TensorLike, limit: float) -> Tensor:
    """Returns where a converted tensor is larger than a number."""
    return engine().greater(x, like(limit, x))


def split_by_sign(x: TensorLike) -> tuple[Tensor, Tensor]:
    """Returns where x is not negative, and `-abs(x)`, whose derivative is right at zero too."""
    run = engine()
    upper = run.greater_equal(x, like(0.0, x))
    return upper, run.where(upper, run.negative(x), x)
