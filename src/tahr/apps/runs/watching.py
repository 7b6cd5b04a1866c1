"""A run under way tells its epochs, and heeds what whoever watches asks for."""

import os
import signal
import time
from typing import Any

from tahr.apps.runs.events import EventLog
from tahr.apps.runs.folder import RunFolder
from tahr.callbacks import Callback

LOOKS = 1.0
"""Seconds between two looks at the file of requests."""


class Watched(Callback):
    """Writes an event an epoch, and pauses or stops where the run's `control` file says so.

    Args:
        run: the run's folder.
        events: where to write.
        epochs: their number, at most.
    """

    def __init__(self, run: RunFolder, events: EventLog, epochs: int) -> None:
        super().__init__()
        self._run, self._events, self._epochs = run, events, epochs
        self._begun = self._looked = time.monotonic()
        self._first = 0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        if not self._first:
            self._first = epoch + 1
            self._begun = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        seconds = time.monotonic() - self._begun
        each = seconds / (epoch + 2 - self._first)
        self._events.write(
            "epoch",
            epoch=epoch + 1,
            of=self._epochs,
            figures={name: float(value) for name, value in (logs or {}).items()},
            seconds=round(seconds, 3),
            left=round(each * (self._epochs - epoch - 1), 1),
        )

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        now = time.monotonic()
        if now - self._looked < LOOKS:
            return
        self._looked = now
        asked = self._asked()
        if asked == "pause":
            self._events.state("paused")
            while self._asked() == "pause":
                time.sleep(0.2)
            self._events.state("training")
        if self._asked() == "stop":
            self._run.control.unlink(missing_ok=True)
            os.kill(os.getpid(), signal.SIGINT)

    def _asked(self) -> str:
        try:
            return self._run.control.read_text("utf-8").strip()
        except OSError:
            return ""
