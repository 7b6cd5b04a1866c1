"""What a pickle of lists of numbers is made of: checked before it is read.

A pickle is a program, and even one that calls nothing can ask for gigabytes by a few bytes: for a
place in the table of what has been seen, or for room for a text. One expression says what the
lists of data sets are written with; any other pickle is refused.
"""

import re
from pickle import UnpicklingError

SHORT = 24
"""Bytes; the texts in such a pickle are the names of dtypes."""
_TEXTS = [rb"[CU\x8c]%b.{%d}" % (re.escape(bytes([n])), n) for n in range(SHORT + 1)]
_WIDE = [rb"X%b\x00\x00\x00.{%d}" % (re.escape(bytes([n])), n) for n in range(SHORT + 1)]
_LONGS = (rb"\x8a%b.{%d}" % (bytes([n]), n) for n in range(1, 9))
_PARTS = (
    rb"K.", rb"M..", rb"J....", rb"q.", rb"r..[\x00-\x0f]\x00",  # numbers; what is seen again
    rb"[\]()Net}a.bRO\x81\x85-\x89\x93\x94]",  # lists, tuples, and what stands alone
    rb"h.", rb"j....", rb"I-?\d{1,20}\n", rb"G.{8}",
    rb"c[\w.]{1,60}\n[\w.]{1,40}\n", rb"\x80[\x00-\x05]", rb"\x95.{8}", *_TEXTS, *_WIDE, *_LONGS,
)  # fmt: skip
GRAMMAR = re.compile(rb"(?:" + rb"|".join(_PARTS) + rb")*+", re.DOTALL)


def check(content: bytes) -> None:
    """Raises where a pickle holds anything but lists of numbers.

    Args:
        content: the pickle.

    Raises:
        UnpicklingError: it does.

    Example:
        >>> import pickle
        >>> check(pickle.dumps([1, [2, 300]], protocol=3))
    """
    found = GRAMMAR.match(content)
    end = 0 if found is None else found.end()
    if end < len(content):
        raise UnpicklingError(f"it holds something else than lists of numbers, at byte {end}")
