"""Triton beside TensorFlow: both carry an LLVM, and neither may end up in the other's.

PyTorch's usual build for Linux compiles by Triton. Where TensorFlow is loaded already, the linker
gives Triton's library TensorFlow's LLVM for its own, and the process dies of a segmentation fault.
Loaded so that its own symbols come first, it does not matter what was loaded before it.
"""

import ctypes
import os
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

LIBRARY = "_C/libtriton.so"


@cache
def bind() -> None:
    """Loads Triton's library with its own symbols first, where there is one.

    Who imports Triton later gets the library that is loaded. It takes 0.05 s and 2 MB, beside
    0.2 s for importing Triton, and seconds for importing PyTorch or TensorFlow.
    """
    found = find_spec("triton")
    own_first = getattr(os, "RTLD_DEEPBIND", None)  # of the GNU C library
    if found is None or found.origin is None or own_first is None:
        return
    with suppress(OSError):
        ctypes.CDLL(str(Path(found.origin).parent / LIBRARY), mode=os.RTLD_NOW | own_first)
