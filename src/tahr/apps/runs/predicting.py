"""A run's model tells what it learned, of new data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tahr.apps.building import Arrays
from tahr.apps.data.folders import FILE, IMAGES, SOUNDS
from tahr.apps.data.missing import without_missing
from tahr.apps.data.sources import read_source
from tahr.apps.data.table import Table, Values, as_column
from tahr.apps.data.windows import latest, windowed
from tahr.apps.features.feature import Array, Feature
from tahr.apps.features.series import Series
from tahr.apps.job.problems import JobError, Problem, wrong
from tahr.apps.job.reading import job_of
from tahr.apps.job.schema import Data, Job
from tahr.apps.report.figures import Figures, figures_of
from tahr.apps.runs.folder import RUNS, RunFolder, find_run
from tahr.core.suggesting import closest


@dataclass(frozen=True)
class Predictions:
    """What a model tells, row by row.

    Args:
        lines: the number of each row in its source.
        columns: labels, probabilities and numbers, by name.
        problems: rows that were left out, and why.
    """

    lines: Array
    columns: dict[str, Array]
    problems: tuple[Problem, ...]

    def rows(self) -> list[dict[str, Any]]:
        """Returns a dict a row, of plain values."""
        names = list(self.columns)
        values = [self.columns[name].tolist() for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


def predict(
    run: str | Path | RunFolder, data: str | Path | Mapping[str, Any] | Table
) -> Predictions:
    """Tells, of each row, what a run has learned to tell.

    Args:
        run: the run, its folder or its name.
        data: a table, folder or file like those it learned from; or one row, by column.

    Returns:
        What is told of each row that can be read; the others are among the problems.

    Raises:
        JobError: there is no such run, it has no model yet, or columns are missing.
    """
    folder = run if isinstance(run, RunFolder) else find_run(run, Path(RUNS))
    job = settled_job(folder)
    inputs = job.taken
    table = _table(data, job, inputs)
    _check_columns(table, inputs)
    series = [feature for feature in inputs if isinstance(feature, Series)]
    if series:
        table = latest(table, series, job.data.split)
    table, problems = _readable(table, inputs)
    if not len(table):
        raise JobError(problems)
    raw = {feature.name: feature.given(table) for feature in inputs}
    told = _told(folder, raw)
    columns: dict[str, Array] = {}
    for feature in job.told:
        columns |= feature.shown(told[feature.name])
    return Predictions(table.lines, columns, (*table.problems, *problems))


def evaluate(run: str | Path | RunFolder, data: str | Path | Table) -> dict[str, Figures]:
    """Returns how good a run's model is on data whose targets are known.

    Args:
        run: the run, its folder or its name.
        data: a table, folder or file with the targets in it.

    Raises:
        JobError: as `predict`; or no target is known.
    """
    folder = run if isinstance(run, RunFolder) else find_run(run, Path(RUNS))
    job = settled_job(folder)
    inputs, outputs = job.taken, job.told
    table = _table(data, job, inputs)
    _check_columns(table, [*inputs, *outputs])
    series = [feature for feature in outputs if isinstance(feature, Series)]
    if series:
        whole = job.data.split.model_copy(update={"test": 0.0, "validation": 0.0})
        table = windowed(table, series, whole)
    table, _ = _readable(table, inputs)
    known = np.ones(len(table), bool)
    for feature in outputs:
        known &= feature.targets(table.column(feature.name))[1]
    if not known.any():
        raise wrong("no row has a known target", table.source)
    table = table.rows(np.flatnonzero(known))
    told = _told(folder, {feature.name: feature.given(table) for feature in inputs})
    return {
        f.name: figures_of(f, f.targets(table.column(f.name))[0], told[f.name]) for f in outputs
    }


def settled_job(run: RunFolder) -> Job:
    """Returns the job that a run carried out.

    Raises:
        JobError: it was never settled.
    """
    try:
        return job_of(run.settled.read_text("utf-8"), str(run.settled))
    except FileNotFoundError:
        raise wrong("the run ended before its job was settled", run.path) from None


def _told(run: RunFolder, raw: Arrays) -> dict[str, Array]:
    from tahr.models import load_model

    if not run.model.is_file():
        todo = f"`tahr train --resume {run.path}` goes on with it"
        raise wrong(f"the run has no model yet; {todo}", run.path)
    return dict(load_model(run.model, compile=False).predict(raw, batch_size=256, verbose=0))


def _table(data: str | Path | Mapping[str, Any] | Table, job: Job, inputs: list[Feature]) -> Table:
    if isinstance(data, Table):
        return data
    if isinstance(data, Mapping):
        columns = {str(k): as_column([None if v is None else str(v)]) for k, v in data.items()}
        return _one_row(Path("the row"), Path.cwd(), columns)
    path = Path(data)
    single = path.suffix.lower() in IMAGES | SOUNDS and path.is_file()
    if single:
        named = next((f.name for f in inputs if f.type in {"image", "audio"}), FILE)
        return _one_row(path, path.parent, {named: as_column([path.name])})
    about = job.data.model_dump()
    about |= {"source": str(path.resolve()), "delimiter": "auto", "encoding": "auto"}
    return read_source(Data.model_validate(about), Path.cwd())


def _one_row(source: Path, root: Path, columns: dict[str, Any]) -> Table:
    tidy: dict[str, Values] = {name: without_missing(values) for name, values in columns.items()}
    return Table(source, tidy, root, np.array([1]))


def _check_columns(table: Table, features: list[Feature]) -> None:
    lacking = [f.name for f in features if f.name not in table.columns]
    if not lacking:
        return
    raise JobError(
        Problem(
            str(table.source), None, name, f"this column is missing{closest(name, table.columns)}"
        )
        for name in lacking
    )


def _readable(table: Table, inputs: list[Feature]) -> tuple[Table, list[Problem]]:
    """Returns the rows that every input can read, and what is wrong with the others."""
    bad: dict[int, Problem] = {}
    for feature in inputs:
        for row, says in feature.unreadable(table).items():
            line = int(table.lines[row])
            bad.setdefault(row, Problem(str(table.source), line, feature.name, says))
    if not bad:
        return table, []
    kept = [row for row in range(len(table)) if row not in bad]
    return table.rows(kept), [bad[row] for row in sorted(bad)]
