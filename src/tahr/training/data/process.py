"""A worker process, as seen from the program that trains.

It is a fresh interpreter, as `multiprocessing` starts one under "spawn": a fork would copy locks
that threads of JAX or PyTorch hold at that moment, and wait for them for ever. It is started here
rather than by `multiprocessing`, which would leave a tracking process behind and import the user's
program into every worker, needed or not.
"""

import importlib.util
import pickle
import signal
import subprocess
import sys
import weakref
from contextlib import suppress
from importlib import import_module
from multiprocessing import spawn
from typing import Any

from tahr.core import workers
from tahr.core.errors import DataError
from tahr.training.data import wire
from tahr.training.data.pool import TO_LEAVE, RaisedError, Task

CODE = "import sys; sys.path[:] = {path!r}; from {package}.worker import main; main()"

PIPE_SIZE = 2**20
"""Bytes on their way at a time, where the system lets it be said."""

NOT_GUARDED = 77
"""With what a worker ends when importing the user's program would start training there."""

importing_program = False
"""Whether this process is a worker that is importing the user's program."""


def packed(data: Any) -> wire.Frames:
    """Pickles a data set for worker processes.

    What is defined in `__main__` is taken along by cloudpickle where that is installed; so the
    program itself need not be imported again, and a notebook can have workers.

    Raises:
        DataError: it cannot be pickled.
    """
    ways = [pickle.dumps]
    if importlib.util.find_spec("cloudpickle") is not None:
        ways.insert(0, import_module("cloudpickle").dumps)
    failed: Exception | None = None
    for dumps in ways:
        try:
            return wire.frames_of(data, dumps)
        except Exception as error:
            failed = error
    raise DataError(
        "the data set cannot be given to a worker process",
        got=f"{type(failed).__name__}: {failed}",
        todo="keep what cannot be pickled (open files, locks, lambdas, generators) out of its "
        "attributes, or use threads: use_multiprocessing=False",
    ) from failed


def leave_if_importing() -> None:
    """Ends a worker that would start to train as it imports the user's program."""
    if importing_program:
        raise SystemExit(NOT_GUARDED)


class ProcessHand:
    """A worker that has a process prepare items; the process starts when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._end = lambda: None
        self._data: wire.Frames = ()
        self._wanted = b""
        self._has = b""

    def give(self, data: wire.Frames, digest: bytes) -> None:
        """Says which data set the next items are of; a process that was stopped is replaced."""
        if self._process is not None and self._process.poll() is not None:
            self.close()
        self._data, self._wanted = data, digest

    def prepare(self, task: Task) -> Any:
        process = self._process or self._start()
        if self._has != self._wanted:
            self._ask(process, b"data", self._data)
            self._has = self._wanted
        self._data = ()
        task.begin()
        return wire.value_of(self._ask(process, b"item", wire.frames_of(task.index)))

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        """Ends the process."""
        self._end()
        self._process, self._has = None, b""

    def _start(self) -> "subprocess.Popen[bytes]":
        code = CODE.format(path=sys.path, package=__package__)
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            pipesize=PIPE_SIZE,
        )
        self._process, self._end = process, weakref.finalize(self, _end, process)
        there = spawn.get_preparation_data("tahr-data")
        there.pop("authkey", None)
        self._ask(process, b"start", wire.frames_of((workers.FIRST, there)))
        return process

    def _ask(
        self, process: "subprocess.Popen[bytes]", request: bytes, frames: wire.Frames
    ) -> wire.Frames:
        try:
            wire.write(process.stdin, [request, *frames])  # type: ignore[arg-type]
            kind, *answer = wire.read(process.stdout)  # type: ignore[arg-type]
        except (EOFError, OSError, ValueError):
            raise _death(process) from None
        if kind == b"done":
            return answer
        raise _raised(*(bytes(part) for part in answer))


def _raised(error: bytes, name: bytes, text: bytes) -> Exception:
    """Returns the error that was raised in a worker, with the traceback it had there as a note."""
    found: object = None
    with suppress(Exception):
        found = pickle.loads(error)
    if not isinstance(found, Exception):
        found = RaisedError(name.decode())
    found.add_note("in the worker:\n" + text.decode())
    return found


def _death(process: "subprocess.Popen[bytes]") -> DataError:
    with suppress(subprocess.TimeoutExpired):
        process.wait(TO_LEAVE)
    code = process.returncode
    if code == NOT_GUARDED:
        return DataError(
            "the program starts to train while a worker imports it",
            todo="put what it does under `if __name__ == '__main__':`, or install cloudpickle",
        )
    said = "no answer" if code is None else f"exit code {code}"
    if code is not None and code < 0:
        said = f"killed by {signal.Signals(-code).name}"
    return DataError("a worker process died", got=said)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Lets a process end by itself, and kills it if it does not."""
    with suppress(OSError):
        process.stdin.close()  # type: ignore[union-attr]
    try:
        process.wait(TO_LEAVE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with suppress(OSError):
        process.stdout.close()  # type: ignore[union-attr]
