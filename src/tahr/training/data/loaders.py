"""Data sets and loaders of frameworks, told by what they have; none is imported here."""

import base64
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tahr.training.data.crew import read_ahead
from tahr.training.data.dataset import TIMEOUT
from tahr.training.data.source import Iterated


def is_of(value: object, package: str, name: str) -> bool:
    """Returns whether a value is of a class, going by the name of the class and its package.

    Example:
        >>> is_of({}, "builtins", "dict"), is_of({}, "torch", "dict")
        (True, False)
    """
    return any(
        kind.__name__ == name and f"{kind.__module__}.".startswith(f"{package}.")
        for kind in type(value).__mro__
    )


class TensorFlowData(Iterated):
    """A `tf.data.Dataset`.

    How it shuffles depends on how many iterators it has had, so as many are made as there were.
    """

    begins_once = True

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self._made = 0

    def items(self, number: int, start: int = 0) -> Iterator[Any]:
        while self._made < number:
            self._iterate()
        self._made += 1
        rest: Any = self._data.skip(start) if start else self._data  # type: ignore[attr-defined]
        return iter(rest)

    def _iterate(self) -> Iterator[Any]:
        self._made += 1
        return super()._iterate()


class GrainData(Iterated):
    """A data set or loader of Grain's, whose workers have no limit of time of their own.

    So each item is asked for in a thread beside; none before it is needed.
    """

    def _each(self) -> Iterator[Any]:
        return read_ahead(self._iterator, 1, TIMEOUT)


class TorchLoader(Iterated):
    """A `torch.utils.data.DataLoader`.

    Its order depends on the state of a generator, which belongs to the position in the data. Its
    workers get a limit of time where it has none.
    """

    _state: str | None = None
    _before: str | None = None

    def _iterate(self) -> Iterator[Any]:
        loader: Any = self._data
        if self._state is not None:
            self._put_back(self._state)
            self._state = None
        self._before = self._taken()
        limited = loader.num_workers > 0 and not loader.timeout
        if limited:
            loader.timeout = TIMEOUT
        try:
            return iter(loader)
        finally:
            if limited:
                loader.timeout = 0

    def items(self, number: int, start: int = 0) -> Iterator[Any]:
        yield from super().items(number, start)
        self._before = None

    def state(self) -> dict[str, Any]:
        random = self._before or self._state or self._taken()
        return {**super().state(), "random": random}

    def restore(self, number: int, state: dict[str, Any], progress: dict[str, Any]) -> None:
        super().restore(number, state, progress)
        self._state, self._before = state["random"], None

    def _source(self) -> Any:
        return getattr(self._data, "generator", None) or sys.modules["torch"].default_generator

    def _taken(self) -> str:
        return base64.b64encode(self._source().get_state().numpy().tobytes()).decode()

    def _put_back(self, state: str) -> None:
        torch: Any = sys.modules["torch"]
        values = np.frombuffer(base64.b64decode(state), "uint8").copy()
        self._source().set_state(torch.from_numpy(values))


LOADERS: tuple[tuple[str, str, Callable[[Any], Iterated]], ...] = (
    ("tensorflow", "DatasetV2", TensorFlowData),
    ("grain", "MapDataset", GrainData),
    ("grain", "IterDataset", GrainData),
    ("grain", "DataLoader", GrainData),
    ("torch.utils.data", "DataLoader", TorchLoader),
)
"""By a class's package and name, what goes through its batches."""
