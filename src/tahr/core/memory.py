"""Memory: what a step frees is kept for the next step, rather than given back to the system.

By default the C library returns large blocks to the system as soon as they are free, and the
system hands them out anew page by page, each page cleared: a training step of an LSTM with an
embedding of 10 MB took 5,600 such page faults, a third of its time, and takes none this way.
"""

import ctypes
import os
import sys
from contextlib import suppress
from functools import cache

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""Numbers of the settings, from `malloc.h` of the GNU C library."""
LARGEST = 32 * 2**20
"""Bytes: larger blocks always come from the system; the library allows no more."""
KEPT = 2**31 - 1
CHOSEN = ("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES", "LD_PRELOAD")
"""Variables by which a user has chosen otherwise."""


@cache
def keep_freed() -> None:
    """Has the C library keep freed blocks of up to 32 MB, where it is GNU's and nobody objects."""
    if sys.platform != "linux" or any(name in os.environ for name in CHOSEN):
        return
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(ctypes.c_int(TRIM_THRESHOLD), ctypes.c_int(KEPT))
        library.mallopt(ctypes.c_int(MMAP_THRESHOLD), ctypes.c_int(LARGEST))
