"""Complex numbers: their parts, and making them of parts."""

import math

from tahr.core.current import engine
from tahr.core.dtypes import COMPLEX, result_type
from tahr.core.errors import DtypeError, ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.elementwise import signbit
from tahr.ops.joining import stack
from tahr.ops.op import Rule, op


@op()
def real(x: TensorLike) -> Tensor:
    """Returns the real part: x itself where x is real.

    Example:
        >>> real([1.0]).tolist(), real([1 + 2j]).tolist()
        ([1.0], [1.0])
    """
    return engine().real(x) if _is_complex(x) else x  # type: ignore[return-value, arg-type]


@op()
def imag(x: TensorLike) -> Tensor:
    """Returns the imaginary part: zeros where x is real.

    Example:
        >>> imag([1.0]).tolist(), imag([1 + 2j]).tolist()
        ([0.0], [2.0])
    """
    return engine().imag(x) if _is_complex(x) else engine().full(dims(x), 0, dtype_of(x))


@op()
def conjugate(x: TensorLike) -> Tensor:
    """Returns the complex conjugate: x itself where x is real.

    Example:
        >>> conjugate([1.0]).tolist(), conjugate([1 + 2j]).tolist()
        ([1.0], [(1-2j)])
    """
    run = engine()
    if not _is_complex(x):
        return x  # type: ignore[return-value]
    return run.complex(run.real(x), run.negative(run.imag(x)))


conj = conjugate


@op(rule=Rule.FLOAT)
def angle(x: TensorLike) -> Tensor:
    """Returns the angle in the complex plane; of real numbers zero, and pi where negative.

    Example:
        >>> [round(a, 3) for a in angle([1.0, -1.0]).tolist()]
        [0.0, 3.142]
        >>> round(float(angle(2j)), 3)
        1.571
    """
    run, dtype = engine(), dtype_of(x)
    if dtype in COMPLEX:
        return run.atan2(run.imag(x), run.real(x))
    found = run.where(signbit(x), run.full((), math.pi, dtype), run.full((), 0.0, dtype))
    return run.where(run.isnan(x), x, found)


@op(rule=Rule.FLOAT)
def polar(abs_: TensorLike, angle: TensorLike) -> Tensor:
    """Returns the complex numbers of these lengths and angles.

    Args:
        abs_: the absolute values.
        angle: the angles, in radians.

    Raises:
        DtypeError: they are complex themselves.
        EngineError: the engine has no complex numbers.

    Example:
        >>> polar([2.0], [0.0]).tolist()
        [(2+0j)]
    """
    run = engine()
    length, turn = _part("polar", abs_), _part("polar", angle)
    return run.complex(run.multiply(length, run.cos(turn)), run.multiply(length, run.sin(turn)))


@op(rule=Rule.FLOAT)
def view_as_complex(x: TensorLike) -> Tensor:
    """Returns complex numbers whose parts are the two numbers on the last axis.

    Args:
        x: tensor `(..., 2)`.

    Returns:
        A tensor `(...)`.

    Raises:
        ShapeError: the last axis is not of length two.
        DtypeError: x is complex itself.
        EngineError: the engine has no complex numbers.

    Example:
        >>> view_as_complex([[1.0, 2.0], [3.0, 0.0]]).tolist()
        [(1+2j), (3+0j)]
    """
    if not rank(x) or dims(x)[-1] != 2:
        raise ShapeError(
            "the last axis holds the real and the imaginary part",
            where="view_as_complex",
            expected="a last axis of length 2",
            got=show(dims(x)),
        )
    parts = _part("view_as_complex", x)
    return engine().complex(*(engine().get_item(parts, (Ellipsis, n)) for n in (0, 1)))


@op()
def view_as_real(x: TensorLike) -> Tensor:
    """Returns the real and the imaginary part of complex numbers side by side.

    Args:
        x: tensor `(...)`.

    Returns:
        A tensor `(..., 2)`.

    Example:
        >>> view_as_real([1 + 2j]).tolist()
        [[1.0, 2.0]]
    """
    return stack([real(x), imag(x)], -1)


def _part(where: str, x: TensorLike) -> Tensor:
    """Returns one of the parts that complex numbers are made of, of 32 bits at least."""
    if _is_complex(x):
        raise DtypeError("expected real numbers", where=where, got=dtype_of(x))
    return engine().cast(x, result_type(dtype_of(x), "float32"))  # type: ignore[arg-type]


def _is_complex(x: TensorLike) -> bool:
    return dtype_of(x) in COMPLEX
