"""Notices: what a program says and nothing follows from is told at the program's own line."""

import inspect
import warnings
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from tahr.core.tracebacks import is_users


def unheard(where: str, given: Mapping[str, object], why: str = "") -> None:
    """Says which arguments, taken because Keras or an earlier Keras has them, change nothing.

    Args:
        where: what they were given to.
        given: the arguments; those that are None or False ask for nothing.
        why: what makes it so, where it is not always so.
    """
    names = [name for name, value in given.items() if value is not None and value is not False]
    if names:
        notice(f"{', '.join(f'`{name}`' for name in names)} has no effect in `{where}`{why}")


def notice(text: str) -> None:
    """Warns at the line of the program that called Tahr.

    Python shows a warning once for each line; `warnings.filterwarnings` changes that.

    Args:
        text: what has no effect, and what to do instead.

    Example:
        >>> import warnings
        >>> with warnings.catch_warnings(record=True) as caught:
        ...     warnings.simplefilter("always")
        ...     notice("`workers` has no effect")
        >>> str(caught[0].message)
        '`workers` has no effect'
    """
    warnings.warn(text, stacklevel=_users_line()[1])


class OldSpelling(UserWarning):
    """A program says something in the words of an earlier Keras, which are understood."""


_TOLD: set[str] = set()
_silent: ContextVar[bool] = ContextVar("silent", default=False)


def old_spelling(old: str, new: str) -> None:
    """Says at the program's line, in one line and once in a process, what something is called now.

    Of what installed packages and files say nothing is told. `python -W error`, or
    `warnings.simplefilter("error", OldSpelling)`, makes it an error each time.

    Args:
        old: what the program says.
        new: what says the same today.

    Example:
        >>> import warnings
        >>> with warnings.catch_warnings(record=True) as caught:
        ...     warnings.simplefilter("always")
        ...     old_spelling("nb_rounds=", "rounds=")
        ...     old_spelling("nb_rounds=", "rounds=")
        >>> [str(warning.message) for warning in caught]
        ['`nb_rounds=` is `rounds=` today']
    """
    if old in _TOLD or _silent.get():
        return
    filename, level = _users_line()
    if "-packages" in filename:
        return
    with _in_one_line():
        warnings.warn(f"`{old}` is `{new}` today", OldSpelling, stacklevel=level)
    _TOLD.add(old)


def speaks_formerly() -> bool:
    """Returns whether the program has said something in the words of an earlier Keras."""
    return bool(_TOLD)


@contextmanager
def silence() -> Generator[None]:
    """Tells of no old spelling inside the block: what stands in a file is not the program's."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def _users_line() -> tuple[str, int]:
    """Returns the file of the line that called Tahr, and how far up it is for `warnings.warn`."""
    frame, level = inspect.currentframe(), 0
    while frame and frame.f_back and not is_users(frame.f_code.co_filename):
        frame = frame.f_back
        level += "importlib._bootstrap" not in frame.f_code.co_filename  # which `warn` passes over
    return frame.f_code.co_filename if frame else "", level


@contextmanager
def _in_one_line() -> Generator[None]:
    """Has warnings written without the line of source inside the block."""
    usual = warnings.formatwarning

    def bare(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: str | None
    ) -> str:
        return usual(message, category, filename, lineno, "")

    warnings.formatwarning = bare
    try:
        yield
    finally:
        warnings.formatwarning = usual
