"""Tries ways through doors, each in a process of its own, and prints what was wrong as JSON.

`python -m tests.security.program GROUPS SHARE FOLDER`: of the doors for each configuration, one in
SHARE is tried, another one for the next.
"""

import json
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

from tests.security import doors, files, ways
from tests.security.watched import watched

Calls = Mapping[str, Callable[[], object]]
Case = tuple[str, Calls, bool]
"""A name, the calls that let it in, and whether they must refuse it."""


def configurations(table: Mapping[str, list[ways.Config]], refused: bool) -> Iterator[Case]:
    """Yields configurations with all the doors that they fit through."""
    for way, entries in table.items():
        text = json.dumps(doors.stack(*entries))
        folder = Path(tempfile.mkdtemp())
        yield way, {name: door(text, folder) for name, door in doors.DOORS.items()}, refused


def of_files(table: Mapping[str, files.Builder]) -> Iterator[Case]:
    """Yields files with the calls that read them."""
    for way, build in table.items():
        yield way, build(Path(tempfile.mkdtemp())), True


GROUPS: dict[str, Callable[[], Iterator[Case]]] = {
    "refused": lambda: configurations(ways.REFUSED, True),
    "harmless": lambda: configurations(ways.HARMLESS, False),
    **{name: (lambda table=table: of_files(table)) for name, table in files.GROUPS.items()},
}


def warm(folder: Path) -> None:
    """Has everything imported that reading needs."""
    text = json.dumps(doors.stack(ways.layer("Dense", units=2)))
    watched({})
    for door in doors.DOORS.values():
        _tried(door(text, folder))
    for group in (ways.REFUSED, ways.HARMLESS):
        for entries in list(group.values())[::9]:
            _tried(doors.DOORS["model_from_json"](json.dumps(doors.stack(*entries)), folder))
    for table in files.GROUPS.values():
        for call in next(iter(table.values()))(Path(tempfile.mkdtemp())).values():
            _tried(call)


def _tried(call: Callable[[], object]) -> None:
    with suppress(Exception):
        call()


def main(groups: str, share: int, folder: str) -> None:
    """Prints how many calls there were, and what was wrong with each that was not as it should."""
    warnings.simplefilter("ignore")
    tempfile.tempdir = folder
    warm(Path(folder))
    count, wrong = 0, dict[str, list[str]]()
    cases = chain.from_iterable(GROUPS[group]() for group in groups.split(","))
    for number, (way, calls, refused) in enumerate(cases):
        if len(calls) == len(doors.DOORS):
            calls = dict(list(calls.items())[number % share :: share])
        for door, outcome in watched(calls, (folder,)).items():
            count += 1
            uncalled = door == "layers.deserialize" and way in ways.CALLED
            if faults := outcome.faults(refused and not uncalled):
                wrong[f"{way}, {door}"] = faults
    sys.stdout.write(json.dumps({"count": count, "wrong": wrong}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
