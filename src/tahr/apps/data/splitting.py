"""Which rows are trained on, validated on, and tested on."""

import numpy as np
from numpy.typing import NDArray

from tahr.apps.data.dates import as_seconds, form_of
from tahr.apps.data.folders import PART_NAMES
from tahr.apps.data.numbers import as_numbers
from tahr.apps.data.table import PARTS, TEST, TRAINING, VALIDATION, Table, as_column
from tahr.apps.job.problems import wrong
from tahr.apps.job.schema import Split

Rows = NDArray[np.int64]


def parts_of(table: Table, split: Split, strata: NDArray[np.object_] | None) -> dict[str, Rows]:
    """Returns the rows of each part, in the table's order.

    Args:
        table: all rows.
        split: as settled: `by` is no longer "auto".
        strata: a class a row, which every part gets its share of.

    Raises:
        JobError: a part would be empty, or the column that is to say it does not.
    """
    labels = _labels(table, split, strata)
    found = {part: np.flatnonzero(labels == part) for part in PARTS}
    needed = [TRAINING] + [VALIDATION] * (split.validation > 0) + [TEST] * (split.test > 0)
    for part in needed:
        if not len(found[part]):
            raise wrong(f"the part for {part} would have no rows", table.source, "data.split")
    return found


def _labels(table: Table, split: Split, strata: NDArray[np.object_] | None) -> NDArray[np.object_]:
    if split.by == "column":
        return _by_column(table, _needed(split, table))
    if split.by == "files":
        return _with_validation(_own_parts(table), split)
    if split.by == "time":
        return _by_time(table, split)
    if split.by == "group":
        return _by_group(table.column(_needed(split, table)), split)
    return _shared_out(len(table), split, strata)


def _own_parts(table: Table) -> NDArray[np.object_]:
    if table.part is None:
        says = "the source has no parts of its own, such as train/ and test/"
        raise wrong(says, table.source, "data.split.by")
    return table.part


def _needed(split: Split, table: Table) -> str:
    if split.column is None:
        says = f"a split by {split.by} needs to know which column"
        raise wrong(says, table.source, "data.split.column")
    return split.column


def _by_column(table: Table, name: str) -> NDArray[np.object_]:
    values = table.column(name)
    unknown = {str(v) for v in values.tolist() if str(v).strip().lower() not in PART_NAMES}
    if unknown:
        says = f"{name!r} says {sorted(unknown)[0]!r}; expected train, validation or test"
        raise wrong(says, table.source, "data.split.column")
    return as_column([PART_NAMES[str(value).strip().lower()] for value in values.tolist()])


def _with_validation(part: NDArray[np.object_], split: Split) -> NDArray[np.object_]:
    """Takes the part to validate on from the training part, where the source has none."""
    labels = part.copy()
    training = np.flatnonzero(labels == TRAINING)
    if not (labels == VALIDATION).any() and split.validation > 0:
        drawn = np.random.default_rng(split.seed).permutation(training)
        labels[drawn[: max(round(split.validation * len(training)), 1)]] = VALIDATION
    if not (labels == TEST).any() and split.test > 0:
        rest = np.random.default_rng(split.seed + 1).permutation(np.flatnonzero(labels == TRAINING))
        labels[rest[: max(round(split.test * len(labels)), 1)]] = TEST
    return labels


def _by_time(table: Table, split: Split) -> NDArray[np.object_]:
    order = np.arange(len(table))
    if split.column is not None:
        order = np.argsort(_times(table, split.column), kind="stable")
    return _cut(order, split)


def _times(table: Table, name: str) -> NDArray[np.float64]:
    values = table.column(name)
    numbers = as_numbers(values)
    if np.isfinite(numbers).all() or values.dtype != object:
        return numbers
    form = form_of([str(value) for value in values.tolist() if value is not None])
    if form is None:
        raise wrong(f"{name!r} holds no times", table.source, "data.split.column")
    return as_seconds(np.asarray(values, object), form)


def _by_group(
    values: NDArray[np.generic] | NDArray[np.object_], split: Split
) -> NDArray[np.object_]:
    groups = sorted({str(value) for value in values.tolist()})
    drawn = np.random.default_rng(split.seed).permutation(len(groups))
    part_of = dict(zip((groups[i] for i in drawn), _cut_few(len(groups), split), strict=True))
    return as_column([part_of[str(value)] for value in values.tolist()])


def _cut_few(count: int, split: Split) -> list[str]:
    test = max(round(split.test * count), 1) if split.test else 0
    validation = max(round(split.validation * count), 1) if split.validation else 0
    return [TEST] * test + [VALIDATION] * validation + [TRAINING] * (count - test - validation)


def _shared_out(rows: int, split: Split, strata: NDArray[np.object_] | None) -> NDArray[np.object_]:
    drawn = np.random.default_rng(split.seed).permutation(rows)
    if strata is not None:
        by_class = np.array([str(value) for value in strata[drawn]], object)
        rank = np.zeros(rows)
        for value in sorted(set(by_class.tolist())):
            index = np.flatnonzero(by_class == value)
            rank[index] = (np.arange(len(index)) + 0.5) / len(index)
        drawn = drawn[np.argsort(rank, kind="stable")]
    return _cut(drawn[::-1], split)


def _cut(order: Rows, split: Split) -> NDArray[np.object_]:
    """Calls the last rows of an order the test, those before them the validation."""
    rows = len(order)
    test = round(split.test * rows)
    validation = round(split.validation * rows)
    labels = np.full(rows, TRAINING, object)
    labels[order[rows - test :]] = TEST
    labels[order[rows - test - validation : rows - test]] = VALIDATION
    return labels
