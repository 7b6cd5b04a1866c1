"""Logs: the figures of a step or epoch, by name, fetched from the device when looked at."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from tahr.compat.parameters import OF_BATCHES
from tahr.core import current
from tahr.core.notices import old_spelling
from tahr.core.old_words import other_names
from tahr.core.tracebacks import ends_at_user


class UnknownFigureError(KeyError):
    """The logs hold no figure of this name."""

    def __init__(self, name: object, known: list[str]) -> None:
        super().__init__(name)
        self._known = known

    def __str__(self) -> str:
        known = ", ".join(map(repr, self._known)) or "none"
        return f"{self.args[0]!r}: there is no such figure here; there are {known}"


class Spelled(dict[str, Any]):
    """A dict of figures that also answers to the names earlier Keras versions gave them.

    Example:
        >>> Spelled(accuracy=0.5)["accuracy"]
        0.5
    """

    def _found(self, name: object) -> object:
        if dict.__contains__(self, name):
            return name
        others = other_names(name) if isinstance(name, str) else ()
        return next((other for other in others if dict.__contains__(self, other)), name)

    @ends_at_user
    def __missing__(self, name: str) -> Any:
        other = self._found(name)
        if other == name:
            raise UnknownFigureError(name, list(self))
        return dict.__getitem__(self, other)  # type: ignore[arg-type]

    def __contains__(self, name: object) -> bool:
        return dict.__contains__(self, self._found(name))

    def get(self, name: str, default: Any = None) -> Any:
        """Returns a figure, or the default."""
        return self[name] if name in self else default  # noqa: SIM401


class Logs(Mapping[str, Any]):
    """Scalars still on the device, which turn into floats one by one when they are read.

    Args:
        values: the figures by name.
        batch: the place of the batch in its epoch, and how many samples it holds, which earlier
            versions told too: answered where they are asked for, and not listed.

    Example:
        >>> logs = Logs({"loss": 0.5}, {"batch": 3, "size": 32})
        >>> logs.get("size"), list(logs)
        (32, ['loss'])
    """

    def __init__(self, values: Mapping[str, Any], batch: Mapping[str, int] | None = None) -> None:
        self._values = Spelled(values)
        self._batch: Mapping[str, int] = batch or {}

    @ends_at_user
    def __getitem__(self, name: str) -> Any:
        if name in self._batch and name not in self._values:
            old_spelling(f"logs[{name!r}]", OF_BATCHES[name])
            return self._batch[name]
        return as_float(self._values[name])

    def __contains__(self, name: object) -> bool:
        return name in self._values or name in self._batch

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return repr(dict(self))


def as_float(value: Any) -> Any:
    """Fetches a single number; what holds more, or none, is fetched as an array."""
    if isinstance(value, int | float) or value is None:
        return value
    array = current.to_numpy(value)
    return array.item() if array.size == 1 else array


def losses_are_finite(outputs: Mapping[str, Any]) -> bool:
    """Returns whether every loss among the figures of a step is a finite number."""
    losses = [as_float(value) for name, value in outputs.items() if name.endswith("loss")]
    return all(math.isfinite(loss) for loss in losses)
