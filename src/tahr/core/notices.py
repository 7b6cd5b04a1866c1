"""Notices: what a program says and nothing follows from is told at the program's own line."""

import inspect
import warnings
from collections.abc import Mapping

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
    frame, level = inspect.currentframe(), 1
    while frame and frame.f_back and not is_users(frame.f_code.co_filename):
        frame = frame.f_back
        level += "importlib._bootstrap" not in frame.f_code.co_filename  # which `warn` passes over
    warnings.warn(text, stacklevel=level)
