"""Random tensors: the names of `keras.random`."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.ops.random import (
    SeedGenerator,
    beta,
    binomial,
    categorical,
    dropout,
    gamma,
    normal,
    randint,
    shuffle,
    truncated_normal,
    uniform,
)

__all__ = [
    "SeedGenerator", "beta", "binomial", "categorical", "dropout", "gamma", "normal", "randint",
    "shuffle", "truncated_normal", "uniform",
]  # fmt: skip

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
