"""Whether `a *= b` makes a new tensor, as it always did where `keras.backend` was computed with."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import FunctionType
from typing import Any

from tahr.core import current
from tahr.core.rows import is_own
from tahr.core.weakly import once

BACKEND = "tahr.backend"


@once
def _computes_with_backend(item: Callable[..., Any]) -> bool:
    """Returns whether what surrounds a function or class names something of `keras.backend`."""
    written = [item, *getattr(item, "__dict__", {}).values()]
    around = next((f.__globals__ for f in written if isinstance(f, FunctionType)), {})
    return any(
        getattr(value, "__name__", None) == BACKEND
        or str(getattr(value, "__module__", "")).startswith(f"{BACKEND}.")
        for value in [*around.values()]
    )


def making_anew(item: Callable[..., Any]) -> AbstractContextManager[None]:
    """Lets in-place operators make new tensors inside the block, where a program means it so.

    On PyTorch they write over a tensor that its gradient may still be computed from. A program
    that names `keras.backend` was written where no tensor could be written over.

    Args:
        item: the function, or the class, whose code is to run.
    """
    if is_own(item) or BACKEND not in sys.modules or not _computes_with_backend(item):
        return nullcontext()
    return current.engine().making_anew()
