"""Interrupts: Ctrl-C and SIGTERM end training after the step in hand, not in the midst of it."""

import os
import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self

from tahr.core.errors import ArgumentError

USUAL = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
"""What is held back, and how it is handled where nobody has chosen otherwise."""
WAYS = ("raise", "return")


class Interrupt:
    """Holds back the first Ctrl-C or SIGTERM inside the block; a second one ends it at once.

    Outside of the main thread, where no signals arrive, it does nothing. What was held back is
    carried out behind the block, once everything inside has been closed.

    Args:
        way: what Ctrl-C leads to: "raise" for KeyboardInterrupt, "return" for nothing.

    Attributes:
        asked: whether one of the two came.

    Raises:
        ArgumentError: there is no such way.
        KeyboardInterrupt: at the end of the block, where Ctrl-C was pressed.
    """

    def __init__(self, way: str = "raise") -> None:
        if way not in WAYS:
            raise ArgumentError(
                f"on_interrupt cannot be {way!r}", expected=" or ".join(map(repr, WAYS))
            )
        self._way = way
        self._number: int | None = None
        self._before: dict[int, Any] = {}

    @property
    def asked(self) -> bool:
        """Whether the block is to end."""
        return self._number is not None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number, usual in USUAL.items():
                if signal.getsignal(number) == usual:
                    self._before[number] = signal.signal(number, self._held)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._put_back()
        if self._number == signal.SIGTERM:
            os.kill(os.getpid(), signal.SIGTERM)
        if self.asked and error is None and self._way == "raise":
            raise KeyboardInterrupt

    def _put_back(self) -> None:
        while self._before:
            signal.signal(*self._before.popitem())

    def _held(self, number: int, frame: FrameType | None) -> None:
        if not self.asked:
            self._number = number
        elif number == signal.SIGTERM:
            self._put_back()
            os.kill(os.getpid(), number)
        else:
            raise KeyboardInterrupt
