"""Why a program is no Python of today: where Python 2 is seen, or what the parser says."""

from __future__ import annotations

import ast
import re
import warnings

SIGNS = {
    "print": re.compile(
        r"^\s*(?:.*[:;]\s*)?print\s+[^\s(=.,)\]]|^\s*print\s*\(.*\)\s*%|^\s*print\s*>>"
    ),
    "exec": re.compile(r"^\s*exec\s+[^\s(=]"),
    "except": re.compile(r"^\s*except\s+[\w.()\s,]+,\s*\w+\s*:"),
    "raise": re.compile(r"^\s*raise\s+[\w.]+\s*,"),
    "<>": re.compile(r"\s<>\s"),
    "a number": re.compile(r"(?<![\w.])(0[0-7]+|\d+[lL])(?![\w.])"),
    "a string": re.compile(r"(?<!\w)[uU][rR][\"']"),
    "`": re.compile(r"`[^`]+`"),
}
"""What Python 2 had and Python 3 has not."""


def unreadable(text: str) -> str | None:
    """Returns in one line why a program is no Python of today; None where it is.

    Args:
        text: the program.

    Example:
        >>> unreadable('x = 1\\nprint "x"')
        'line 2 is Python 2: print "x"'
        >>> unreadable("x = (")
        "line 1 is no Python: '(' was never closed"
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return _why(text, error)
    except (ValueError, MemoryError, RecursionError) as error:
        return f"it cannot be read: {str(error) or type(error).__name__}"
    return None


def _why(text: str, error: SyntaxError) -> str:
    number = error.lineno or 1
    lines = text.splitlines()
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    if any(sign.search(line) for sign in SIGNS.values()) or "print" in (error.msg or ""):
        return f"line {number} is Python 2: {line[:60]}"
    return f"line {number} is no Python: {error.msg}"
