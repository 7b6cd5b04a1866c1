"""Debugging: every step of `fit` looked at, and the first that goes wrong an error."""

import logging
from collections.abc import Mapping
from logging import Logger
from typing import Any

from tahr.core import current
from tahr.training.logs import losses_are_finite
from tahr.training.step import nonfinite
from tahr.training.step.session import Session
from tahr.training.step.step import Step

log: Logger = logging.getLogger("tahr")


class Debugging:
    """Looks at each step after it has run.

    Args:
        session: in training, its steps keeping what they began with.
        steps: how many an epoch has, where that is known.
    """

    def __init__(self, session: Session, steps: int | None) -> None:
        self._session, self._steps = session, steps
        self._told: set[str] = set()

    def look(self, epoch: int, batch: int, outputs: Mapping[str, Any]) -> None:
        """Looks at the step of a batch.

        Raises:
            LossError: it made something non-finite; the state is as before it.
        """
        step = self._session.step("train")
        kept = step.kept
        if kept is None:
            return
        if losses_are_finite(outputs) and nonfinite.new_in(step, kept) is None:
            self._tell(step, epoch, batch)
            return
        _, found = nonfinite.find(self._session.model, step, kept)
        step.put_back(kept.state)
        raise found.error(nonfinite.place(epoch, batch, self._steps))

    def _tell(self, step: Step, epoch: int, batch: int) -> None:
        """Says which layers gave a NaN that reached neither the loss nor the weights."""
        if step.kept is None:
            return
        with current.using(step.engine):
            found = [row for row in nonfinite.forward(step, step.kept) if row[0] not in self._told]
        for path, got in found:
            self._told.add(path)
            log.warning(
                "%s: the output of layer %s holds a NaN, which has reached neither the loss nor "
                "the weights: %s", nonfinite.place(epoch, batch, self._steps), path, got,
            )  # fmt: skip
