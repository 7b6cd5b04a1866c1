"""What is looked at around each batch: its labels before it, its number in errors, its figures."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any

from tahr.core.errors import DataError, TahrError
from tahr.training.data.batch import Batch, Group
from tahr.training.data.batches import Batches
from tahr.training.logs import as_float
from tahr.training.step.running import step_for
from tahr.training.step.session import Session


class Checked:
    """Checks labels against the model's outputs: all at once, or batch by batch."""

    def __init__(self, session: Session, batches: Batches, kind: str) -> None:
        compilation = session.model.compilation
        self._objective = compilation.objective if compilation else None
        self._session = session
        self._kind = kind
        self._whole = batches.targets()
        self._done = False

    def labels(self, batch: Batch) -> None:
        """Checks a batch that is about to be used, and everything the first time."""
        self._session.model.check_host(batch.x)
        if self._done or self._objective is None or batch.y is None:
            return
        one = batch.batch(0) if isinstance(batch, Group) else batch
        step_for(self._session, self._kind, one).prepare(*one.data)
        self._done = self._whole is not None
        if not self._objective.built:
            return
        if self._whole is not None:
            self._objective.check(self._whole)
            return
        for single in batch.singles() if isinstance(batch, Group) else [batch]:
            self._objective.check(single.y)


class naming:  # noqa: N801
    """Names the batch in errors: what fits the first batches need not fit a later one."""

    def __init__(self, batch: Batch) -> None:
        self._number = batch.number

    def __enter__(self) -> None:
        """Does nothing."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(error, TahrError) and self._number:
            error.during(f"batch {self._number}")


def in_numbers(outputs: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the figures of an epoch as numbers.

    Raises:
        DataError: there are none, as there was no batch.
    """
    if not outputs:
        raise DataError(
            "the data gave no batch",
            todo="a generator can be gone through once only: pass steps_per_epoch, or a data set",
        )
    return {name: as_float(value) for name, value in outputs.items()}
