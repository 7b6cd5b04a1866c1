"""Importing TensorFlow without what it does unasked.

It would import Keras and JAX on the way (for TensorFlow Lite and old SavedModels), print where
its kernels come from, write a file to the user's home, and later take all of a GPU's memory.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from threading import get_ident
from types import ModuleType
from typing import Any

from tahr.engines import triton

LEVEL = "TF_CPP_MIN_LOG_LEVEL"
HOME = "KERAS_HOME"
UNASKED = ("jax", "keras")
CHATTER = re.compile(
    r"[IWE]0000|\d{4}-\d\d-\d\d [\d:.]+: [IWE] |WARNING: All log messages before absl|To enable the"
)
"""How lines begin that TensorFlow prints before it can be told not to; up to 2.20 with the time."""


class _Absent(MetaPathFinder):
    """Hides packages from one thread."""

    def __init__(self) -> None:
        self._thread = get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if get_ident() == self._thread and fullname.partition(".")[0] in UNASKED:
            raise ModuleNotFoundError(f"{fullname} is not needed", name=fullname)
        return None


@contextmanager
def _without_the_unasked() -> Iterator[None]:
    # importlib.util.find_spec takes an exception for a failure, and a None for an absence.
    absent = {name: None for name in UNASKED if name not in sys.modules}
    finder = _Absent()
    sys.meta_path.insert(0, finder)
    sys.modules.update(absent)  # type: ignore[reportArgumentType]
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)
        sys.meta_path.remove(finder)


@contextmanager
def _away_from_home() -> Iterator[None]:
    """Lets the Keras of old that is in TensorFlow write its settings where they do no harm."""
    before = os.environ.get(HOME)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[HOME] = folder
        try:
            yield
        finally:
            del os.environ[HOME]
            if before is not None:
                os.environ[HOME] = before


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps back what native code writes, and prints what is no chatter of it."""
    sys.stderr.flush()
    with tempfile.TemporaryFile() as kept:
        own = os.dup(2)
        os.dup2(kept.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(own, 2)
            os.close(own)
            kept.seek(0)
            lines = kept.read().decode(errors="replace").splitlines(keepends=True)
            sys.stderr.write("".join(line for line in lines if not CHATTER.match(line)))


def _load() -> Any:
    """Imports TensorFlow and looks for devices; memory of GPUs is then taken as it is needed."""
    with _without_the_unasked(), _away_from_home():
        import tensorflow

        gpus = tensorflow.config.list_physical_devices("GPU")
    # `tahr run` may have had another in its place until something was asked of it.
    found = sys.modules["tensorflow"]
    for gpu in gpus:
        try:
            found.config.experimental.set_memory_growth(gpu, True)
        except RuntimeError:  # the program has used it already, in its own way
            break
    return found


def _is_loaded() -> bool:
    return hasattr(sys.modules.get("tensorflow"), "__file__")


def load() -> Any:
    """Returns TensorFlow; who asks for all of its log by `TF_CPP_MIN_LOG_LEVEL=0` gets it."""
    triton.bind()
    if os.environ.setdefault(LEVEL, "2") == "0" or _is_loaded():
        return _load()
    with _quiet():
        return _load()


tf: Any = load()
