"""Parts of complex numbers; Tahr's tensors are real."""

import math

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, dtype_of
from tahr.ops.elementwise import signbit
from tahr.ops.op import Rule, op


@op()
def real(x: TensorLike) -> Tensor:
    """Returns the real part: x itself.

    Example:
        >>> real([1.0]).tolist()
        [1.0]
    """
    return x  # type: ignore[return-value]


@op()
def imag(x: TensorLike) -> Tensor:
    """Returns the imaginary part: zeros.

    Example:
        >>> imag([1.0]).tolist()
        [0.0]
    """
    return engine().full(dims(x), 0, dtype_of(x))


@op()
def conjugate(x: TensorLike) -> Tensor:
    """Returns the complex conjugate: x itself.

    Example:
        >>> conjugate([1.0]).tolist()
        [1.0]
    """
    return x  # type: ignore[return-value]


conj = conjugate


@op(rule=Rule.FLOAT)
def angle(x: TensorLike) -> Tensor:
    """Returns the angle in the complex plane: zero, and pi for negative numbers.

    Example:
        >>> [round(a, 3) for a in angle([1.0, -1.0]).tolist()]
        [0.0, 3.142]
    """
    run, dtype = engine(), dtype_of(x)
    found = run.where(signbit(x), run.full((), math.pi, dtype), run.full((), 0.0, dtype))
    return run.where(run.isnan(x), x, found)
