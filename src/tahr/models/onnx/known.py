"""Arrays of the host: what is known while a graph of ONNX is read, such as lengths, and bounded."""

from typing import Any

import numpy as np

from tahr.core.errors import SavingError
from tahr.core.spending import spend_numbers

BITS = 63
"""How long a length may be, in bits."""


def fixed(value: Any) -> bool:
    """Returns whether a value is an array of the host's: it is known while a graph is read."""
    return isinstance(value, np.ndarray)


def room(count: int) -> None:
    """Counts numbers that are about to be worked out.

    Raises:
        SavingError: they are more than a file of its size may ask for.
    """
    spend_numbers(count)


def made(value: np.ndarray) -> np.ndarray:
    """Returns lengths that were worked out.

    Raises:
        SavingError: one is longer than any.
    """
    if value.dtype == object and any(abs(n) >> BITS for n in value.flat if isinstance(n, int)):
        raise _too_long()
    return value


def power(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Returns the powers of lengths.

    Raises:
        SavingError: one is longer than any.
    """
    if object in (x.dtype, y.dtype) and any(abs(n) > BITS for n in y.flat):
        raise _too_long()
    return np.power(x, y)


def _too_long() -> SavingError:
    return SavingError("the graph works out a length that no tensor has", where="ONNX")
