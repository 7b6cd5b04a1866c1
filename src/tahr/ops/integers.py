"""Common divisors and multiples."""

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import DtypeError
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, dtype_of, joint_shape
from tahr.ops.op import Rule, op


@op(rule=Rule.PROMOTE)
def gcd(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the greatest common divisor of each pair of integers.

    Raises:
        DtypeError: they are no integers.

    Example:
        >>> gcd([12, 7], 18).tolist()
        [6, 1]

    Source: Euclid, "Elements", VII.2.
    """
    run, dtype = engine(), dtype_of(x1)
    if not dtypes.is_integer(dtype):
        raise DtypeError("expected integers", where="gcd", got=dtype)
    shape = joint_shape(dims(x1), dims(x2))
    first, second = (run.broadcast_to(run.abs(x), shape) for x in (x1, x2))
    zero, one = run.full((), 0, dtype), run.full((), 1, dtype)

    def unfinished(pair: tuple[Tensor, Tensor]) -> Tensor:
        return run.any(run.not_equal(pair[1], zero), tuple(range(len(shape))), False)

    def reduced(pair: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        done = run.equal(pair[1], zero)
        rest = run.mod(pair[0], run.where(done, one, pair[1]))
        return run.where(done, pair[0], pair[1]), run.where(done, zero, rest)

    return run.while_loop(unfinished, reduced, (first, second))[0]


@op(rule=Rule.PROMOTE)
def lcm(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the least common multiple of each pair of integers.

    Example:
        >>> lcm([4, 7], 6).tolist()
        [12, 42]
    """
    run, dtype = engine(), dtype_of(x1)
    divisor = gcd(x1, x2)
    zero, one = run.full((), 0, dtype), run.full((), 1, dtype)
    divisor = run.where(run.equal(divisor, zero), one, divisor)
    return run.abs(run.multiply(run.floor_divide(x1, divisor), x2))
