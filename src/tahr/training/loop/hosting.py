"""Batches of a model that takes text: its part on the host runs before the step gets them."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from tahr.core.errors import DataError
from tahr.training.data.arrays import ArrayBatches
from tahr.training.data.batch import Batch
from tahr.training.data.batches import Batches
from tahr.training.data.checks import first_text
from tahr.training.data.items import ItemBatches
from tahr.training.step.running import build
from tahr.training.trainable import HostPart, Trainable

KEPT = 2**28
"""Bytes that prepared inputs may have to be kept for the epochs to come."""


def hosted(model: Trainable, batches: Batches, again: bool = False) -> Batches:
    """Puts what runs on the host of a model before its steps.

    Args:
        model: built here, where it takes text.
        batches: what a user passed.
        again: whether they are gone through more than once.

    Raises:
        DataError: there is text, and nothing in the model takes it.
    """
    if not model.takes_text and model.host_part is None:
        return batches
    if model.host_part is None:
        sample = batches.sample()
        found = first_text(sample.x, "x")
        if found is None:
            return batches
        with model.placed():
            build(model, sample)
        if model.host_part is None and model.run_eagerly:
            return batches
        if model.host_part is None:
            with model.placed():
                model.cut_by_tracing(sample.x)
        if model.host_part is None:
            raise _not_compiled(model, *found)
    part = model.host_part
    if again and isinstance(batches, ArrayBatches) and part.is_fixed:
        kept = batches.prepared(lambda x: part.prepare(x, model.name), KEPT)
        if kept is not None:
            return kept
    if isinstance(batches, ItemBatches) and batches.through(lambda x: part.prepare(x, model.name)):
        return batches
    return HostedBatches(part, model.name, batches)


class HostedBatches(Batches):
    """Batches whose inputs have been through what runs on the host.

    Args:
        part: runs on the host.
        name: of the model it belongs to.
        batches: as a user passed them.
    """

    def __init__(self, part: HostPart, name: str, batches: Batches) -> None:
        self._part, self._name, self._batches = part, name, batches
        self.samples: int | None = batches.samples

    def _prepared(self, batch: Batch) -> Batch:
        x = self._part.prepare(batch.x, self._name)
        return Batch(batch.number, x, batch.y, batch.sample_weight, batch.size, batch.suspect)

    def epoch(self, start: int = 0) -> Iterator[Batch]:
        for batch in self._batches.epoch(start):
            yield self._prepared(batch)

    def sample(self) -> Batch:
        return self._prepared(self._batches.sample())

    @property
    def steps(self) -> int | None:
        return self._batches.steps

    @property
    def usual_size(self) -> int | None:
        return self._batches.usual_size

    def targets(self) -> Any:
        return self._batches.targets()

    def state(self) -> dict[str, Any]:
        return self._batches.state()

    def restore(self, state: dict[str, Any]) -> None:
        self._batches.restore(state)

    def finished(self) -> None:
        self._batches.finished()

    def close(self) -> None:
        self._batches.close()


def _not_compiled(model: Trainable, where: str, text: np.ndarray) -> DataError:
    """Returns the error for text in a model whose `call` is compiled as a whole."""
    return DataError(
        "text cannot be computed with in a compiled step",
        where=f"{model.name}, {where}",
        expected="numbers, or a functional or Sequential model, of which the layers on text run "
        "before the step",
        got=f"text, such as {text.reshape(-1)[0]!r}" if text.size else "text",
        todo="have `call` do nothing but call layers and ops, so that what takes text can be told "
        "from the rest; or make the layer and the rest Sequential([layer, model]); or "
        "compile(..., run_eagerly=True), which is slow",
    )
