"""How commands print: in colours and columns for a terminal, calm when redirected."""

import sys

from rich.console import Console

WIDE = 200
"""Characters a line where the output is no terminal: nothing is cut for a width nobody has."""


def plain() -> Console:
    """Returns what commands print on."""
    terminal = sys.stdout.isatty()
    return Console(highlight=False, soft_wrap=not terminal, width=None if terminal else WIDE)
