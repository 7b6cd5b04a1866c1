"""Errors end at the user's line: Tahr's own frames are taken out of tracebacks."""

import functools
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, TypeVar

from tahr.core.config import CONFIG

P = ParamSpec("P")
R = TypeVar("R")
HERE = f"{Path(__file__).resolve().parent.parent}{os.sep}"
LIBRARIES = (
    "/site-packages/jax/",
    "/site-packages/jaxlib/",
    "/site-packages/optree/",
    "<frozen importlib",
)


def is_users(filename: str) -> bool:
    """Tells whether a file is neither Tahr's nor that of a library Tahr calls."""
    return not filename.startswith(HERE) and not any(part in filename for part in LIBRARIES)


def trimmed(traceback: TracebackType | None) -> TracebackType | None:
    """Gives a traceback with only the frames of the user's files."""
    frames = []
    while traceback is not None:
        if is_users(traceback.tb_frame.f_code.co_filename):
            frames.append(traceback)
        traceback = traceback.tb_next
    result: TracebackType | None = None
    for frame in reversed(frames):
        result = TracebackType(result, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return result


def ends_at_user(function: Callable[P, R]) -> Callable[P, R]:
    """Lets errors that leave a public function show the user's frames only."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            if not CONFIG.traceback_filtering:
                raise
            raise error.with_traceback(trimmed(error.__traceback__)) from error.__cause__

    return wrapper
