"""A job is carried out: settled, trained, tested; every step of it is in the run's folder."""

import json
import os
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahr.apps.building import Built, build
from tahr.apps.data.profile import hashes_of, profile_of
from tahr.apps.data.sources import read_source
from tahr.apps.data.table import TEST, TRAINING, VALIDATION, Table
from tahr.apps.data.writing import write_columns
from tahr.apps.features.series import Series
from tahr.apps.job.problems import wrong
from tahr.apps.job.reading import job_of, read_job
from tahr.apps.job.schema import Job
from tahr.apps.job.settling import settle
from tahr.apps.job.writing import as_yaml
from tahr.apps.report.baselines import baselines_of
from tahr.apps.report.figures import figures_of
from tahr.apps.runs.events import EventLog
from tahr.apps.runs.folder import RUNS, RunFolder, find_run, new_run
from tahr.apps.runs.readying import Ready, ready_for
from tahr.core.files import atomic_write

Told = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Result:
    """What a run came to.

    Args:
        run: its folder.
        figures: on the test part, by output: the model's, and those of baselines.
    """

    run: RunFolder
    figures: dict[str, Any]


def train(
    job: str | Path | Job = "tahr.yaml",
    changes: Sequence[str] = (),
    resume: str | Path | None = None,
    runs: str | Path | None = None,
    told: Told = lambda event: None,
) -> Result:
    """Carries out a job: settles it, trains, tests, and keeps all of it in a new folder.

    Args:
        job: the job, or its file or folder.
        changes: fields to set, such as `training.epochs=3`.
        resume: a run that was interrupted, to go on with; the job is its own then.
        runs: the folder of runs; `runs` beside the job by default.
        told: called with each event.

    Returns:
        The run, and its figures on the test part.

    Raises:
        JobError: the job or its data is wrong; nothing is left behind, but for a run that had
            begun, whose last event says so.
        KeyboardInterrupt: it was stopped; it can be resumed.
    """
    if resume is not None:
        run = find_run(resume, Path(runs or RUNS))
        return _kept(run, told, lambda events: _again(run))
    given = job if isinstance(job, Job) else read_job(job, changes)
    folder = Path.cwd() if isinstance(job, Job) else _folder_of(job)
    table = read_source(given.data, folder)
    run = new_run(Path(runs) if runs else folder / RUNS, given.name)
    _write(run.job, as_yaml(given))
    return _kept(run, told, lambda events: _begun(run, given, table, folder, events))


def _kept(run: RunFolder, told: Told, settle_it: Callable[[EventLog], tuple[Job, Ready]]) -> Result:
    """Carries out a job; how it ends, whatever comes, is the last event of its run."""
    events = EventLog(run.events, run.log, told)
    try:
        events.state("settling", run=str(run.path), pid=os.getpid())
        settled, ready = settle_it(events)
        return _carried_out(run, settled, ready, events)
    except KeyboardInterrupt:
        events.state("stopped", todo=f"tahr train --resume {run.path}")
        raise
    except Exception as error:
        _write(run.path / "error.txt", "".join(traceback.format_exception(error)))
        events.state("failed", cause=str(error), error=error.__class__.__name__)
        raise


def _folder_of(job: str | Path) -> Path:
    path = Path(job)
    return path if path.is_dir() else path.parent


def _write(path: Path, text: str) -> None:
    with atomic_write(path) as file:
        file.write(text.encode())


def _begun(
    run: RunFolder, job: Job, table: Table, folder: Path, events: EventLog
) -> tuple[Job, Ready]:
    """Settles a job, and writes down what it became and why."""
    profile = profile_of(table, tuple(feature.name for feature in job.outputs))
    for warned in profile.warnings:
        events.write("warning", column=warned.column, code=warned.code, says=warned.says)
    settled, decisions = settle(job, table, profile)
    _write(run.settled, as_yaml(settled))
    for decision in decisions.made:
        with run.decisions.open("a", encoding="utf-8") as file:
            file.write(json.dumps(decision.to_dict(), default=str) + "\n")
    ready = ready_for(settled, table)
    source = folder / job.data.source
    about = {
        "folder": str(folder.resolve()),
        "files": hashes_of(source) if source.exists() else {},
        **profile.to_dict(),
        "parts": {part: len(rows) for part, rows in ready.parts.items()},
    }
    run.write_json(run.data, about)
    return settled, ready


def _again(run: RunFolder) -> tuple[Job, Ready]:
    """Reads a run that was interrupted: its settled job, and its data, which must be the same."""
    if not run.settled.is_file() or not run.data.is_file():
        raise wrong("the run ended before its job was settled: train it anew", run.path)
    settled = job_of(run.settled.read_text("utf-8"), str(run.settled))
    about = run.read_json(run.data)
    folder, before = Path(about["folder"]), about["files"]
    source = folder / settled.data.source
    now = hashes_of(source) if source.exists() else {}
    changed = sorted(
        name for name in before.keys() | now.keys() if before.get(name) != now.get(name)
    )
    if changed:
        says = f"the data has changed since ({changed[0]}): a run goes on with its own data alone"
        raise wrong(says, source)
    return settled, ready_for(settled, read_source(settled.data, folder))


def _carried_out(run: RunFolder, job: Job, ready: Ready, events: EventLog) -> Result:
    from tahr.apps.runs.fitting import fit

    raw, targets = ready.of(TRAINING)
    built = build(job, raw, targets)
    events.state("training", weights=int(built.training.count_params()))
    validation = ready.of(VALIDATION) if len(ready.parts[VALIDATION]) else None
    fit(run, job, built, (raw, targets), validation, events)
    built.model.save(run.model)
    figures: dict[str, Any] = {}
    if len(ready.parts[TEST]):
        events.state("testing")
        figures = _tested(run, job, built, ready)
        for name, found in figures.items():
            events.write("result", output=name, figures=found)
    events.state("done", figures=figures)
    return Result(run, figures)


def _tested(run: RunFolder, job: Job, built: Built, ready: Ready) -> dict[str, Any]:
    raw, targets = ready.of(TEST)
    told = built.model.predict(raw, batch_size=256, verbose=0)
    figures: dict[str, Any] = {}
    columns: dict[str, Any] = {"row": ready.table.lines[ready.parts[TEST]]}
    train_raw, train_targets = ready.of(TRAINING)
    for feature in job.told:
        name = feature.name
        figures[name] = {
            "model": figures_of(feature, targets[name], told[name]),
            "baselines": baselines_of(
                job.taken, feature, (train_raw, train_targets[name]), (raw, targets[name])
            ),
        }
        true = ready.table.column(name)[ready.parts[TEST]]
        shown = feature.shown(told[name])
        if isinstance(feature, Series):
            shown |= {f"{one} (true)": true[:, i] for i, one in enumerate(list(shown))}
        else:
            columns[f"{name} (true)"] = [None if v is None else str(v) for v in true.tolist()]
        columns |= shown
    run.write_json(run.figures, figures)
    write_columns(run.predictions, columns)
    return figures
