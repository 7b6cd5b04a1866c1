"""A lock on a folder of checkpoints: one run at a time writes there.

The lock is a small file that says which process holds it. Of a process on this machine it can be
seen whether it still runs, and of a killed one the lock is taken over at once. Of one elsewhere, be
it another host or another container, nothing can be seen but its beat: it touches the file every
few seconds, and where it no longer does the lock is taken over as well.
"""

import json
import logging
import os
import platform
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging import Logger
from pathlib import Path
from typing import Any, Self

from tahr.core.errors import SavingError
from tahr.core.files import ADVICE

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

log: Logger = logging.getLogger("tahr")

NAME = ".lock"
BEAT = 2.0
"""Seconds between two beats."""
SILENCE = 15.0
"""Seconds without a beat after which a process elsewhere counts as gone."""


class FolderLock:
    """Holds a folder inside the block, so that no other run writes there.

    Args:
        folder: made if need be, and removed again where nothing came into it.

    Raises:
        SavingError: another run holds it, or nothing can be written there.
    """

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)
        self._path = self._folder / NAME
        self._mine = {
            **_identity(),
            "run": os.urandom(8).hex(),
            "since": time.strftime("%Y-%m-%d %H:%M:%S"),
        }
        self.passing: bool = False
        """Whether the folder goes with the lock, where nothing else is in it."""
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        try:
            self.passing = not self._folder.exists()
            self._folder.mkdir(parents=True, exist_ok=True)
            while (holder := self._taken()) is not None:
                if not _is_gone(self._path, holder):
                    raise self._refused(holder)
                self._drop(holder)
        except OSError as error:
            raise SavingError(
                "no checkpoints can be kept in the folder",
                where=str(self._folder),
                got=error.strerror or str(error),
                todo=ADVICE.get(error.errno or 0),
            ) from error
        threading.Thread(target=self._beat, daemon=True, name="tahr-lock").start()
        return self

    def __exit__(self, *error: object) -> None:
        self.release()

    def release(self) -> None:
        """Unlocks the folder."""
        self._ended.set()
        with suppress(OSError):
            self._drop(self._mine)
            if self.passing:
                self._folder.rmdir()

    def check(self) -> None:
        """Raises where another run has taken the folder, as this one seemed to be gone.

        Raises:
            SavingError: it has.
        """
        holder = _read(self._path)
        if holder is not None and holder != self._mine:
            raise self._refused(holder)

    def _taken(self) -> dict[str, Any] | None:
        """Takes the lock; returns who holds it, where somebody else does."""
        with _alone(self._folder):
            try:
                with self._path.open("x") as file:
                    json.dump(self._mine, file)
            except FileExistsError:
                return _read(self._path) or {}
        return None

    def _drop(self, holder: dict[str, Any]) -> None:
        """Removes the lock of a holder, unless somebody has taken it over meanwhile."""
        with _alone(self._folder):
            if (_read(self._path) or {}) == holder:
                self._path.unlink(missing_ok=True)

    def _beat(self) -> None:
        while not self._ended.wait(BEAT):
            with suppress(OSError):
                if _read(self._path) == self._mine:
                    os.utime(self._path)

    def _refused(self, holder: dict[str, Any]) -> SavingError:
        here = {name: holder.get(name) for name in ("machine", "pid")} == {
            name: self._mine[name] for name in ("machine", "pid")
        }
        who = f"process {holder.get('pid')} on {holder.get('host')}, since {holder.get('since')}"
        return SavingError(
            "another run keeps its checkpoints in the folder",
            where=str(self._folder),
            got="another fit in this process" if here else who,
            todo="wait until it has ended, stop it, or choose another folder",
        )


def _identity() -> dict[str, Any]:
    """Returns what tells this process from every other, on this machine and elsewhere."""
    pid = os.getpid()
    machine = [platform.node(), _text("/proc/sys/kernel/random/boot_id")]
    with suppress(OSError):
        machine.append(str(Path("/proc/self/ns/pid").readlink()))
    return {
        "host": platform.node(), "machine": " ".join(machine), "pid": pid, "start": _started(pid),
    }  # fmt: skip


def _is_gone(path: Path, holder: dict[str, Any]) -> bool:
    """Returns whether the process that holds a lock has ended."""
    pid = holder.get("pid")
    if holder.get("machine") == _identity()["machine"] and isinstance(pid, int) and _started(pid):
        return _started(pid) != holder.get("start")
    if holder.get("machine") == _identity()["machine"] and Path("/proc/self/stat").exists():
        return True
    log.warning("%s: waiting whether %s still beats", path, holder.get("host", "its holder"))
    before, until = _touched(path), time.monotonic() + SILENCE
    while time.monotonic() < until:
        time.sleep(BEAT / 4)
        if _touched(path) != before:
            return not path.exists()
    return True


def _started(pid: int) -> str | None:
    """Returns when a process started, in the system's own count; None where none runs."""
    fields = _text(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return None if len(fields) < 20 or fields[0] in "ZX" else fields[19]


def _touched(path: Path) -> int | None:
    """Returns when a file was last touched, asking a network's disk anew."""
    with suppress(OSError), path.open("rb") as file:
        return os.fstat(file.fileno()).st_mtime_ns
    return None


def _read(path: Path) -> dict[str, Any] | None:
    """Returns what a lock says; an empty dict for one that is cut short, None for none."""
    try:
        found = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _text(path: str) -> str:
    with suppress(OSError):
        return Path(path).read_text(errors="replace").strip()
    return ""


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Lets one process at a time look at a lock and change it, where the system can."""
    handle = None
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)
