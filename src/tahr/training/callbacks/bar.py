"""The bar that shows how far something has come, on a terminal or in a notebook."""

import time
from collections.abc import Mapping
from html import escape
from importlib import import_module
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.table import Column
from rich.text import Text

from tahr.training.logs import as_float

REDRAW = 0.1
"""Seconds between two redraws: reading a figure waits for the device."""
NARROW = 60
"""Columns below which a terminal has room for figures, and for no bar beside them."""


def bar(
    console: Console,
    title: str,
    total: int | None,
    width: int | None = None,
    interval: float = REDRAW,
) -> "Bar | None":
    """Returns a bar where one can be redrawn in its place, None elsewhere.

    Args:
        console: where to.
        title: what stands before the bar.
        total: how many steps there will be, where that is known.
        width: of the bar itself, in columns; what the terminal has room for by default.
        interval: seconds between two redraws.
    """
    if console.is_jupyter:
        return NotebookBar(title, total, interval)
    return TerminalBar(console, title, total, interval, width) if console.is_terminal else None


class Bar:
    """A bar that gives way to a line when it is done, redrawn at most so often.

    Args:
        title: what stands before the bar.
        total: how many steps there will be, where that is known.
        interval: seconds between two redraws.
    """

    figures_first = False
    """Whether the figures stand before the time, so that they are the last to be cut off."""

    def __init__(self, title: str, total: int | None, interval: float = REDRAW) -> None:
        self._interval = interval
        self.restart(title, total)

    def restart(self, title: str, total: int | None) -> None:
        """Starts anew under another title."""
        self._title = title
        self._total = total
        self._drawn = time.perf_counter()
        self._first: tuple[int, float] | None = None

    def advance(self, done: int, logs: Mapping[str, Any] | None) -> None:
        """Draws the bar, unless that has just been done; only then are the figures read."""
        now = time.perf_counter()
        if self._first is None:
            self._first = (done, now)
        if now - self._drawn < self._interval:
            return
        self._drawn = now
        parts = [self._time(done, now), figures(logs or {})]
        self.draw(done, "  ".join(filter(None, reversed(parts) if self.figures_first else parts)))

    def _time(self, done: int, now: float) -> str:
        """Says how long is left, and how long a step takes; the first, which compiles, aside."""
        begun, at = self._first or (done, now)
        if done <= begun:
            return ""
        each = (now - at) / (done - begun)
        if self._total is None:
            return pace(each)
        return f"{duration(each * max(0, self._total - done))} left  {pace(each)}"

    def draw(self, done: int, text: str) -> None:
        """Draws the bar with a text behind it."""
        raise NotImplementedError

    def close(self, line: str = "") -> bool:
        """Takes the bar away.

        Args:
            line: what is to stand in its place.

        Returns:
            Whether the line stands there; else it is to be printed.
        """
        raise NotImplementedError


class TerminalBar(Bar):
    """A bar on a terminal.

    Args:
        console: the terminal.
        title: what stands before the bar.
        total: how many steps there will be, where that is known.
        interval: seconds between two redraws.
        width: of the bar itself, in columns; what there is room for by default.
    """

    def __init__(
        self,
        console: Console,
        title: str,
        total: int | None,
        interval: float = REDRAW,
        width: int | None = None,
    ) -> None:
        whole = Column(no_wrap=True)
        self.figures_first = console.width < NARROW
        extent = _Extent(width or max(8, min(24, (console.width - 50) // 3)))
        named = TextColumn("[bold]{task.description}", table_column=whole)
        columns = (
            SpinnerColumn(table_column=whole),
            *([named] if title else []),
            *([] if self.figures_first else [extent]),
            _Steps(table_column=whole),
            TextColumn(
                "{task.fields[figures]}",
                markup=False,
                table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1),
            ),
        )
        self._progress = Progress(
            *columns, console=console, transient=True, auto_refresh=False, expand=True
        )
        self._task = self._progress.add_task(title, total=total, figures="")
        super().__init__(title, total, interval)
        self._progress.start()

    def restart(self, title: str, total: int | None) -> None:
        super().restart(title, total)
        self._progress.update(
            self._task, description=title, total=total, completed=0, figures="", refresh=True
        )

    def draw(self, done: int, text: str) -> None:
        self._progress.update(self._task, completed=done, figures=text)
        self._progress.refresh()

    def close(self, line: str = "") -> bool:
        self._progress.stop()
        return False


class _Extent(BarColumn):
    """The bar itself, where it is known how long it will be."""

    def render(self, task: Task) -> Any:
        return Text("") if task.total is None else super().render(task)


class _Steps(ProgressColumn):
    """How many steps are done, of how many."""

    def render(self, task: Task) -> Text:
        return Text(counted(int(task.completed), task.total), style="progress.download")


def counted(done: int, total: float | None) -> str:
    """Writes how many steps are done, of how many.

    Example:
        >>> counted(1, None), counted(2, None), counted(2, 5)
        ('1 step', '2 steps', '2/5')
    """
    return f"{done} step{'s' * (done != 1)}" if total is None else f"{done}/{int(total)}"


class NotebookBar(Bar):
    """A bar in a notebook: an output that is replaced. It needs IPython alone, no widgets.

    There is no output before the bar is drawn, and none is left empty.

    Args:
        title: what stands before the bar.
        total: how many steps there will be, where that is known.
    """

    _output: Any = None

    def _content(self, done: int, text: str) -> dict[str, str]:
        line = f"{self._title}  {counted(done, self._total)}  {text}".rstrip()
        extent = f'<progress value="{done}" max="{self._total}"></progress> ' * bool(self._total)
        return {"text/plain": line, "text/html": f"{extent}{escape(line)}"}

    def _show(self, content: dict[str, str]) -> None:
        if self._output is None:
            display = import_module("IPython.display").display
            self._output = display(content, raw=True, display_id=True)
        else:
            self._output.update(content, raw=True)

    def draw(self, done: int, text: str) -> None:
        self._show(self._content(done, text))

    def close(self, line: str = "") -> bool:
        if self._output is None:
            return False
        self._show({"text/plain": line or self._title})
        return True


def duration(seconds: float) -> str:
    """Writes a time that is left.

    Example:
        >>> duration(7.4), duration(75), duration(4000)
        ('7 s', '1:15', '1:06:40')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def pace(seconds: float) -> str:
    """Writes how long a step takes.

    Example:
        >>> pace(0.0341), pace(0.00012)
        ('34 ms/step', '120 µs/step')
    """
    return f"{seconds * 1000:.0f} ms/step" if seconds >= 1e-3 else f"{seconds * 1e6:.0f} µs/step"


def figures(logs: Mapping[str, Any]) -> str:
    """Writes figures as a person reads them, the loss first.

    Example:
        >>> figures({"accuracy": 0.5, "loss": 0.123456})
        'loss 0.1235  accuracy 0.5000'
    """
    names = sorted(logs, key=lambda name: name != "loss")
    return "  ".join(f"{name} {_figure(as_float(logs[name]))}" for name in names)


def _figure(value: Any) -> str:
    if getattr(value, "size", 0) == 1:
        value = value.item()
    if not isinstance(value, float):
        return str(value)
    return f"{value:.4f}" if value == 0 or 1e-3 <= abs(value) < 1e5 else f"{value:.3e}"
