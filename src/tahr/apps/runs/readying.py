"""Data is made ready for a network: read, its rows with a target kept and shared out."""

from dataclasses import dataclass

import numpy as np

from tahr.apps.building import Arrays
from tahr.apps.data.splitting import Rows, parts_of
from tahr.apps.data.table import Table
from tahr.apps.data.windows import windowed
from tahr.apps.features.series import Series
from tahr.apps.job.problems import wrong
from tahr.apps.job.schema import Job


@dataclass(frozen=True)
class Ready:
    """Data as a network takes it.

    Args:
        table: the rows with a known target.
        parts: their shares, by name.
        raw: the inputs' values, by name.
        targets: the outputs' values, by name.
    """

    table: Table
    parts: dict[str, Rows]
    raw: Arrays
    targets: Arrays

    def of(self, part: str) -> tuple[Arrays, Arrays]:
        """Returns inputs and targets of a part."""
        rows = self.parts[part]
        return _taken(self.raw, rows), _taken(self.targets, rows)


def ready_for(job: Job, table: Table) -> Ready:
    """Reads inputs and targets, leaves out rows whose target is not known, and shares them out.

    Args:
        job: as settled.
        table: its data.

    Raises:
        JobError: no target is known, or a part would have no rows.
    """
    outputs, split = job.told, job.data.split
    series = [feature for feature in outputs if isinstance(feature, Series)]
    if series:
        table, split = windowed(table, series, split), split.model_copy(update={"by": "files"})
    known = np.ones(len(table), bool)
    for feature in outputs:
        known &= feature.targets(table.column(feature.name))[1]
    rows = np.flatnonzero(known)
    if not len(rows):
        raise wrong("no row has a known target", table.source, "outputs")
    table = table.rows(rows)
    strata = outputs[0].strata(table.column(outputs[0].name))
    parts = parts_of(table, split, strata)
    raw = {feature.name: feature.given(table) for feature in job.taken}
    targets = {f.name: f.targets(table.column(f.name))[0] for f in outputs}
    return Ready(table, parts, raw, targets)


def _taken(arrays: Arrays, rows: Rows) -> Arrays:
    return {name: values[rows] for name, values in arrays.items()}
