"""Quantization that stays in floats, with a gradient to train through."""

from typing import Any

from tahr import ops
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.op import Rule, op


@op(rule=Rule.FLOAT)
@ends_at_user
def fake_quant_with_min_max_vars(
    inputs: TensorLike,
    min_vals: TensorLike,
    max_vals: TensorLike,
    num_bits: int = 8,
    narrow_range: bool = False,
    axis: int | None = None,
) -> Tensor:
    """Rounds floats to the values that integers of few bits would stand for.

    The range is moved so that zero is one of these values.

    Args:
        inputs: tensor of floats.
        min_vals: the smallest value, a scalar, or one for each index along the axis.
        max_vals: the largest, likewise.
        num_bits: of the integers.
        narrow_range: whether the smallest integer is 1 rather than 0.
        axis: along which there are several ranges.

    Returns:
        A tensor like the inputs. Its gradient passes where an input was in the range; what is
        below goes to `min_vals`, what is above to `max_vals`.

    Example:
        >>> fake_quant_with_min_max_vars([-2.0, 0.4, 2.0], -1.0, 2.0, num_bits=2).tolist()
        [-1.0, 0.0, 2.0]

    Source: Jacob et al. (2018), "Quantization and training of neural networks for efficient
    integer-arithmetic-only inference", section 3.
    """
    rank = len(inputs.shape)  # type: ignore[union-attr]
    column = [1] * rank
    if axis is not None:
        column[axis] = -1
    others = [a for a in range(rank) if axis is None or a != axis % rank]
    shapes = [tuple(v.shape) for v in (min_vals, max_vals)]  # type: ignore[union-attr]

    def run(x: Tensor, least: Tensor, most: Tensor) -> tuple[Tensor, Any]:
        first, last = (ops.reshape(v, column) if axis is not None else v for v in (least, most))
        low, high, step = nudged(first, last, num_bits, narrow_range)
        clipped = ops.clip(x, low, high)
        count = ops.floor(ops.add(ops.divide(ops.subtract(clipped, low), step), 0.5))
        found = ops.add(ops.multiply(count, step), low)

        def gradient(upstream: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            below, above = ops.less(x, low), ops.greater(x, high)
            inside = ops.logical_not(ops.logical_or(below, above))
            parts = [
                ops.multiply(upstream, ops.cast(mask, ops.dtype(upstream)))
                for mask in (inside, below, above)
            ]
            sums = [ops.sum(part, axis=others) for part in parts[1:]]
            ends = [ops.reshape(s, shape) for s, shape in zip(sums, shapes, strict=True)]
            return parts[0], ends[0], ends[1]

        return found, gradient

    return ops.custom_gradient(run)(inputs, min_vals, max_vals)


def nudged(
    least: Tensor, most: Tensor, num_bits: int, narrow_range: bool
) -> tuple[Tensor, Tensor, Tensor]:
    """Returns a range moved so that zero is one of its values, and the step between them."""
    first, last = int(narrow_range), 2**num_bits - 1
    width = ops.subtract(most, least)
    step = ops.divide(ops.where(ops.equal(width, 0.0), ops.ones_like(width), width), last - first)
    zero = ops.subtract(first, ops.divide(least, step))
    place = ops.clip(ops.floor(ops.add(zero, 0.5)), first, last)
    low = ops.multiply(ops.subtract(first, place), step)
    high = ops.multiply(ops.subtract(last, place), step)
    return low, high, step
