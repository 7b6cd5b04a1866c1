"""The bar that shows how far something has come, on a terminal or in a notebook."""

import time
from collections.abc import Mapping
from html import escape
from importlib import import_module
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from tahr.training.logs import as_float

REDRAW = 0.1
"""Seconds between two redraws: reading a figure waits for the device."""


def bar(console: Console, title: str, total: int | None) -> "Bar | None":
    """Gives a bar where one can be redrawn in its place, None elsewhere.

    Args:
        console: where to.
        title: what stands before the bar.
        total: how many steps there will be, where that is known.
    """
    if console.is_jupyter:
        return NotebookBar(title, total)
    return TerminalBar(console, title, total) if console.is_terminal else None


class Bar:
    """A bar that disappears when it is done, redrawn at most ten times a second."""

    def __init__(self) -> None:
        self._drawn = time.perf_counter()

    def advance(self, done: int, logs: Mapping[str, Any] | None) -> None:
        """Draws the bar, unless that has just been done; only then are the figures read."""
        now = time.perf_counter()
        if now - self._drawn < REDRAW:
            return
        self._drawn = now
        self.draw(done, figures(logs or {}))

    def draw(self, done: int, text: str) -> None:
        """Draws the bar with a text behind it."""
        raise NotImplementedError

    def close(self) -> None:
        """Takes the bar away."""
        raise NotImplementedError


class TerminalBar(Bar):
    """A bar on a terminal.

    Args:
        console: the terminal.
        title: what stands before the bar.
        total: how many steps there will be, where that is known.
    """

    def __init__(self, console: Console, title: str, total: int | None) -> None:
        super().__init__()
        columns = (
            SpinnerColumn(),
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[figures]}"),
        )
        self._progress = Progress(*columns, console=console, transient=True, auto_refresh=False)
        self._task = self._progress.add_task(title, total=total, figures="")
        self._progress.start()

    def draw(self, done: int, text: str) -> None:
        self._progress.update(self._task, completed=done, figures=text)
        self._progress.refresh()

    def close(self) -> None:
        self._progress.stop()


class NotebookBar(Bar):
    """A bar in a notebook: an output that is replaced. It needs IPython alone, no widgets.

    Args:
        title: what stands before the bar.
        total: how many steps there will be, where that is known.
    """

    def __init__(self, title: str, total: int | None) -> None:
        super().__init__()
        self._title = title
        self._total = total
        display = import_module("IPython.display").display
        self._output: Any = display(self._content(0, ""), raw=True, display_id=True)

    def _content(self, done: int, text: str) -> dict[str, str]:
        line = f"{self._title}  {done}/{self._total or '?'}  {text}".rstrip()
        extent = f' value="{done}" max="{self._total}"' if self._total else ""
        return {"text/plain": line, "text/html": f"<progress{extent}></progress> {escape(line)}"}

    def draw(self, done: int, text: str) -> None:
        self._output.update(self._content(done, text), raw=True)

    def close(self) -> None:
        self._output.update({"text/plain": "", "text/html": ""}, raw=True)


def figures(logs: Mapping[str, Any]) -> str:
    """Writes figures as a person reads them, the loss first.

    Example:
        >>> figures({"accuracy": 0.5, "loss": 0.123456})
        'loss 0.1235  accuracy 0.5000'
    """
    names = sorted(logs, key=lambda name: name != "loss")
    return "  ".join(f"{name} {_figure(as_float(logs[name]))}" for name in names)


def _figure(value: Any) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.4f}" if value == 0 or 1e-3 <= abs(value) < 1e5 else f"{value:.3e}"
