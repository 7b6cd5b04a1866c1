"""The one stream of a run: whoever trains appends to it, everyone else follows."""

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

Event = dict[str, Any]
ENDS = frozenset(("done", "failed", "stopped"))
"""States after which nothing comes, unless the run is resumed."""


class EventLog:
    """Appends events to a file, each a whole line on the disk, and in words to another.

    Args:
        path: the file of events.
        log: the file of words.
        told: called with each event too.
    """

    def __init__(
        self, path: Path, log: Path, told: Callable[[Event], None] = lambda event: None
    ) -> None:
        self._path, self._log, self._told = path, log, told

    def write(self, kind: str, **fields: Any) -> None:
        """Appends an event.

        Args:
            kind: state, epoch, warning or result.
            **fields: what happened, in plain values.
        """
        event: Event = {"time": round(time.time(), 3), "kind": kind, **fields}
        line = json.dumps(event, default=str) + "\n"
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(file, line.encode())
            os.fsync(file)
        finally:
            os.close(file)
        with self._log.open("a", encoding="utf-8") as words:
            words.write(f"{datetime.fromtimestamp(event['time']):%H:%M:%S}  {in_words(event)}\n")
        self._told(event)

    def state(self, name: str, **fields: Any) -> None:
        """Appends what the run is at: settling, training, testing, done, failed or stopped."""
        self.write("state", state=name, **fields)


def in_words(event: Event) -> str:
    """Returns what an event says, on one line.

    Example:
        >>> in_words({"kind": "epoch", "epoch": 2, "of": 5, "figures": {"loss": 0.25}})
        'epoch 2/5  loss 0.25'
    """
    kind = event["kind"]
    if kind == "epoch":
        figures = "  ".join(f"{name} {value:.4g}" for name, value in event["figures"].items())
        return f"epoch {event['epoch']}/{event['of']}  {figures}"
    if kind == "warning":
        place = f"{event['column']}: " if event["column"] else ""
        return f"! {place}{event['says']}"
    if kind == "result":
        found = event["figures"]["model"]
        return f"{event['output']}: {found['main']} {found[found['main']]:.4g}"
    cause = event.get("cause") or event.get("todo") or ""
    return f"{event['state']}: {cause}" if cause else str(event["state"])


def events_of(path: Path) -> list[Event]:
    """Returns the events so far; a last line that is not whole yet is left out."""
    return list(_parsed(path.read_bytes())) if path.is_file() else []


def follow(path: Path, pause: float = 0.3) -> Iterator[Event | None]:
    """Returns events as they come, from the first; None while there is nothing new."""
    place = 0
    while True:
        content = b""
        if path.is_file():
            with path.open("rb") as file:
                file.seek(place)
                content = file.read()
        whole = content[: content.rfind(b"\n") + 1]
        place += len(whole)
        yield from _parsed(whole)
        yield None
        time.sleep(pause)


def _parsed(content: bytes) -> Iterator[Event]:
    for line in content[: content.rfind(b"\n") + 1].splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            yield event
