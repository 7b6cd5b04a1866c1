"""The curves of a run in a terminal, while another process trains it."""

import sys
from importlib import import_module
from typing import Any

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from tahr.apps.cli.tables import plain
from tahr.apps.cli.train import brief, lasting
from tahr.apps.runs.comparing import story_of
from tahr.apps.runs.events import ENDS, Event, follow
from tahr.apps.runs.folder import RunFolder
from tahr.core.extras import required

HEIGHT = 14


def watch(run: RunFolder) -> None:
    """Shows the curves of a run until it ends: drawn on a terminal, a line an epoch elsewhere."""
    console = plain()
    if not console.is_terminal:
        _lines(run)
        return
    required("plotext", "cli")
    epochs: list[Event] = []
    with Live(console=console, refresh_per_second=4, transient=False) as live:
        for event in follow(run.events):
            if event is None:
                live.update(_picture(run, epochs, console))
                if not story_of(run).alive:
                    break
            elif event["kind"] == "epoch":
                epochs.append(event)
            elif event["kind"] == "state" and event["state"] in ENDS:
                live.update(_picture(run, epochs, console))
                break
    _end(run, console)


def _lines(run: RunFolder) -> None:
    for event in follow(run.events):
        if event is None:
            if not story_of(run).alive:
                break
        elif event["kind"] == "epoch":
            figures = brief(event["figures"])
            sys.stdout.write(f"epoch {event['epoch']}/{event['of']}  {figures}\n")
            sys.stdout.flush()
        elif event["kind"] == "state":
            sys.stdout.write(f"{event['state']}\n")
            if event["state"] in ENDS:
                break


def _end(run: RunFolder, console: Console) -> None:
    story = story_of(run)
    console.print(f"{story.name}: {story.state}" + (f": {story.cause}" if story.cause else ""))


def _picture(run: RunFolder, epochs: list[Event], console: Console) -> Any:
    if not epochs:
        return Text(f"{run.name}: no epoch is done yet")
    plotext: Any = import_module("plotext")
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plotsize(min(console.width - 2, 110), HEIGHT)
    numbers = [event["epoch"] for event in epochs]
    for name in ("loss", "val_loss"):
        values = [event["figures"].get(name) for event in epochs]
        if all(value is not None for value in values):
            plotext.plot(numbers, values, label=name, marker="braille")
    plotext.xlabel("epoch")
    last = epochs[-1]
    head = f"{run.name}  epoch {last['epoch']}/{last['of']}  {brief(last['figures'])}"
    return Group(Text(f"{head}  at most {lasting(last['left'])}"), Text.from_ansi(plotext.build()))
