"""Rows of named columns, in whatever form they come, and how layers adapt to columns of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import copy_context
from queue import Full, Queue
from threading import Event, Thread
from typing import Any

import numpy as np

from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.texts import as_text, is_text
from tahr.layers.preprocessing import sources

AHEAD = 8
"""How many batches may wait for the slowest layer."""
SECONDS = 0.1


def batches(data: Any, where: str) -> Iterator[Mapping[str, Any]]:
    """Returns batches of columns by name.

    Args:
        data: a dict of columns or a data frame, which is one batch; or what gives batches or
            single rows of them: a data set, a loader, a generator. Of tuples the first is taken.
        where: the name of what takes them.

    Raises:
        ArgumentError: the columns have no names.
    """
    items: Iterable[Any] = [data] if _is_named(data) else sources.batches(data, None, where)
    for item in items:
        if not _is_named(item):
            raise ArgumentError(
                "columns come by name", where=where, expected="a dict", got=type(item)
            )
        yield {name: item[name] for name in _names(item)}


def _is_named(data: Any) -> bool:
    return isinstance(data, Mapping) or (hasattr(data, "columns") and hasattr(data, "__getitem__"))


def _names(item: Any) -> list[str]:
    return list(item) if isinstance(item, Mapping) else list(item.columns)


def column(value: Any, where: str) -> np.ndarray:
    """Returns a column as an array `(rows, 1)` on the host; a single value is one row.

    Args:
        value: a scalar, list, array, tensor or series.
        where: its name.
    """
    if is_text(value):
        found = as_text(value, where)
    else:
        found = np.asarray(value.to_numpy() if hasattr(value, "to_numpy") else _on_host(value))
    return found.reshape(-1, 1) if found.ndim < 2 else found


def _on_host(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else current.to_numpy(value)


def many(rows: Iterator[Mapping[str, Any]], size: int = 1024) -> Iterator[Mapping[str, Any]]:
    """Puts single rows together, of which each would cost as much as a batch.

    Args:
        rows: single rows, or batches of them, which stay as they are.
        size: how many rows to put together.
    """
    waiting: list[Mapping[str, Any]] = []
    for row in rows:
        if any(np.ndim(value) for value in row.values()):
            yield row
            continue
        waiting.append(row)
        if len(waiting) == size:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(rows: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {name: np.concatenate([column(row[name], name) for row in rows]) for name in rows[0]}


def share_out(items: Iterable[Any], takers: list[Callable[[Iterator[Any]], None]]) -> None:
    """Lets several functions go through items that can be gone through once, side by side.

    None of them is more than some items ahead of another.

    Args:
        items: the items.
        takers: functions of an iterator of them.

    Raises:
        Exception: whatever the first of them raised.
    """
    hands = [_Hand(taker) for taker in takers]
    try:
        for item in items:
            for hand in hands:
                hand.give((item,))
            if any(hand.failed for hand in hands):
                break
    finally:
        for hand in hands:
            hand.give(None)
        for hand in hands:
            hand.thread.join()
    for hand in hands:
        if hand.failed is not None:
            raise hand.failed


class _Hand:
    """One function in its own thread, and the items that wait for it."""

    def __init__(self, take: Callable[[Iterator[Any]], None]) -> None:
        self._take = take
        self._waiting: Queue[Any] = Queue(AHEAD)
        self._left = Event()
        self.failed: Exception | None = None
        self.thread = Thread(
            target=copy_context().run, args=(self._work,), name="tahr-adapt", daemon=True
        )
        self.thread.start()

    def _work(self) -> None:
        try:
            self._take(self._items())
        except Exception as error:
            self.failed = error
        finally:
            self._left.set()

    def _items(self) -> Iterator[Any]:
        while (found := self._waiting.get()) is not None:
            yield found[0]

    def give(self, item: Any) -> None:
        while not self._left.is_set():
            try:
                self._waiting.put(item, timeout=SECONDS)
            except Full:
                continue
            return
