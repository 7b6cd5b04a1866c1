"""What callbacks are told of a run, as Keras 1 and 2 called it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tahr.core.notices import old_spelling

FORMERLY = {
    "batch_size": "a batch size that the program knows",
    "do_validation": "validation_data is not None",
    "metrics": "the keys of logs",
    "nb_epoch": "params['epochs']",
    "nb_sample": "the length of the data",
    "samples": "the length of the data",
}
"""By the old key, what to write today."""

OF_BATCHES = {
    "batch": "the first argument of the method",
    "size": "params['batch_size'], or the length of what the program gives",
}
"""What the logs of a batch held besides its figures, and what to write today."""


@dataclass(frozen=True)
class Run:
    """A run of `fit`, of which earlier versions told more.

    Args:
        epochs: the number of the last.
        samples: in an epoch, where that is known.
        batch_size: samples a batch, where that is known.
        validates: whether there is validation.
        names: returns the names of the figures.
    """

    epochs: int
    samples: int | None
    batch_size: int | None
    validates: bool
    names: Callable[[], list[str]]

    def metrics(self) -> list[str]:
        """Returns the names of the figures in the logs, those of the validation behind."""
        names = self.names()
        return [*names, *(f"val_{name}" for name in names)] if self.validates else names


READ: dict[str, Callable[[Run], Any]] = {
    "batch_size": lambda run: run.batch_size,
    "do_validation": lambda run: run.validates,
    "metrics": Run.metrics,
    "nb_epoch": lambda run: run.epochs,
    "nb_sample": lambda run: run.samples,
    "samples": lambda run: run.samples,
}


class Parameters(dict[str, Any]):
    """The parameters of a run by today's keys, which answers to the old ones too.

    Args:
        given: by today's keys.
        run: what the old ones are read off.

    Example:
        >>> run = Run(3, 64, 32, False, lambda: ["loss"])
        >>> found = Parameters({"epochs": 3}, run)
        >>> found["metrics"], found.get("nb_sample"), found.get("nonsense"), list(found)
        (['loss'], 64, None, ['epochs'])
    """

    def __init__(self, given: Mapping[str, Any], run: Run) -> None:
        super().__init__(given)
        self._run = run

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)  # what is kept of a run no longer has its model

    def __missing__(self, key: str) -> Any:
        if key not in FORMERLY:
            raise KeyError(key)
        old_spelling(f"params[{key!r}]", FORMERLY[key])
        return READ[key](self._run)

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or key in FORMERLY

    def get(self, key: str, default: Any = None) -> Any:
        """Returns a parameter, or a default where there is none."""
        try:
            return self[key]
        except KeyError:
            return default
