"""Batches out of items that are batches already: of data sets, loaders, generators."""

import warnings
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from tahr.core import trees
from tahr.core.errors import DataError
from tahr.core.texts import as_text, is_text
from tahr.core.tracebacks import trimmed
from tahr.training.data.batch import Batch
from tahr.training.data.batches import Batches
from tahr.training.data.checks import rows_with_nan, same_length, to_array
from tahr.training.data.class_weight import sample_weights
from tahr.training.data.matrices import spread
from tahr.training.data.pool import RaisedError
from tahr.training.data.source import END, Source
from tahr.training.data.unpack import unpack_x_y_sample_weight


class ItemBatches(Batches):
    """Batches as a source gives them, an epoch being a pass or a number of steps.

    With a number of steps, an epoch goes on where the last one ended, over the border of passes;
    or begins anew and ends with the pass at the latest, where the same data is judged again.

    Args:
        source: where they come from.
        steps: batches an epoch; all there are by default.
        class_weight: a weight by class.
        text: whether inputs may be text.
        anew: whether each epoch is the beginning of a pass.
    """

    def __init__(
        self,
        source: Source,
        steps: int | None = None,
        class_weight: Mapping[int, float] | None = None,
        text: bool = False,
        anew: bool = False,
    ) -> None:
        self._text = text
        self._source = source
        self._steps = steps
        self._goes_on = steps is not None and not anew
        self._class_weight = class_weight
        self._pass = 0
        self._item = 0
        self._running: Iterator[Any] | None = None
        self._peeked: list[Any] = []
        self._under_way: dict[str, Any] | None = None

    def take_only(self, steps: int) -> None:
        """Sets how many batches an epoch has, where the first batch was to say it."""
        self._steps = steps

    def through(self, prepare: Callable[[Any], Any]) -> bool:
        """Has the inputs of batches prepared by the workers that prepare these.

        Args:
            prepare: of inputs, what is to come in their place.

        Returns:
            Whether there are workers.
        """

        def finish(item: Any) -> Any:
            found = tuple(item) if isinstance(item, list) else item
            x, *others = unpack_x_y_sample_weight(found)
            return prepare(_arrays(x, "x", self._text)), *others

        return self._source.through(finish)

    @property
    def steps(self) -> int | None:
        length, wanted = self._source.length, self._wanted
        if self._steps is not None and self._goes_on:
            return wanted
        known = [count for count in (wanted, length) if count is not None]
        return min(known, default=None)

    @property
    def _wanted(self) -> int | None:
        """How many batches an epoch is to have; None for all there are."""
        known = [count for count in (self._steps, self.most) if count is not None]
        return min(known, default=None)

    def epoch(self, start: int = 0) -> Iterator[Batch]:
        if self._under_way is not None:
            self._leave()
        self._under_way = mine = self._mark()
        self._source.begin()
        wanted = self._wanted
        count = None if wanted is None else max(0, wanted - start)
        number = start - 1
        try:
            self._advance(start)
            for number, item in enumerate(islice(self._stream(), count), start):
                yield self._batch(number, item)
        except BaseException:
            if not self._goes_on or self._source.by_number:
                self._drop()
            raise
        self._tell_if_short(number + 1)
        if self._under_way is mine:
            self.finished()

    def finished(self) -> None:
        if self._under_way is None:
            return
        self._under_way = None
        self._leave()
        self._source.end()

    def _tell_if_short(self, found: int) -> None:
        wanted = self._wanted
        if self._steps is not None and wanted is not None and 0 < found < wanted:
            warnings.warn(
                f"the data ran out after {found} of {wanted} batches: ask for fewer "
                "steps, or give data without an end",
                stacklevel=2,
            )

    def is_spent(self) -> bool:
        if not self._source.once:
            return False
        if not self._peeked:
            self._peeked = [*islice(self._stream(), 1)]
            self._item -= len(self._peeked)
        return not self._peeked

    def sample(self) -> Batch:
        first = self._peeked or self._source.preview()
        if not first:
            first = self._peeked = [*islice(self._stream(), 1)]
            self._item -= len(first)
        if not first:
            raise DataError(
                "the data gave no batch", todo="a generator can be gone through once only"
            )
        return self._batch(0, first[0])

    def close(self) -> None:
        self._drop()
        self._source.close()

    # Which epoch it is.

    def state(self) -> dict[str, Any]:
        return {**(self._under_way or self._mark()), "progress": self._source.progress()}

    def restore(self, state: dict[str, Any]) -> None:
        known = {"pass", "item", "source", "progress"}
        if not known <= state.keys() or state.get("steps") != self._steps:
            raise DataError(
                "this position is that of other data",
                expected=f"a position in batches, {self._steps or 'any number of'} steps an epoch",
                got=state,
            )
        here = (state["pass"], state["item"]) == (self._pass, self._item)
        if not (here and self._peeked and self._source.begins_once):
            self._drop()
        self._under_way = None
        self._pass, self._item = state["pass"], state["item"]
        self._source.restore(self._pass, state["source"], state["progress"])

    def _mark(self) -> dict[str, Any]:
        here = {"steps": self._steps, "pass": self._pass, "item": self._item}
        return {**here, "source": self._source.state()}

    # Where it is in the data.

    def _leave(self) -> None:
        """Goes on to the next pass, where each epoch is one."""
        if not self._goes_on and not self._source.once:
            self._drop()
            self._pass, self._item = self._pass + 1, 0

    def _drop(self) -> None:
        running, self._running, self._peeked = self._running, None, []
        if hasattr(running, "close"):
            running.close()  # type: ignore[union-attr]

    def _advance(self, count: int) -> None:
        """Passes over some items, without having them prepared where the source can do that."""
        if not count:
            return
        length, target = self._source.length, self._item + count
        fresh = self._running is None and not self._peeked
        if self._source.by_number and self._goes_on and length:
            self._drop()
            self._pass, self._item = self._pass + target // length, target % length
        elif self._source.by_number or (fresh and self._within_pass(target)):
            self._drop()
            self._item = target
        else:
            for _ in islice(self._stream(), count):
                pass

    def _within_pass(self, item: int) -> bool:
        return not self._goes_on or self._source.once or item <= (self._source.length or 0)

    def _stream(self) -> Iterator[Any]:
        """Returns the items to come, over the borders of passes where the steps are given."""
        while True:
            item = self._next()
            if item is not END:
                yield item
                continue
            if self._source.once or not self._goes_on or not self._item:
                return
            self._running = None
            self._pass, self._item = self._pass + 1, 0

    def _next(self) -> Any:
        if self._peeked:
            self._item += 1
            return self._peeked.pop()
        try:
            if self._running is None:
                self._running = self._source.items(self._pass, self._item)
            item = next(self._running, END)
        except Exception as error:
            self._running = None
            if isinstance(error, DataError):
                raise error.at(self._source.named(self._pass, self._item)) from error.__cause__
            raise self._failed(error) from error.with_traceback(trimmed(error.__traceback__))
        self._item += item is not END
        return item

    def _failed(self, error: Exception) -> DataError:
        """Makes whatever went wrong one error that names the item."""
        found = DataError(
            "preparing a batch failed",
            where=self._source.named(self._pass, self._item),
            got=error if isinstance(error, RaisedError) else f"{type(error).__name__}: {error}",
        )
        for note in getattr(error, "__notes__", ()):
            found.add_note(note)
        return found

    def _batch(self, number: int, item: Any) -> Batch:
        if isinstance(item, list):
            item = tuple(item)
        x, y, sample_weight = unpack_x_y_sample_weight(item)
        parts: dict[str, Any] = {"x": x, "y": y, "sample_weight": sample_weight}
        where = f"batch {number}"
        for name, part in parts.items():
            parts[name] = _arrays(part, f"{where}, {name}", self._text and name == "x")
        parts |= {name: trees.map(spread, parts[name]) for name in ("y", "sample_weight")}
        try:
            size = same_length(parts)
        except DataError as error:
            raise error.at(where) from None
        if self._class_weight:
            parts["sample_weight"] = sample_weights(
                parts["y"], self._class_weight, parts["sample_weight"]
            )
        nan = rows_with_nan(parts)
        return Batch(number, **parts, size=size, suspect=next(iter(nan.values()), None))


def _arrays(part: Any, where: str, text: bool) -> Any:
    return trees.map(
        lambda a: None if a is None else to_array(a, where, text), _whole(part) if text else part
    )


def _whole(part: Any) -> Any:
    """Turns text in lists into arrays, which are leaves of a tree where lists are none."""
    if isinstance(part, dict):
        return {key: _whole(item) for key, item in part.items()}
    if isinstance(part, list | tuple) and not is_text(part):
        return [_whole(item) for item in part]
    return as_text(part) if is_text(part) else part
