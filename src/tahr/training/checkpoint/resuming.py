"""Resuming: what is kept of a run under way, and how a new one goes on from it."""

import random
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from tahr.core import current, seeds
from tahr.core.errors import ArgumentError, SavingError
from tahr.core.specs import show
from tahr.training.callbacks.backup_and_restore import BackupAndRestore
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.checkpoint import file as checkpoint
from tahr.training.checkpoint.folder_lock import FolderLock
from tahr.training.checkpoint.same_run import check_setup, setup_of, warn_of_other_data
from tahr.training.data.batches import Batches
from tahr.training.logs import as_float
from tahr.training.step.pace import ENDLESS
from tahr.training.step.running import step_for
from tahr.training.step.session import Session
from tahr.training.step.step import Step

SECONDS = 60.0
"""How often `fit(checkpoint=...)` writes one within an epoch."""


@dataclass
class Place:
    """How far a run has come.

    Args:
        epoch: the one under way, or to come.
        batch: how many of its batches are done.
        logs: the figures after the last of these.
        stopped: whether training was ended before its last epoch.
        usual: how many samples batches of each shape had so far.
    """

    epoch: int
    batch: int = 0
    logs: dict[str, Any] = field(default_factory=dict)
    stopped: bool = False
    usual: dict[str, int] = field(default_factory=dict)


def backup_of(callbacks: Any, folder: str | Path | None, resume: bool) -> BackupAndRestore | None:
    """Returns what says where and how often to keep checkpoints, if anything does.

    Raises:
        ArgumentError: there is a checkpoint of another run in the folder.
    """
    if folder is not None:
        if not resume and checkpoint.found(Path(folder)):
            raise ArgumentError(
                "the folder holds checkpoints of a run",
                where=str(folder),
                todo="pass resume=True to go on from there, or choose another folder",
            )
        return BackupAndRestore(folder, delete_checkpoint=False, seconds=SECONDS)
    if resume:
        raise ArgumentError("resume=True needs the folder to go on from", where="checkpoint")
    given = callbacks if isinstance(callbacks, CallbackList | list | tuple) else [callbacks]
    every = given.callbacks if isinstance(given, CallbackList) else given or ()
    return next((c for c in every if isinstance(c, BackupAndRestore)), None)


class Resuming:
    """Keeps checkpoints of one run, and takes up an earlier one.

    Inside the block the folder is the run's alone.

    Args:
        backup: where and how often; None for not at all.
        session: of a model in training.
        batches: the data it is trained on.
        calls: its callbacks.
        first: the epoch to begin with where there is no checkpoint.
    """

    def __init__(
        self,
        backup: BackupAndRestore | None,
        session: Session,
        batches: Batches,
        calls: CallbackList,
        first: int,
    ) -> None:
        self._backup, self._session, self._batches, self._calls = backup, session, batches, calls
        self._found: checkpoint.Checkpoint | None = None
        self._steps = 0
        self._written = time.monotonic()
        self._lock = None if backup is None else FolderLock(backup.backup_dir)
        self.place: Place = Place(first)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            if self._lock is not None:
                stack.enter_context(self._lock)
            if self._backup is not None and self._backup.resume:
                self._found = checkpoint.newest(Path(self._backup.backup_dir))
            stack.pop_all()
        if self._found is not None:
            self.place = Place(**self._found.facts["place"])
        return self

    def __exit__(self, *error: object) -> None:
        if self._lock is not None:
            self._lock.release()

    @cached_property
    def _fingerprint(self) -> int | None:
        return self._batches.fingerprint()

    @property
    def folder(self) -> str | None:
        """Where checkpoints are kept; None where they are not."""
        return None if self._backup is None else self._backup.backup_dir

    def until(self) -> int:
        """Returns how many steps there may be before the next checkpoint is due."""
        if self._backup is None or self._backup.save_freq == "epoch":
            return ENDLESS
        return int(self._backup.save_freq) - self._steps % int(self._backup.save_freq)

    def take_up(self) -> None:
        """Puts everything back as the checkpoint has it.

        Raises:
            SavingError: the checkpoint is that of another model, optimizer or loss.
            DataError: it is that of other data.
        """
        if self._found is None:
            return
        facts, self._found = self._found.facts, None
        step = self._step()
        check_setup(self._session.model, facts.get("setup"), str(self.folder))
        self._put_back(step, facts["variables"])
        step.foreseen = dict(facts["foreseen"])
        self._batches.restore(facts["data"])
        warn_of_other_data(self._fingerprint, facts.get("fingerprint"), str(self.folder))
        self._calls.quiet().set_state(facts["callbacks"])
        self._steps = facts["steps"]
        self._session.ran(self._steps)
        version, words, gauss = facts["random"]["python"]
        random.setstate((version, tuple(words), gauss))
        np.random.set_state(tuple(facts["random"]["numpy"]))
        seeds.look_away()

    def stepped(self, epoch: int, last: int, count: int, logs: Mapping[str, Any]) -> None:
        """Is told that batches were learned from; writes a checkpoint where one is due.

        Args:
            epoch: its number.
            last: the number of the last batch of these in it.
            count: how many there were.
            logs: figures, still on the device.
        """
        self._steps += count
        self.place = Place(epoch, last + 1, usual=self.place.usual)
        if self._backup is None:
            return
        frequency, limit = self._backup.save_freq, self._backup.seconds
        due = frequency != "epoch" and self._steps % int(frequency) == 0
        if due or (limit is not None and time.monotonic() - self._written > limit):
            self.write(logs)

    def ended(self, epoch: int) -> None:
        """Is told that an epoch is over."""
        stopped = bool(self._session.model.stop_training)
        self.place = Place(epoch + 1, stopped=stopped, usual=self.place.usual)
        if self._backup is not None:
            self.write({})

    def finished(self) -> None:
        """Is told that training has come to its end."""
        if self._backup is not None and self._backup.delete_checkpoint:
            checkpoint.remove(Path(self._backup.backup_dir))
            if self._lock is not None:
                self._lock.passing = True

    def write(self, logs: Mapping[str, Any]) -> Path | None:
        """Writes a checkpoint of the place where the run is."""
        if self._backup is None:
            return None
        self.place.logs = {name: as_float(value) for name, value in logs.items()}
        if self._lock is not None:
            self._lock.check()
        step = self._step()
        version, words, gauss = random.getstate()
        facts = {
            "place": vars(self.place),
            "steps": self._steps,
            "engine": step.engine.name,
            "setup": setup_of(self._session.model),
            "fingerprint": self._fingerprint,
            "foreseen": step.foreseen,
            "variables": [
                {"path": v.path, "value": current.to_numpy(v.own_value())} for v in step.variables
            ],
            "data": self._batches.state(),
            "callbacks": self._calls.quiet().get_state(),
            "random": {
                "python": [version, list(words), gauss],
                "numpy": list(np.random.get_state()),
            },
        }
        at = (self.place.epoch, self.place.batch)
        path = checkpoint.write(Path(self._backup.backup_dir), at, facts)
        self._written = time.monotonic()
        return path

    def _step(self) -> Step:
        step = self._session.step("train")
        if not step.variables:
            batch = self._batches.sample()
            step = step_for(self._session, "train", batch)
            step.prepare(*batch.data)
        return step

    def _put_back(self, step: Step, saved: list[dict[str, Any]]) -> None:
        shapes = [(v.shape, v.dtype) for v in step.variables]
        given = [(tuple(s["value"].shape), s["value"].dtype.name) for s in saved]
        if shapes != given:
            pairs = zip(step.variables, saved, given, strict=False)
            odd = next((p for p in pairs if (p[0].shape, p[0].dtype) != p[2]), None)
            raise SavingError(
                "the checkpoint is that of another model",
                where=str(self._backup and self._backup.backup_dir),
                expected=f"{odd[0].path} {show(odd[0].shape)}" if odd else f"{len(shapes)} tensors",
                got=f"{odd[1]['path']} {show(odd[2][0])}" if odd else f"{len(given)} tensors",
                todo="build and compile the model as it was, or choose another folder",
            )
        for variable, entry in zip(step.variables, saved, strict=True):
            variable.assign(entry["value"])


def engine_of(backup: BackupAndRestore | None) -> str | None:
    """Returns the engine of the run that is to be gone on with, where there is one."""
    if backup is None or not backup.resume:
        return None
    found = checkpoint.newest(Path(backup.backup_dir))
    return None if found is None else found.facts["engine"]
