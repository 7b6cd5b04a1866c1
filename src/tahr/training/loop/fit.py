"""The one training loop: epochs of compiled steps, with callbacks in between."""

import logging
import math
import warnings
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from logging import Logger
from typing import Any

from tahr.compat.parameters import Run as Told
from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.training.callbacks.backup_and_restore import BackupAndRestore
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.callbacks.history import History
from tahr.training.checkpoint.resuming import Place, Resuming
from tahr.training.data.batches import Batches
from tahr.training.logs import Logs, Spelled
from tahr.training.loop.checked import Checked, in_numbers, naming
from tahr.training.loop.debugging import Debugging
from tahr.training.loop.interrupts import Interrupt
from tahr.training.loop.judging import evaluate
from tahr.training.loop.rounds import Rounds
from tahr.training.step.session import Session

log: Logger = logging.getLogger("tahr")


@dataclass
class Plan:
    """Which epochs to run, and when to validate on what."""

    first: int
    last: int
    validation: Batches | None
    validates: Callable[[int], bool]


def fit(
    session: Session,
    batches: Batches,
    plan: Plan,
    callbacks: Any,
    verbose: str | int,
    backup: BackupAndRestore | None = None,
    debug: bool = False,
    on_interrupt: str = "raise",
) -> History:
    """Trains a model over epochs of batches; goes on where a checkpoint ends."""
    model = session.model
    if model.optimizer is None:
        raise ArgumentError("the model was compiled without an optimizer", where=model.name)
    validates = plan.validation is not None
    about = Told(
        plan.last, batches.samples, batches.usual_size, validates, lambda: model.metrics_names
    )
    calls = CallbackList.of(
        callbacks, model, verbose, True, epochs=plan.last, steps=batches.steps, run=about
    )
    if not current.computes_on_host():
        batches.hold(session.engine)
    model.stop_training = False
    keeping = session.keeping(debug or calls.needs_state_before)
    resuming = Resuming(backup, session, batches, calls, plan.first)
    validation = plan.validation or nullcontext()
    with (
        calls.shown(),
        Interrupt(on_interrupt) as interrupt,
        resuming,
        batches,
        validation,
        keeping,
    ):
        Run(session, batches, plan, calls, resuming, debug).train(interrupt)
    return calls.history


class Run:
    """One call of `fit`, from its first epoch to its last.

    Args:
        session: of a compiled model.
        batches: the data.
        plan: which epochs, and what to validate on.
        calls: the callbacks.
        resuming: keeps checkpoints, where they are kept.
        debug: whether every step is looked at.
    """

    def __init__(
        self,
        session: Session,
        batches: Batches,
        plan: Plan,
        calls: CallbackList,
        resuming: Resuming,
        debug: bool = False,
    ) -> None:
        self._session, self._model = session, session.model
        self._batches, self._plan, self._calls = batches, plan, calls
        self._checked = Checked(session, batches, "train")
        self._resuming = resuming
        self._rounds = Rounds(
            session,
            "train",
            batches,
            calls,
            self._resuming.until,
            debug,
            self._resuming.place.usual,
        )
        self._told = False
        self._debugging = Debugging(session, batches.steps) if debug else None

    def train(self, interrupt: Interrupt) -> None:
        """Trains until the last epoch, or until something ends it earlier."""
        place, calls = self._resuming.place, self._calls
        calls.on_train_begin()
        if not place.batch:
            self._resuming.take_up()
        logs: dict[str, Any] = {}
        cut_off = False
        last = place.epoch if place.stopped else self._plan.last
        for epoch in range(place.epoch, last):
            if epoch > place.epoch and self._batches.is_spent():
                _tell_that_spent(epoch, last)
                break
            found = self._epoch(epoch, place if epoch == place.epoch else Place(epoch), interrupt)
            logs = logs if found is None else found
            if self._model.stop_training and found is not None:
                break
            cut_off = interrupt.asked and (found is None or epoch + 1 < last)
            if cut_off:
                self._tell_of_interrupt()
                break
        if not cut_off and hasattr(self._model.optimizer, "finalize_variable_values"):
            self._model.optimizer.finalize_variable_values(self._model.trainable_variables)
        calls.on_train_end(Spelled(logs))
        if not cut_off:
            self._resuming.finished()

    def _epoch(self, epoch: int, place: Place, interrupt: Interrupt) -> dict[str, Any] | None:
        """Trains one epoch; gives its figures, or None where it was interrupted."""
        model, calls, validation = self._model, self._calls, self._plan.validation
        if not place.batch:
            model.reset_metrics()
        calls.on_epoch_begin(epoch)
        if place.batch:
            self._resuming.take_up()
        logs = self._steps(epoch, place, interrupt)
        if interrupt.asked:
            return None
        self._batches.finished()
        logs = in_numbers(logs)
        self._tell_of_nan(epoch, logs)
        if validation is not None and self._plan.validates(epoch):
            found = evaluate(self._session, validation, calls.validating(validation.steps))
            logs |= {f"val_{name}": value for name, value in found.items()}
            logs = dict(sorted(logs.items()))
        calls.on_epoch_end(epoch, Spelled(logs))
        self._resuming.ended(epoch)
        return logs

    def _steps(self, epoch: int, place: Place, interrupt: Interrupt) -> dict[str, Any]:
        outputs: dict[str, Any] = dict(place.logs)
        for batch in self._rounds.batches(place.batch):
            about = {"batch": batch.number, "size": batch.size}
            self._calls.on_train_batch_begin(batch.number, Logs({}, about))
            with naming(batch):
                self._checked.labels(batch)
                outputs = self._rounds.run(batch)
            if self._debugging is not None:
                self._debugging.look(epoch, batch.number, outputs)
            self._calls.on_train_batch_end(batch.last, Logs(outputs, about))
            count = batch.last - batch.number + 1
            self._session.ran(count)
            self._resuming.stepped(epoch, batch.last, count, outputs)
            if interrupt.asked:
                self._resuming.write(outputs)
            if self._model.stop_training or interrupt.asked:
                break
        return outputs

    def _tell_of_nan(self, epoch: int, logs: dict[str, Any]) -> None:
        """Logs once that the loss is no longer a number."""
        loss = logs.get("loss")
        if self._told or not isinstance(loss, float) or math.isfinite(loss):
            return
        self._told = True
        log.warning(
            "%s: the loss is %s in epoch %d. fit(..., debug=True) finds the first step and the "
            "layer that make it so; callbacks.TerminateOnNaN() ends training there",
            self._model.name, loss, epoch + 1,
        )  # fmt: skip

    def _tell_of_interrupt(self) -> None:
        place, folder = self._resuming.place, self._resuming.folder
        how = f'fit(..., checkpoint="{folder}", resume=True)' if folder else (
            f"fit(..., initial_epoch={place.epoch}); with checkpoint= it could go on from the "
            "very batch"
        )  # fmt: skip
        log.warning(
            "interrupted in epoch %d after batch %d. To go on: %s",
            place.epoch + 1, place.batch, how,
        )  # fmt: skip


def _tell_that_spent(epoch: int, last: int) -> None:
    warnings.warn(
        f"the data ran out after {epoch} of {last} epochs, and training ends: a generator can be "
        "gone through once only; pass steps_per_epoch and one without an end, or a data set",
        stacklevel=2,
    )
