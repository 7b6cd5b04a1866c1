"""Normalization in the words of old programs."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.typing import Tensor


def normalize_batch_in_training(
    x: Any, gamma: Any, beta: Any, reduction_axes: Sequence[int], epsilon: float = 1e-3
) -> tuple[Tensor, Tensor, Tensor]:
    """Normalizes by the mean and variance of the batch itself.

    Args:
        x: tensor.
        gamma: what the result is multiplied by; None for nothing.
        beta: what is added; None for nothing.
        reduction_axes: the axes that are averaged over.
        epsilon: added to the variance.

    Returns:
        The result, the mean, the variance.
    """
    mean, variance = ops.moments(x, axes=list(reduction_axes))
    return _scaled(x, mean, variance, beta, gamma, reduction_axes, epsilon), mean, variance


def batch_normalization(
    x: Any,
    mean: Any,
    var: Any,
    beta: Any,
    gamma: Any,
    axis: int = -1,
    epsilon: float = 1e-3,
) -> Tensor:
    """Normalizes by a mean and a variance that are given.

    Args:
        x: tensor.
        mean: along one axis, or in a shape that fits the tensor.
        var: likewise.
        beta: what is added; None for nothing.
        gamma: what the result is multiplied by; None for nothing.
        axis: along which these lie.
        epsilon: added to the variance.
    """
    rank = len(ops.shape(x))
    others = [i for i in range(rank) if i != range(rank)[axis]]
    return _scaled(x, mean, var, beta, gamma, others, epsilon)


def _scaled(
    x: Any, mean: Any, var: Any, beta: Any, gamma: Any, others: Sequence[int], epsilon: float
) -> Tensor:
    rank = len(ops.shape(x))
    averaged = {range(rank)[axis] for axis in others}

    def spread(values: Any) -> Any:
        flat = len(ops.shape(values)) == rank - len(averaged)
        return ops.expand_dims(values, sorted(averaged)) if flat and averaged else values

    scale = ops.rsqrt(ops.add(spread(var), epsilon))
    if gamma is not None:
        scale = ops.multiply(scale, spread(gamma))
    found = ops.multiply(ops.subtract(x, spread(mean)), scale)
    return found if beta is None else ops.add(found, spread(beta))
