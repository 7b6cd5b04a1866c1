"""Pool: workers that prepare items at the same time, which come back in order.

Items are handed out in order and waited for in order. So the first one that fails is the one that
is told of, after all before it have been given, whatever the number of workers. Threads are
daemons: one that hangs in a user's code cannot be ended, and must not keep the program from ending,
as the threads of `concurrent.futures` would.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, Protocol

from tahr.core.errors import DataError

TO_START = 300.0
"""Seconds a worker may take until it begins with its first item."""

TO_LEAVE = 2.0
"""Seconds that workers get to end what they are doing."""


@dataclass
class Task:
    """An item to be prepared.

    Args:
        index: what its data set is asked for.
        begun: set when a worker has begun with it.
        since: when that was, by the monotonic clock.
        done: what came of it.
    """

    index: Any
    begun: Event = field(default_factory=Event)
    since: float = 0.0
    done: "Future[Any]" = field(default_factory=Future)

    def begin(self) -> None:
        """Starts the clock."""
        self.since = time.monotonic()
        self.begun.set()


class RaisedError(Exception):
    """Says what a worker raised, where that itself cannot be raised here."""


class Worker(Protocol):
    """One worker."""

    def prepare(self, task: Task) -> Any:
        """Begins a task and gives the item."""

    def stop(self) -> None:
        """Breaks off what is being prepared, where that can be done."""


class ThreadWorker:
    """A worker that prepares items in its own thread."""

    def __init__(self, data: Any) -> None:
        self._data = data

    def prepare(self, task: Task) -> Any:
        task.begin()
        return self._data[task.index]

    def stop(self) -> None:
        """Does nothing: there is no way to end a thread from outside."""


def in_order(
    workers: Sequence[Worker], indices: Iterable[Any], ahead: int, timeout: float | None
) -> Iterator[Any]:
    """Has items prepared, and gives them in the order of their indices.

    Args:
        workers: threads or processes that prepare items.
        indices: the items.
        ahead: how many may be prepared or wait at a time.
        timeout: seconds an item may take; None for any time.

    Raises:
        DataError: a worker died or hangs.
        Exception: whatever the preparing of an item raised.
    """
    tasks: SimpleQueue[Task | None] = SimpleQueue()
    threads = [
        Thread(
            target=copy_context().run, args=(_work, worker, tasks), name="tahr-data", daemon=True
        )
        for worker in workers
    ]
    waiting: deque[Task] = deque()
    rest = iter(indices)
    completed = False
    try:
        for thread in threads:
            thread.start()
        while True:
            for index in islice(rest, ahead - len(waiting)):
                waiting.append(Task(index))
                tasks.put(waiting[-1])
            if not waiting:
                break
            yield _result(waiting.popleft(), timeout)
        completed = True
    finally:
        with suppress(Empty):
            while True:
                tasks.get_nowait()
        for _ in threads:
            tasks.put(None)
        if not completed:
            for worker in workers:
                worker.stop()
        _join(threads)


def _work(worker: Worker, tasks: "SimpleQueue[Task | None]") -> None:
    while (task := tasks.get()) is not None:
        try:
            task.done.set_result(worker.prepare(task))
        except BaseException as error:
            task.done.set_exception(error)
        task.begun.set()


def _result(task: Task, timeout: float | None) -> Any:
    if not task.begun.wait(TO_START):
        raise DataError("the workers do not start", got=f"nothing within {TO_START:g} s")
    left = None if timeout is None else max(0.0, task.since + timeout - time.monotonic())
    try:
        error = task.done.exception(left)
    except TimeoutError:
        raise DataError(
            "a worker hangs",
            got=f"no item within {timeout:g} s",
            todo="see what it waits for; a PyDataset that only needs longer takes timeout=",
        ) from None
    if error is None:
        return task.done.result()
    if isinstance(error, Exception):
        raise error
    raise RaisedError(f"{type(error).__name__}: {error}") from error


def _join(threads: Sequence[Thread]) -> None:
    until = time.monotonic() + TO_LEAVE
    for thread in threads:
        if thread.ident is not None:
            thread.join(max(0.0, until - time.monotonic()))
