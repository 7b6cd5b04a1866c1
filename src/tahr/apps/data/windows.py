"""Series as windows: what came before, and what came next."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tahr.apps.data.dates import as_seconds, form_of
from tahr.apps.data.numbers import as_numbers
from tahr.apps.data.table import TEST, TRAINING, VALIDATION, Table, as_column
from tahr.apps.features.series import Series
from tahr.apps.job.problems import wrong
from tahr.apps.job.schema import Split


def windowed(table: Table, series: list[Series], split: Split) -> Table:
    """Returns a row for each moment that has a whole history and a whole future.

    The other columns are those of the last row that is known at that moment. No window is trained
    on whose future reaches into the part to validate or to test on.

    Args:
        table: rows in the order of time, or with a column of time that `split` names.
        series: the outputs; all have one horizon.
        split: the shares at the end.

    Raises:
        JobError: a part would have no windows.
    """
    table = _in_order(table, split)
    lags = max(int(one.lags) for one in series)
    horizon = max(int(one.horizon) for one in series)
    rows = len(table)
    test = max(round(split.test * rows), horizon) if split.test else 0
    validation = max(round(split.validation * rows), horizon) if split.validation else 0
    moments = np.arange(lags, rows - horizon + 1)
    labels = _labels(moments, horizon, rows - test - validation, rows - test)
    kept = np.array([label is not None for label in labels])
    if not kept.any() or TRAINING not in labels:
        raise wrong(f"{rows} rows are too few for these shares", table.source, "data.split")
    moments = moments[kept]
    found = table.rows(moments - 1)
    columns = {**found.columns}
    for one in series:
        numbers = as_numbers(table.column(one.name))
        columns[one.history] = _gathered(numbers, moments - int(one.lags), int(one.lags))
        columns[one.name] = _gathered(numbers, moments, int(one.horizon))
    part = as_column([label for label in labels if label is not None])
    return replace(found, columns=columns, part=part)


def latest(table: Table, series: list[Series], split: Split) -> Table:
    """Returns one row: the moment after the last one, with its history.

    Raises:
        JobError: there are fewer rows than lags.
    """
    table = _in_order(table, split)
    lags = max(int(one.lags) for one in series)
    if len(table) < lags:
        raise wrong(f"{lags} rows are looked back, and there are {len(table)}", table.source)
    found = table.rows([len(table) - 1])
    columns = {**found.columns}
    for one in series:
        numbers = as_numbers(table.column(one.name))
        columns[one.history] = numbers[None, len(table) - int(one.lags) :]
    return replace(found, columns=columns)


def _labels(moments: NDArray[np.int64], horizon: int, first: int, second: int) -> list[str | None]:
    def label(moment: int) -> str | None:
        if moment + horizon <= first:
            return TRAINING
        if moment >= second:
            return TEST
        return VALIDATION if moment >= first and moment + horizon <= second else None

    return [label(int(moment)) for moment in moments]


def _gathered(
    numbers: NDArray[np.float64], starts: NDArray[np.int64], length: int
) -> NDArray[np.float64]:
    return numbers[starts[:, None] + np.arange(length)]


def _in_order(table: Table, split: Split) -> Table:
    if split.column is None or split.column not in table.columns:
        return table
    values = np.asarray(table.column(split.column), object)
    form = form_of([str(value) for value in values.tolist() if value is not None])
    times = as_numbers(values) if form is None else as_seconds(values, form)
    return table.rows(np.argsort(times, kind="stable"))
