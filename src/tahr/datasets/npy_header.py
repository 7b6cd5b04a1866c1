"""What an `.npy` file says of its array, read without evaluating it."""

import math
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

MAGIC = re.compile(rb"\x93NUMPY(?:\x01\x00(..)|\x02\x00(....)|\x03\x00(....))", re.DOTALL)
DICT = re.compile(
    r"\{'descr': '([<>|=]?[a-zA-Z]\d{0,4})', 'fortran_order': (True|False), "
    r"'shape': \(((?:\d{1,18}L?(?:, ?|$|(?=\))))*)\),? ?\}\s*"
)
"""As NumPy writes it, whose keys are in order; Python 2 wrote an L behind numbers."""


@dataclass(frozen=True)
class Header:
    """What stands in front of the numbers.

    Args:
        shape: of the array.
        dtype: of its elements.
        order: in which they stand, as NumPy calls it.
        start: where they begin, in bytes.
    """

    shape: tuple[int, ...]
    dtype: np.dtype
    order: Literal["C", "F"]
    start: int

    @property
    def nbytes(self) -> int:
        """How many bytes the elements take."""
        return math.prod(self.shape) * self.dtype.itemsize


def header_of(content: bytes) -> Header:
    """Reads the header of an array.

    Args:
        content: the file.

    Raises:
        ValueError: it is none, or says something else than NumPy writes of numbers.

    Example:
        >>> import io
        >>> file = io.BytesIO()
        >>> np.save(file, np.zeros((2, 3), "float32"))
        >>> header_of(file.getvalue()).shape
        (2, 3)
    """
    magic = MAGIC.match(content)
    if magic is None:
        raise ValueError("it is no array of NumPy")
    start = magic.end() + int.from_bytes(next(filter(None, magic.groups())), "little")
    found = DICT.fullmatch(content[magic.end() : start].decode("latin1"))
    if found is None or start > len(content):
        raise ValueError("the header is none that NumPy writes of numbers")
    kind, turned, lengths = found.groups()
    shape = tuple(int(n) for n in re.findall(r"\d+", lengths))
    return Header(shape, np.dtype(kind), "F" if turned == "True" else "C", start)
