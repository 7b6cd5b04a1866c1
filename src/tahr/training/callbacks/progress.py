"""Progress: a live bar on a terminal or in a notebook, one line an epoch anywhere else."""

import time
from typing import Any, ClassVar

from rich.console import Console
from rich.text import Text

from tahr.core.portable import LeftBehind
from tahr.core.spelling import accepts_old_spellings
from tahr.training.callbacks.bar import Bar, bar, counted, figures, pace
from tahr.training.callbacks.callback import Callback, Figures, now_and_then


class ProgbarLogger(Callback):
    """Shows the progress of training, evaluation and prediction.

    Args:
        console: where to; the standard output by default.
    """

    left_behind: ClassVar[LeftBehind] = {"_console": lambda: None, "_bar": lambda: None}

    @accepts_old_spellings
    def __init__(self, console: Console | None = None) -> None:
        super().__init__()
        self._console = console
        self._bar: Bar | None = None
        self._started = 0.0
        self._title = ""
        self._steps = 0
        self._in_fit = False
        self.validation_steps: int | None = None

    def get_state(self) -> dict[str, Any]:
        return {}

    def _open(self, title: str) -> None:
        self._console = self._console or Console(soft_wrap=True, highlight=False)
        self._started = time.perf_counter()
        self._title = title
        self._steps = 0
        live = self.params.get("verbose") == 1
        self._bar = bar(self._console, title, self.params.get("steps")) if live else None

    def _advance(self, number: int, logs: Figures) -> None:
        self._steps = number + 1
        if self._bar is not None:
            self._bar.advance(self._steps, logs)

    def _close(self, title: str, logs: Figures) -> None:
        seconds = time.perf_counter() - self._started
        each = pace(seconds / max(self._steps, 1))
        took = f"{counted(self._steps, None)}  {seconds:.1f} s  {each}"
        line = Text.assemble((title, "bold"), "  ", (took, "dim"), "  ", figures(logs or {}))
        shown = self._bar is not None and self._bar.close(line.plain)
        self._bar = None
        if self._console is not None and not shown:
            self._console.print(line)

    def abandon(self) -> None:
        """Takes the bar away where what it shows was broken off."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def on_train_begin(self, logs: Figures = None) -> None:
        self._in_fit = True

    def on_train_end(self, logs: Figures = None) -> None:
        self._in_fit = False
        self.abandon()

    def on_epoch_begin(self, epoch: int, logs: Figures = None) -> None:
        self._open(self._epoch(epoch))

    @now_and_then
    def on_train_batch_end(self, batch: int, logs: Figures = None) -> None:
        self._advance(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        self._close(self._epoch(epoch), logs)

    def _epoch(self, epoch: int) -> str:
        total = str(self.params.get("epochs", 1))
        return f"Epoch {epoch + 1:>{len(total)}}/{total}"

    def on_test_begin(self, logs: Figures = None) -> None:
        if not self._in_fit:
            self._open("Evaluate")
        elif self._bar is not None:
            self._bar.restart(f"{self._title} validation", self.validation_steps)

    @now_and_then
    def on_test_batch_end(self, batch: int, logs: Figures = None) -> None:
        if not self._in_fit:
            self._advance(batch, logs)
        elif self._bar is not None:
            self._bar.advance(batch + 1, logs)

    def on_test_end(self, logs: Figures = None) -> None:
        if not self._in_fit:
            self._close("Evaluate", logs)

    def on_predict_begin(self, logs: Figures = None) -> None:
        self._open("Predict")

    @now_and_then
    def on_predict_batch_end(self, batch: int, logs: Figures = None) -> None:
        self._advance(batch, None)

    def on_predict_end(self, logs: Figures = None) -> None:
        if self._bar is not None:
            self._bar.close(f"Predict  {counted(self._steps, None)}")
            self._bar = None
