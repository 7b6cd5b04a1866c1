"""A progress bar for loops of one's own."""

import time
from collections.abc import Iterable
from typing import Any

from rich.console import Console

from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import methods_end_at_user
from tahr.training.callbacks.bar import Bar, bar, counted, figures


@methods_end_at_user(("__init__",))
class Progbar:
    """A progress bar with the running means of figures.

    Args:
        target: the number of steps, None where unknown.
        width: of the bar, in characters.
        verbose: 0 for silence, 1 for a bar, 2 for a line at the end.
        interval: seconds between two redraws.
        stateful_metrics: names of figures that are shown as they are, not as means.
        stateless_metrics: names of figures that are averaged; all others by default.
        unit_name: what a step is called.

    Example:
        >>> bar = Progbar(2, verbose=0)
        >>> bar.update(1, [("loss", 4.0)]); bar.update(2, [("loss", 2.0)])
        >>> bar.values
        {'loss': 3.0}
    """

    def __init__(
        self,
        target: int | None,
        width: int = 20,
        verbose: int = 1,
        interval: float = 0.05,
        stateful_metrics: Iterable[str] | None = None,
        stateless_metrics: Iterable[str] | None = None,
        unit_name: str = "step",
    ) -> None:
        self.target = target
        self.width = width
        self.verbose = verbose
        self.interval = interval
        self.unit_name = unit_name
        self._stateful = set(stateful_metrics or ()) - set(stateless_metrics or ())
        self._sums: dict[str, tuple[float, int]] = {}
        self._seen = 0
        self._started = time.perf_counter()
        self._console = Console(soft_wrap=True, highlight=False)
        self._bar: Bar | None = None

    @property
    def values(self) -> dict[str, float]:
        """The figures so far: means, or the last value of stateful ones."""
        return {name: total / max(count, 1) for name, (total, count) in self._sums.items()}

    @accepts_old_spellings
    def update(
        self,
        current: int,
        values: Iterable[tuple[str, Any]] | None = None,
        finalize: bool | None = None,
    ) -> None:
        """Shows a step.

        Args:
            current: how many steps are done.
            values: pairs of a name and the step's figure.
            finalize: whether it is the last; by default once the target is reached.
        """
        steps = max(current - self._seen, 0)
        for name, value in values or ():
            total, count = self._sums.get(name, (0.0, 0))
            number = float(value)
            fixed = name in self._stateful
            self._sums[name] = (number, 1) if fixed else (total + number * steps, count + steps)
        self._seen = current
        done = self.target is not None and current >= self.target
        if done if finalize is None else finalize:
            self._finish()
        elif self.verbose == 1:
            self._draw(current)

    def add(self, n: int, values: Iterable[tuple[str, Any]] | None = None) -> None:
        """Shows some more steps.

        Args:
            n: how many.
            values: pairs of a name and a figure.
        """
        self.update(self._seen + n, values)

    def _draw(self, current: int) -> None:
        if self._bar is None:
            self._bar = bar(self._console, "", self.target, self.width, self.interval)
        if self._bar is not None:
            self._bar.advance(current, self.values)

    def _finish(self) -> None:
        seconds = time.perf_counter() - self._started
        target = self._seen if self.target is None else self.target
        count = f"{counted(self._seen, target)} {self.unit_name}s"
        line = f"{count}  {seconds:.1f} s  {figures(self.values)}"
        shown = self._bar is not None and self._bar.close(line)
        self._bar = None
        if self.verbose and not shown:
            self._console.print(line)
