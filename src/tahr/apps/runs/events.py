"""The one stream of a run: whoever trains appends to it, everyone else follows."""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Event = dict[str, Any]
ENDS = frozenset(("done", "failed", "stopped"))
"""States after which nothing comes, unless the run is resumed."""


class EventLog:
    """Appends events to a file, each a whole line on the disk.

    Args:
        path: the file.
        told: called with each event too.
    """

    def __init__(self, path: Path, told: Callable[[Event], None] = lambda event: None) -> None:
        self._path, self._told = path, told

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
        self._told(event)

    def state(self, name: str, **fields: Any) -> None:
        """Appends what the run is at: settling, training, testing, done, failed or stopped."""
        self.write("state", state=name, **fields)


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
