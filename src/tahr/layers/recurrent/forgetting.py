"""Forget gates that begin open."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tahr.core.typing import Shape


def with_open_forget_gate(initializer: Any, units: int) -> Callable[..., np.ndarray]:
    """Returns an initializer of a bias whose second block of four, the forget gate's, is one.

    Args:
        initializer: for the others, drawn from in two parts: before the forget gate and behind.
        units: the length of a block.

    Source: Jozefowicz et al. 2015, "An empirical exploration of recurrent network architectures".
    """
    draw = getattr(initializer, "draw", initializer)

    def with_ones(shape: Shape, dtype: str) -> np.ndarray:
        first, rest = (np.asarray(draw((n * units,), dtype=dtype)) for n in (1, 2))
        return np.concatenate([first, np.ones(units, first.dtype), rest])

    return with_ones
