"""Ops that JAX has a faster version of than the common one."""

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp

from tahr.engines.jax.gru import gru
from tahr.engines.jax.lstm import lstm

NATIVE: Mapping[str, Callable[..., Any]] = {
    "erfinv": jax.scipy.special.erfinv,
    "sigmoid": jax.nn.sigmoid,
    "relu": jax.nn.relu,
    "tile": jnp.tile,
    "lstm": lstm,
    "gru": gru,
}
