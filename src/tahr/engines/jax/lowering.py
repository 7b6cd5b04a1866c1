"""What XLA:CPU does slowly, in a form that it does fast.

Measured on two cores, forward and gradient, batch 32: a 3×3 convolution of one channel into 32 on
28×28 images takes 4.7 ms as a convolution and 0.9 ms as patches times a matrix; with 3 channels,
15.6 and 2.5 ms. With 32 channels the patches cost more than they save. A 2×2 max-pooling takes
18 ms through a window reduction, whose gradient searches every window again, and 1 ms through a
reshape.
"""

import itertools
import math

import jax
import jax.numpy as jnp
from jax import lax

from tahr.engines.base import Axes, Pads

FEW = 64
"""Up to how many numbers in a patch the detour pays."""

WIDE = 32
"""Up to how many places along one axis a window is taken apart for its maximum."""


def pays_as_patches(kernel: jax.Array, groups: int) -> bool:
    """Returns whether a convolution is faster as a product of patches."""
    return groups == 1 and math.prod(kernel.shape[:-1]) <= FEW and jax.default_backend() == "cpu"


def conv_by_patches(
    x: jax.Array, kernel: jax.Array, strides: Axes, pads: Pads, dilation: Axes
) -> jax.Array:
    """Convolves by cutting out the patches and multiplying them with the kernel as a matrix."""
    x = jnp.pad(x, ((0, 0), *pads, (0, 0)))
    window = kernel.shape[:-2]
    rows = zip(x.shape[1:-1], window, dilation, strides, strict=True)
    lengths = [(n - (k - 1) * d - 1) // s + 1 for n, k, d, s in rows]
    cuts = []
    for place in itertools.product(*(range(k) for k in window)):
        starts = [i * d for i, d in zip(place, dilation, strict=True)]
        ends = [b + (n - 1) * s + 1 for b, n, s in zip(starts, lengths, strides, strict=True)]
        cuts.append(
            lax.slice(x, (0, *starts, 0), (x.shape[0], *ends, x.shape[-1]), (1, *strides, 1))
        )
    patches = jnp.concatenate(cuts, axis=-1)
    matrix = kernel.reshape(-1, kernel.shape[-1])
    return jnp.matmul(patches, matrix)


def is_tiling(x: jax.Array, window: Axes, strides: Axes, pads: Pads) -> bool:
    """Returns whether pooling windows lie side by side and cover everything."""
    whole = all(n % w == 0 for n, w in zip(x.shape[1:-1], window, strict=True))
    return whole and window == strides and not any(map(any, pads)) and x.size > 0


def pays_as_reshape(x: jax.Array, window: Axes, strides: Axes, pads: Pads, mode: str) -> bool:
    """Returns whether pooling is faster with an axis for the inside of each window."""
    return is_tiling(x, window, strides, pads) and (mode == "sum" or max(window) <= WIDE)


def pool_by_reshape(x: jax.Array, window: Axes, mode: str) -> jax.Array:
    """Pools windows that lie side by side, by giving them axes of their own."""
    shape = [x.shape[0]]
    for length, width in zip(x.shape[1:-1], window, strict=True):
        shape += [length // width, width]
    axes = tuple(range(2, 2 + 2 * len(window), 2))
    split = x.reshape(*shape, x.shape[-1])
    if mode == "sum":
        return jnp.sum(split, axes, dtype=x.dtype)
    for axis in range(2, 2 + len(window)):
        split = _largest(split, axis)
    return split


def _largest(x: jax.Array, axis: int) -> jax.Array:
    """Returns the largest along an axis, to which, or the first of several, its gradient goes.

    The gradient of `jnp.max` divides by how many are equal to the maximum. XLA may compute what
    stands before once for the maximum and once, rounded otherwise, for that: none are, and the
    gradient is NaN. So it was behind a batch normalization, with few optimizations.
    """
    first, *rest = (lax.index_in_dim(x, i, axis, keepdims=False) for i in range(x.shape[axis]))
    for one in rest:
        first = jnp.where((one > first) | lax.ne(one, one), one, first)
    return first
