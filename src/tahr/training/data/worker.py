"""What a worker process does: prepares items of a data set as it is asked to."""

import os
import pickle
import signal
import threading
import time
import traceback
from importlib import import_module
from io import RawIOBase
from multiprocessing import spawn
from queue import SimpleQueue
from typing import Any

from tahr.core import current, trees, workers
from tahr.training.data import process, wire
from tahr.training.data.pool import TO_LEAVE


def main() -> None:
    """Answers on what was standard output, until the other side is gone."""
    workers.here = True
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    requests = os.fdopen(os.dup(0), "rb", buffering=0)
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    inbox: SimpleQueue[wire.Frames | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests, inbox), daemon=True).start()
    worker = Worker()
    while (request := inbox.get()) is not None:
        wire.write(answers, worker.answer(request))


def _listen(requests: RawIOBase, inbox: "SimpleQueue[wire.Frames | None]") -> None:
    """Takes requests; ends the process when nobody is there any more, whatever it is doing."""
    try:
        while True:
            inbox.put(wire.read(requests))
    except (EOFError, OSError):
        inbox.put(None)
    time.sleep(TO_LEAVE)
    os._exit(1)


class Worker:
    """The data set a worker was given, and what is asked of it."""

    def __init__(self) -> None:
        self._data: Any = None

    def answer(self, request: wire.Frames) -> wire.Frames:
        """Carries out a request; an error is an answer as well."""
        kind, *frames = request
        try:
            found = getattr(self, bytes(kind).decode())(frames)
            return [b"done", *wire.frames_of(found)]
        except BaseException as error:
            if isinstance(error, SystemExit) and error.code == process.NOT_GUARDED:
                raise
            return [b"failed", *_told(error)]

    def start(self, frames: wire.Frames) -> None:
        """Makes the process like the one that trains."""
        first, there = wire.value_of(frames)
        for name in first:
            import_module(name).install()
        _Unpickler.program = {
            name: there.pop(name) for name in [*there] if name.startswith("init_main")
        }
        spawn.prepare(there)

    def data(self, frames: wire.Frames) -> None:
        """Takes a data set."""
        self._data = wire.value_of(frames, _Unpickler)

    def item(self, frames: wire.Frames) -> Any:
        """Prepares an item."""
        return trees.map(_to_host, self._data[wire.value_of(frames)])


class _Unpickler(pickle.Unpickler):
    """Imports the user's program where, and only where, something in it is meant."""

    program: dict[str, Any] = {}

    def find_class(self, module: str, name: str) -> Any:
        if module == "__main__" and self.program:
            program, _Unpickler.program = self.program, {}
            process.importing_program = True
            spawn.prepare(program)
            process.importing_program = False
        return super().find_class(module, name)


def _to_host(value: Any) -> Any:
    """Brings tensors of frameworks to the host; they do not all travel between processes."""
    source = current.owner(value)
    return value if source is None else source.to_numpy(value)


def _told(error: BaseException) -> wire.Frames:
    """Puts an error into bytes, so that it can be told even where its class is not known."""
    name = f"{type(error).__name__}: {error}"
    try:
        whole = pickle.dumps(error)
        pickle.loads(whole)
    except Exception:
        whole = b""
    text = "".join(traceback.format_exception(error))
    return [whole, name.encode(), text.encode()]
