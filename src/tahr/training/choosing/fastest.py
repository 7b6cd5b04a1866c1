"""Fastest: a few real steps of a model on each engine, and which engine to take."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from logging import Logger
from statistics import median
from typing import Any

from tahr.core import current
from tahr.core.engines import about
from tahr.training.choosing import remembered
from tahr.training.data.batch import Batch, joined
from tahr.training.data.batches import Batches
from tahr.training.loop.rounds import room
from tahr.training.step import running
from tahr.training.step.session import Session

log: Logger = logging.getLogger("tahr")

STEPS_IF_UNKNOWN = 1000
"""Steps an epoch is taken to have where the data does not say."""

LONG_ENOUGH = 1.0
"""Seconds of steps that give a steady figure."""

FEWEST, MOST = 3, 50

TOGETHER = 8
"""Steps in one call, where an engine runs many in one."""


@dataclass(frozen=True)
class Trial:
    """What one engine needs for a model.

    Args:
        engine: its name.
        start: seconds of the first step, compiling included.
        step: seconds a step after that.
        total: seconds that the planned run would take.
        note: why there are no figures.
    """

    engine: str
    start: float | None = None
    step: float | None = None
    total: float | None = None
    note: str | None = None


@dataclass(frozen=True)
class Report:
    """Which engine was taken for a model, and why.

    Args:
        engine: the one with the least total.
        steps: how many steps were planned.
        trials: the figures of each engine.
        remembered: whether the figures are those of an earlier run.
    """

    engine: str
    steps: int
    trials: tuple[Trial, ...]
    remembered: bool = False

    def line(self) -> str:
        """Says it in one line."""
        timed = sorted((t for t in self.trials if t.total), key=lambda t: t.total or 0)
        if not timed:
            return f"engine {self.engine}: the only one there is"
        said = f"engine {self.engine}: {_ms(timed[0].step)} a step"
        if len(timed) > 1:
            ratio = (timed[1].total or 0) / (timed[0].total or 1)
            said += f", {ratio:.2f} times as fast over {self.steps} steps as {timed[1].engine}"
            said += f" ({_ms(timed[1].step)} a step)"
        return said + (", as measured before" if self.remembered else "")

    def __str__(self) -> str:
        rows = [f"{'engine':<12}{'first step':>12}{'a step':>12}{f'{self.steps} steps':>14}"]
        for trial in self.trials:
            if trial.total is None:
                rows.append(f"{trial.engine:<12}{trial.note}")
                continue
            figures = f"{trial.start:>10.2f} s{_ms(trial.step):>12}{trial.total:>12.1f} s"
            taken = "  taken" if trial.engine == self.engine else ""
            rows.append(f"{trial.engine:<12}{figures}{taken}")
        return "\n".join(rows)


def find(session: Session, batches: Batches, epochs: int) -> Report:
    """Times a few steps of a model on the installed engines; leaves the model as it was.

    An engine is tried where the run, on the fastest so far, takes longer than that engine
    usually takes to start. What was found is remembered for the same model on this machine.

    Args:
        session: of a compiled model, which is built here if it is not.
        batches: what it is to be trained on.
        epochs: how often.

    Returns:
        The report; its line is in the log.
    """
    planned = max(1, epochs) * (batches.steps or STEPS_IF_UNKNOWN)
    candidates = _candidates()
    if len(candidates) == 1:
        report = Report(candidates[0], planned, (Trial(candidates[0], note="the only one"),))
    else:
        batch = batches.sample()
        with current.using(candidates[0]):
            running.build(session.model, batch)
            key = remembered.key(session.model, batch, planned, candidates)
        report = _remembered(key, candidates, planned) or _measured(
            session, batch, planned, candidates, key
        )
    log.info("%s: %s", session.model.name, report.line())
    return report


def _candidates() -> list[str]:
    """Lists the engines worth a try, the one in use first."""
    found = current.can_train()
    first = current.engine().name
    return sorted(found, key=lambda name: (name != first, about(name).start))


def _measured(
    session: Session, batch: Batch, planned: int, candidates: list[str], key: str
) -> Report:
    trials: list[Trial] = []
    for name in candidates:
        best = min((t.total for t in trials if t.total is not None), default=None)
        if best is not None and best < about(name).start:
            trials.append(Trial(name, note="not tried: the run is over before it has started"))
            continue
        trials.append(_trial(session, batch, planned, name))
    timed = [t for t in trials if t.total is not None]
    if not timed:
        return Report(candidates[0], planned, tuple(trials))
    best_one = min(timed, key=lambda t: t.total or 0)
    report = Report(best_one.engine, planned, tuple(trials))
    remembered.write(key, [vars(t) for t in report.trials])
    return report


def _remembered(key: str, candidates: list[str], planned: int) -> Report | None:
    rows = remembered.read(key)
    try:
        trials = [Trial(**row) for row in rows or ()]
        trials = [_over(t, planned) for t in trials if t.engine in candidates]
        timed = [t for t in trials if t.total is not None]
        best = min(timed, key=lambda t: t.total or 0)
    except (TypeError, ValueError):
        return None
    return Report(best.engine, planned, tuple(trials), remembered=True)


def _over(trial: Trial, planned: int) -> Trial:
    if trial.start is None or trial.step is None:
        return trial
    total = trial.start + trial.step * (planned - 1)
    return Trial(trial.engine, trial.start, trial.step, total)


def _trial(session: Session, batch: Batch, planned: int, name: str) -> Trial:
    try:
        with current.using(name) as engine, _kept(session, batch):
            group = _like_a_run(session, batch)
            each = group.last - group.number + 1

            def run() -> None:
                engine.wait(running.run(session, "train", group))

            start = _seconds(run)
            steps: list[float] = []
            for done in count(1):
                steps.append(_seconds(run) / each)
                if done >= MOST or (done >= FEWEST and sum(steps) * each > LONG_ENOUGH):
                    break
    except Exception as error:
        # Whatever an engine cannot do with this model, another may.
        return Trial(name, note=f"cannot run it: {str(error).splitlines()[0]}")
    return _over(Trial(name, start, median(steps)), planned)


def _like_a_run(session: Session, batch: Batch) -> Batch:
    """Returns what is run in one call in training: a batch, or many."""
    most = room(session, "train", batch)
    return batch if most == 1 else joined([batch] * min(most, TOGETHER), most)


@contextmanager
def _kept(session: Session, batch: Batch) -> Iterator[None]:
    """Puts a model's state back as it was."""
    step = session.step("train")
    step.prepare(*batch.data)
    before = [(v, v.numpy()) for v in step.variables]
    try:
        yield
    finally:
        for variable, value in before:
            variable.store(value)


def _seconds(run: Any) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def _ms(seconds: float | None) -> str:
    return f"{(seconds or 0) * 1000:.3g} ms"
