"""Convolutions and pooling, channels last."""

import math
from typing import Literal

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from tahr.engines.base import Axes, Engine, Pads
from tahr.engines.jax.lowering import (
    conv_by_patches,
    pays_as_patches,
    pays_as_reshape,
    pool_by_reshape,
)

SPATIAL = "XYZ"


def _layout(rank: int) -> tuple[str, str, str]:
    spatial = SPATIAL[:rank]
    return f"N{spatial}C", f"{spatial}IO", f"N{spatial}C"


def _identity(x: jax.Array, mode: str) -> float:
    if mode == "sum":
        return 0
    if jnp.issubdtype(x.dtype, jnp.floating):
        return -math.inf
    return int(jnp.iinfo(x.dtype).min)


class Windows(Engine[jax.Array]):
    """What slides a window over space."""

    def conv(
        self,
        x: jax.Array,
        kernel: jax.Array,
        strides: Axes,
        pads: Pads,
        dilation: Axes,
        groups: int,
    ) -> jax.Array:
        if pays_as_patches(kernel, groups):
            return conv_by_patches(x, kernel, strides, pads, dilation)
        return lax.conv_general_dilated(
            x,
            kernel,
            strides,
            pads,
            rhs_dilation=dilation,
            dimension_numbers=_layout(len(strides)),
            feature_group_count=groups,
        )

    def conv_transpose(
        self, x: jax.Array, kernel: jax.Array, strides: Axes, pads: Pads, dilation: Axes
    ) -> jax.Array:
        space = tuple(range(len(strides)))
        flipped = jnp.flip(kernel, space).swapaxes(-1, -2)
        return lax.conv_general_dilated(
            x,
            flipped,
            (1,) * len(strides),
            pads,
            lhs_dilation=strides,
            rhs_dilation=dilation,
            dimension_numbers=_layout(len(strides)),
        )

    def pool(
        self,
        x: jax.Array,
        window: Axes,
        strides: Axes,
        pads: Pads,
        mode: Literal["max", "sum"],
    ) -> jax.Array:
        reducer = lax.max if mode == "max" else lax.add
        if pays_as_reshape(x, window, strides, pads, mode):
            return pool_by_reshape(x, window, mode)
        start = np.asarray(_identity(x, mode), x.dtype)[()]
        return lax.reduce_window(
            x, start, reducer, (1, *window, 1), (1, *strides, 1), ((0, 0), *pads, (0, 0))
        )
