"""Keeping gradients from being too large."""

from collections.abc import Sequence

from tahr import ops
from tahr.core.typing import Tensor


def clip_norm(gradient: Tensor, norm: float) -> Tensor:
    """Scales a gradient down to a Euclidean norm, where it is longer.

    Source: Pascanu et al. (2013), "On the difficulty of training recurrent neural networks",
    algorithm 1.
    """
    length = ops.sqrt(_square(gradient))
    return ops.multiply(gradient, ops.divide(norm, ops.maximum(length, norm)))


def clip_global_norm(gradients: Sequence[Tensor], norm: float) -> list[Tensor]:
    """Scales all gradients alike, so that they have at most a Euclidean norm together."""
    total = _square(gradients[0])
    for gradient in gradients[1:]:
        total = ops.add(total, _square(gradient))
    scale = ops.divide(norm, ops.maximum(ops.sqrt(total), norm))
    return [ops.multiply(g, ops.cast(scale, g.dtype)) for g in gradients]


def _square(gradient: Tensor) -> Tensor:
    return ops.sum(ops.square(gradient))


def clipped(
    gradients: Sequence[Tensor],
    norm: float | None,
    global_norm: float | None,
    value: float | None,
) -> list[Tensor]:
    """Clips gradients by whichever limit is given.

    Args:
        gradients: at least one.
        norm: the longest each may be.
        global_norm: the longest all together may be.
        value: the largest and, negated, the smallest an element may be.

    Example:
        >>> clipped([ops.convert_to_tensor([3.0, 4.0])], None, None, 3.5)[0].tolist()
        [3.0, 3.5]
    """
    if norm is not None and norm > 0:
        return [clip_norm(g, norm) for g in gradients]
    if global_norm is not None and global_norm > 0:
        return clip_global_norm(gradients, global_norm)
    if value is not None and value > 0:
        return [ops.clip(g, -value, value) for g in gradients]
    return list(gradients)
