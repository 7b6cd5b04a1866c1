"""`tahr train`: a job is carried out, with live progress, and its figures in words."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from tahr.apps.cli.figures import tell_figures
from tahr.apps.cli.tables import plain
from tahr.apps.job.reading import read_job
from tahr.apps.runs.events import Event

CALM = 10.0
"""Seconds between two lines on epochs where the output is no terminal."""


def train(
    job: Path, changes: list[str], resume: str | None, runs: Path | None, as_json: bool
) -> None:
    """Carries out a job, or goes on with a run.

    Args:
        job: its file or folder.
        changes: fields to set.
        resume: a run that was interrupted.
        runs: the folder of runs.
        as_json: whether for a script rather than a person.

    Raises:
        JobError: the job or its data is wrong.
    """
    if resume is None:
        read_job(job, changes)
    from tahr.apps.runs.carrying_out import train as carry_out

    if as_json:
        result = carry_out(job, changes, resume, runs)
        facts = {"run": str(result.run.path), "figures": result.figures}
        sys.stdout.write(json.dumps(facts, indent=2) + "\n")
        return
    console = plain()
    with Shown(console) as shown:
        result = carry_out(job, changes, resume, runs, shown.tell)
    tell_figures(console, result.figures)
    console.print(f"The run: {result.run.path}. Next: tahr report {result.run.name}")


class Shown:
    """Shows the events of a run: a bar on a terminal, lines elsewhere.

    Args:
        console: where.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._last = 0.0
        if console.is_terminal:
            columns = (
                TextColumn("epoch {task.completed:.0f}/{task.total:.0f}"),
                BarColumn(24),
                TextColumn("{task.fields[figures]}"),
                TextColumn("{task.fields[left]}"),
            )
            self._bar = Progress(*columns, console=console, transient=True)

    def __enter__(self) -> "Shown":
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, event: Event) -> None:
        """Shows an event."""
        kind = event["kind"]
        if kind == "epoch":
            self._epoch(event)
        elif kind == "warning":
            place = f"{event['column']}: " if event["column"] else ""
            self._console.print(f"! {place}{event['says']}", markup=False)
        elif kind == "state":
            self._state(event)

    def _state(self, event: Event) -> None:
        words = {
            "settling": f"{event.get('run')}: looking at the data",
            "training": f"training {event.get('weights', 0):,} weights",
            "testing": "testing",
            "paused": "paused",
        }
        if event["state"] in words:
            self._console.print(words[event["state"]], style="dim", markup=False)

    def _epoch(self, event: Event) -> None:
        figures = brief(event["figures"])
        left = f"at most {lasting(event['left'])}"
        if self._bar is not None:
            if self._task is None:
                self._bar.start()
                self._task = self._bar.add_task("", total=event["of"], figures="", left="")
            self._bar.update(self._task, completed=event["epoch"], figures=figures, left=left)
            return
        now = time.monotonic()
        if now - self._last >= CALM or event["epoch"] == event["of"]:
            self._last = now
            line = f"epoch {event['epoch']}/{event['of']}  {figures}  {left}"
            self._console.print(line, markup=False)


def brief(figures: dict[str, Any]) -> str:
    """Returns the figures of an epoch that matter most, on one line."""
    chosen = [name for name in ("loss", "val_loss", "val_accuracy", "val_mae") if name in figures]
    return "  ".join(f"{name} {figures[name]:.4g}" for name in chosen)


def lasting(seconds: float) -> str:
    """Returns a time in words.

    Example:
        >>> lasting(170), lasting(5)
        ('3 min', '5 s')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3_600:.1f} h"
