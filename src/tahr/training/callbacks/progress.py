"""Progress: a live bar on a terminal, one line an epoch anywhere else."""

import time
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from tahr.training.callbacks.callback import Callback, Figures
from tahr.training.logs import as_float

REDRAW = 0.1
"""Seconds between two redraws: reading a figure waits for the device."""


class ProgbarLogger(Callback):
    """Shows how far training, an evaluation or a prediction has come.

    Args:
        console: where to; the standard output by default.
    """

    def __init__(self, console: Console | None = None) -> None:
        super().__init__()
        self._console = console
        self._bar: _Bar | None = None
        self._started = 0.0
        self._steps = 0
        self._in_fit = False

    def _open(self, title: str) -> None:
        self._console = self._console or Console(soft_wrap=True, highlight=False)
        self._started = time.perf_counter()
        self._steps = 0
        live = self._console.is_terminal and self.params.get("verbose") == 1
        self._bar = _Bar(self._console, title, self.params.get("steps")) if live else None

    def _advance(self, number: int, logs: Figures) -> None:
        self._steps = number + 1
        if self._bar is not None:
            self._bar.advance(self._steps, logs)

    def _close(self, title: str, logs: Figures) -> None:
        if self._bar is not None:
            self._bar.close()
        seconds = time.perf_counter() - self._started
        pace = f"{self._steps} steps  {seconds:.1f} s  {_pace(seconds, self._steps)}"
        if self._console is not None:
            line = Text.assemble((title, "bold"), "  ", (pace, "dim"), "  ", figures(logs or {}))
            self._console.print(line)

    def on_train_begin(self, logs: Figures = None) -> None:
        self._in_fit = True

    def on_train_end(self, logs: Figures = None) -> None:
        self._in_fit = False

    def on_epoch_begin(self, epoch: int, logs: Figures = None) -> None:
        self._open(self._epoch(epoch))

    def on_train_batch_end(self, batch: int, logs: Figures = None) -> None:
        super().on_train_batch_end(batch, logs)
        self._advance(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        self._close(self._epoch(epoch), logs)

    def _epoch(self, epoch: int) -> str:
        total = str(self.params.get("epochs", 1))
        return f"Epoch {epoch + 1:>{len(total)}}/{total}"

    def on_test_begin(self, logs: Figures = None) -> None:
        if not self._in_fit:
            self._open("Evaluate")

    def on_test_batch_end(self, batch: int, logs: Figures = None) -> None:
        if not self._in_fit:
            self._advance(batch, logs)

    def on_test_end(self, logs: Figures = None) -> None:
        if not self._in_fit:
            self._close("Evaluate", logs)

    def on_predict_begin(self, logs: Figures = None) -> None:
        self._open("Predict")

    def on_predict_batch_end(self, batch: int, logs: Figures = None) -> None:
        self._advance(batch, None)

    def on_predict_end(self, logs: Figures = None) -> None:
        if self._bar is not None:
            self._bar.close()


class _Bar:
    """A bar that disappears when it is done, redrawn at most ten times a second."""

    def __init__(self, console: Console, title: str, total: int | None) -> None:
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
        self._drawn = time.perf_counter()

    def advance(self, done: int, logs: Figures) -> None:
        """Draws the bar, unless that has just been done."""
        now = time.perf_counter()
        if now - self._drawn < REDRAW:
            return
        self._drawn = now
        self._progress.update(self._task, completed=done, figures=figures(logs or {}))
        self._progress.refresh()

    def close(self) -> None:
        """Takes the bar away."""
        self._progress.stop()


def figures(logs: Mapping[str, Any]) -> str:
    """Writes figures as a person reads them.

    Example:
        >>> figures({"loss": 0.123456, "accuracy": 0.5})
        'loss 0.1235  accuracy 0.5000'
    """
    return "  ".join(f"{name} {_figure(as_float(value))}" for name, value in logs.items())


def _figure(value: Any) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.4f}" if value == 0 or 1e-3 <= abs(value) < 1e5 else f"{value:.3e}"


def _pace(seconds: float, steps: int) -> str:
    each = seconds / max(steps, 1)
    return f"{each * 1000:.0f} ms/step" if each >= 1e-3 else f"{each * 1e6:.0f} µs/step"
