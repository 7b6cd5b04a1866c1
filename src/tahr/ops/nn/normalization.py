"""Normalization by mean and variance, or by a norm."""

from collections.abc import Sequence

from tahr.core import config
from tahr.core.current import engine
from tahr.core.dtypes import largest, result_type
from tahr.core.errors import ArgumentError
from tahr.core.specs import size
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import (
    add,
    maximum,
    minimum,
    multiply,
    power,
    subtract,
    true_divide,
)
from tahr.ops.axes import Axis, axes_of, axis_of, dims, dtype_of, rank
from tahr.ops.elementwise import absolute, clip, rsqrt, square
from tahr.ops.op import Rule, op

LARGEST_HALF = 65504.0


def _mean(x: TensorLike, axis: Axis, keepdims: bool = True) -> Tensor:
    axes = axes_of(axis, rank(x))
    count = size(dims(x)[a] for a in axes)
    return true_divide(engine().sum(x, axes, keepdims), count)


def _in_32_bits(x: TensorLike) -> Tensor:
    """Widens 16-bit floats, whose range and digits are too few for sums of squares."""
    return engine().asarray(x, result_type(dtype_of(x), "float32"))


@op(rule=Rule.FLOAT)
def moments(
    x: TensorLike, axes: Axis, keepdims: bool = False, synchronized: bool = False
) -> tuple[Tensor, Tensor]:
    """Returns the mean and the variance along axes.

    Args:
        x: tensor of any shape.
        axes: the axes that are averaged over.
        keepdims: whether the axes stay, with length one.
        synchronized: whether replicas average together; a sharded batch always does.

    Returns:
        Mean and variance, in the dtype of x.

    Example:
        >>> [float(m) for m in moments([1.0, 3.0], axes=0)]
        [2.0, 1.0]
    """
    run, wide = engine(), _in_32_bits(x)
    mean = _mean(wide, axes)
    variance = _mean(square(subtract(wide, mean)), axes)
    if not keepdims:
        kept = tuple(n for i, n in enumerate(dims(x)) if i not in axes_of(axes, rank(x)))
        mean, variance = run.reshape(mean, kept), run.reshape(variance, kept)
    if dtype_of(x) in ("float16", "bfloat16"):
        mean, variance = (clip(m, -LARGEST_HALF, LARGEST_HALF) for m in (mean, variance))
    return run.asarray(mean, dtype_of(x)), run.asarray(variance, dtype_of(x))


@op(rule=Rule.FLOAT)
def batch_normalization(
    x: TensorLike,
    mean: TensorLike,
    variance: TensorLike,
    axis: int,
    offset: TensorLike | None = None,
    scale: TensorLike | None = None,
    epsilon: float = 0.001,
) -> Tensor:
    """Returns `scale * (x - mean) / sqrt(variance + epsilon) + offset`, channel by channel.

    Args:
        x: tensor of any shape.
        mean: a vector, one number a channel.
        variance: a vector, likewise.
        axis: where the channels are.
        offset: a vector; none by default.
        scale: a vector; none by default.
        epsilon: keeps the square root away from zero.

    Returns:
        A tensor like x.

    Example:
        >>> batch_normalization([[1.0], [3.0]], [2.0], [1.0], axis=-1, epsilon=0.0).tolist()
        [[-1.0], [1.0]]

    Source: Ioffe & Szegedy 2015, "Batch normalization", algorithm 1.
    """
    place = axis_of(axis, rank(x))
    column = tuple(n if i == place else 1 for i, n in enumerate(dims(x)))
    factor = rsqrt(add(variance, epsilon))
    factor = factor if scale is None else multiply(factor, scale)
    centred = subtract(x, engine().reshape(mean, column))
    out = multiply(centred, engine().reshape(factor, column))
    return out if offset is None else add(out, engine().reshape(offset, column))


@op(rule=Rule.FLOAT)
def normalize_batch(
    x: TensorLike,
    axis: int = -1,
    offset: TensorLike | None = None,
    scale: TensorLike | None = None,
    epsilon: float = 0.001,
) -> tuple[Tensor, Tensor, Tensor]:
    """Normalizes a batch by its own mean and variance, as `batch_normalization` does by others.

    Args:
        x: tensor of any shape.
        axis: where the channels are.
        offset: a vector, one number a channel; none by default.
        scale: a vector, likewise; none by default.
        epsilon: keeps the square root away from zero.

    Returns:
        A tensor like x; the mean and the variance of each channel, through which no gradient goes.

    Example:
        >>> [found.tolist() for found in normalize_batch([[1.0], [3.0]], epsilon=0.0)]
        [[[-1.0], [1.0]], [2.0], [1.0]]

    Source: Ioffe & Szegedy 2015, "Batch normalization", algorithm 1.
    """
    run, place = engine(), axis_of(axis, rank(x))
    mean, variance = moments(x, tuple(a for a in range(rank(x)) if a != place))
    outputs = batch_normalization(x, mean, variance, axis, offset, scale, epsilon)
    return outputs, run.stop_gradient(mean), run.stop_gradient(variance)


def _placed(weight: TensorLike, x: TensorLike, axis: Axis) -> Tensor:
    """Returns a weight, which has the lengths of the normalized axes, a shape like x."""
    wide = _in_32_bits(weight)
    axes = axes_of(axis, rank(x))
    if rank(weight) == rank(x) or axes == (rank(x) - 1,):
        return wide
    return engine().reshape(wide, tuple(n if i in axes else 1 for i, n in enumerate(dims(x))))


@op()
def layer_normalization(
    x: TensorLike,
    gamma: TensorLike | None = None,
    beta: TensorLike | None = None,
    axis: Axis = -1,
    epsilon: float | None = None,
    **kwargs: bool,
) -> Tensor:
    """Returns `gamma * (x - mean) / sqrt(variance + epsilon) + beta`, example by example.

    Args:
        x: tensor of any shape; 16-bit floats are computed with in 32 bits.
        gamma: of the lengths of the normalized axes; none by default.
        beta: likewise.
        axis: the axis or axes that are normalized.
        epsilon: keeps the square root away from zero; the configured one by default.
        **kwargs: `rms_scaling`, to leave x uncentred and without beta, as Keras did once.

    Returns:
        A tensor like x.

    Example:
        >>> layer_normalization([1.0, 3.0], epsilon=0.0).tolist()
        [-1.0, 1.0]

    Source: Ba et al. 2016, "Layer normalization", equation 4.
    """
    wide = _in_32_bits(x)
    centred = subtract(wide, _mean(wide, axis))
    variance = _mean(square(centred), axis)
    rms = kwargs.get("rms_scaling", False)
    out = multiply(wide if rms else centred, rsqrt(add(variance, _small(epsilon))))
    if gamma is not None:
        out = multiply(out, _placed(gamma, x, axis))
    if beta is not None and not rms:
        out = add(out, _placed(beta, x, axis))
    return engine().asarray(out, dtype_of(x))


def _small(epsilon: float | None) -> float:
    return config.epsilon() if epsilon is None else epsilon


@op()
def rms_normalization(
    x: TensorLike,
    scale: TensorLike | None = None,
    axis: int | Sequence[int] = -1,
    epsilon: float | None = None,
) -> Tensor:
    """Returns `scale * x / sqrt(mean(x**2) + epsilon)`, example by example.

    Args:
        x: tensor of any shape; 16-bit floats are computed with in 32 bits.
        scale: broadcasts with x; none by default.
        axis: the axis or axes that are normalized.
        epsilon: keeps the square root away from zero; the configured one by default.

    Returns:
        A tensor like x.

    Example:
        >>> rms_normalization([3.0, 3.0], epsilon=0.0).tolist()
        [1.0, 1.0]

    Source: Zhang & Sennrich 2019, "Root mean square layer normalization", equation 4.
    """
    wide = _in_32_bits(x)
    wide = engine().reshape(wide, (1,)) if rank(x) == 0 else wide
    out = multiply(wide, rsqrt(add(_mean(square(wide), axis), _small(epsilon))))
    if scale is not None:
        out = multiply(out, _in_32_bits(scale))
    return engine().asarray(out, dtype_of(x))


@op(rule=Rule.FLOAT)
def normalize(
    x: TensorLike, axis: Axis = -1, order: int = 2, epsilon: float | None = None
) -> Tensor:
    """Divides by the norm along an axis.

    Args:
        x: tensor of any shape.
        axis: the axis or axes the norm is taken along.
        order: of the norm, at least 1.
        epsilon: the smallest norm that is divided by; the configured one by default.

    Returns:
        A tensor like x.

    Raises:
        ArgumentError: order is no positive integer.

    Example:
        >>> normalize([3.0, 4.0]).tolist()
        [0.6..., 0.8...]
    """
    if not isinstance(order, int) or order < 1:
        raise ArgumentError("order is not a positive integer", got=order)
    wide = engine().reshape(x, (1,)) if rank(x) == 0 else x
    axes = axes_of(axis, rank(wide))
    if order == 2:
        inverse = rsqrt(engine().sum(square(wide), axes, True))
        limit = min(1.0 / _small(epsilon), largest(dtype_of(x)))
        return multiply(wide, minimum(inverse, limit))
    total = engine().sum(power(absolute(wide), order), axes, True)
    return true_divide(wide, maximum(power(total, 1.0 / order), _small(epsilon)))
