"""Errors end at the user's line: Tahr's own frames are taken out of tracebacks.

A public function catches what leaves it, trims it by `at_users_line`, and says `raise` with nothing
behind it: Python adds a frame to a traceback where an exception is raised, not where it is raised
again, so the public function's own frame is gone too.
"""

import functools
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FunctionType, TracebackType
from typing import Any, ParamSpec, TypeVar

from tahr.core.suggesting import reworded

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=type)
HERE = f"{Path(__file__).resolve().parent.parent}{os.sep}"
ALWAYS_INTERNAL = ("/site-packages/jax/", "/site-packages/jaxlib/", "<frozen importlib")
CALLED = (
    "h5py", "jax", "jaxlib", "ml_dtypes", "numba", "numpy", "optree", "pandas", "PIL", "pytensor",
    "rich", "safetensors", "scipy", "tensorflow", "torch",
)  # fmt: skip
"""Packages that Tahr calls; every other installed package counts as the user's."""
PACKAGE = re.compile(rf"[/\\](?:site|dist)-packages[/\\](?:{'|'.join(CALLED)})[/\\]")
STANDARD = f"{Path(functools.__file__).parent}{os.sep}"
JAX_NOTE = "For simplicity, JAX has removed its internal frames"


def trimmed(traceback: TracebackType | None) -> TracebackType | None:
    """Returns a traceback with only the frames of the user's files.

    A library that the user called keeps its frames, one that Tahr called loses them.
    """
    kept: list[TracebackType] = []
    below_tahr = False
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        if filename.startswith(HERE):
            below_tahr = True
        elif not _is_library(filename):
            below_tahr = False
        if not below_tahr and not any(part in filename for part in ALWAYS_INTERNAL):
            kept.append(traceback)
        traceback = traceback.tb_next
    result: TracebackType | None = None
    for frame in reversed(kept):
        result = TracebackType(result, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return result


def is_users(filename: str) -> bool:
    """Returns whether a file is neither Tahr's nor that of a library Tahr calls."""
    return not filename.startswith(HERE) and not _is_library(filename)


def _is_library(filename: str) -> bool:
    if "-packages" in filename:
        return PACKAGE.search(filename) is not None
    return filename.startswith((STANDARD, "<frozen importlib"))


def at_users_line(error: BaseException) -> None:
    """Trims the traceback of an error that is about to leave a public function.

    Of the errors it came of, those stay that Tahr names as the cause or that were raised in the
    user's own code; whatever Tahr or a library was doing about an error of its own does not.
    """
    # A settings file that is broken is told by who reads it, not by this module's import.
    from tahr.core.config import CONFIG

    if CONFIG.traceback_filtering:
        _trim(error, set())


def _trim(error: BaseException, seen: set[int]) -> None:
    seen.add(id(error))
    error.__traceback__ = trimmed(error.__traceback__)
    notes = getattr(error, "__notes__", None)
    if notes:
        error.__notes__ = [note for note in notes if JAX_NOTE not in note]
    cause, context = error.__cause__, error.__context__
    if cause is not None and id(cause) not in seen:
        _trim(cause, seen)
    elif context is not None and not error.__suppress_context__ and id(context) not in seen:
        error.__suppress_context__ = not _ends_in_users(context)
        _trim(context, seen)


def _ends_in_users(error: BaseException) -> bool:
    """Returns whether an error was raised in the user's code."""
    traceback, last = error.__traceback__, ""
    while traceback is not None:
        last = traceback.tb_frame.f_code.co_filename
        traceback = traceback.tb_next
    return bool(last) and is_users(last)


def ends_at_user(function: Callable[P, R]) -> Callable[P, R]:
    """Lets errors that leave a public function show the user's frames only."""

    qualified = function.__qualname__.split(".")
    name = qualified[-2] if qualified[-1] == "__init__" else qualified[-1]

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except KeyboardInterrupt as error:
            at_users_line(error)
            raise
        except Exception as error:
            better = reworded(error, function, name, kwargs)
            try:
                raise better
            except Exception:
                at_users_line(better)
                raise

    return wrapper


def methods_end_at_user(names: Iterable[str]) -> Callable[[C], C]:
    """Lets errors that leave some methods of a class show the user's frames only.

    Args:
        names: of the methods.
    """

    def decorate(cls: C) -> C:
        for name in names:
            found: Any = vars(cls).get(name)
            if isinstance(found, FunctionType):
                setattr(cls, name, ends_at_user(found))
            elif type(found) in (classmethod, staticmethod):
                setattr(cls, name, type(found)(ends_at_user(found.__func__)))
        return cls

    return decorate
