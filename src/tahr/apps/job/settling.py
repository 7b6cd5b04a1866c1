"""Every `auto` of a job becomes a choice with a reason; what a job says stays."""

from typing import Any

from tahr.apps.data.columns import ColumnProfile
from tahr.apps.data.missing import SPELLINGS
from tahr.apps.data.profile import Profile
from tahr.apps.data.table import Table
from tahr.apps.features.feature import Feature, Outlook
from tahr.apps.features.options import Undecided
from tahr.apps.features.series import Series
from tahr.apps.features.table import TYPES
from tahr.apps.job.choosing import choose_model, choose_training
from tahr.apps.job.decisions import Decisions
from tahr.apps.job.inferring import USELESS, input_type, output_type
from tahr.apps.job.problems import JobError, Problem, wrong
from tahr.apps.job.schema import Data, Job, Split


def settle(job: Job, table: Table, profile: Profile) -> tuple[Job, Decisions]:
    """Decides whatever a job leaves open.

    Args:
        job: as given.
        table: its data.
        profile: what that holds.

    Returns:
        The job without any `auto`, and what was chosen, why.

    Raises:
        JobError: a column is not there, or cannot be what the job says: all such mistakes at once.
    """
    decisions = Decisions()
    preset = decisions.settle(
        "model.preset", job.model.preset, "good", "small enough for a laptop, and good"
    )
    outputs = _outputs(job, table, profile, preset, decisions)
    names = {feature.name for feature in outputs}
    series = [feature for feature in outputs if isinstance(feature, Series)]
    inputs = [*series, *_inputs(job, table, profile, preset, decisions, names)]
    data = _data(job.data, table, profile, outputs, decisions)
    rows = max(round(len(table) * (1 - data.split.test - data.split.validation)), 1)
    kinds = {feature.type for feature in inputs}
    settled = job.model_copy(
        update={
            "data": data,
            "inputs": inputs,
            "outputs": outputs,
            "model": choose_model(job.model, preset, kinds, rows, decisions),
            "training": choose_training(job.training, preset, kinds, rows, decisions),
        }
    )
    return settled, decisions


def _outputs(
    job: Job, table: Table, profile: Profile, preset: str, decisions: Decisions
) -> list[Feature]:
    if not job.outputs:
        raise wrong("a job without outputs is not carried out yet: name one", path="outputs")
    return _each(list(job.outputs), "outputs", table, profile, preset, decisions)


def _inputs(
    job: Job,
    table: Table,
    profile: Profile,
    preset: str,
    decisions: Decisions,
    outputs: set[str],
) -> list[Feature]:
    given: list[Any] = (
        [] if job.inputs == "auto" else [f for f in job.inputs if f.name not in outputs]
    )
    if job.inputs == "auto":
        left_out = outputs | {job.data.split.column or ""}
        able = [c for c in profile.columns if c.name not in left_out]
        useful = [c for c in able if input_type(c) in TYPES]
        files = [c for c in useful if c.files]
        useful = files if files and _only_files(table, files) else useful
        given = [Undecided(name=column.name) for column in useful]
        chosen = [column.name for column in useful]
        decisions.settle("inputs", "auto", chosen, _why(able, useful))
    if not given and not any(feature.type == "series" for feature in job.outputs):
        raise wrong("no column is left to learn from", table.source, "inputs")
    return _each(given, "inputs", table, profile, preset, decisions)


def _only_files(table: Table, files: list[ColumnProfile]) -> bool:
    """Whether all columns but those of files come from the files' own places and names."""
    return table.source == table.root and bool(files)


def _why(able: list[ColumnProfile], useful: list[ColumnProfile]) -> str:
    left = [f"{c.name} ({c.type})" for c in able if c not in useful and c.type in USELESS]
    if not left:
        return "all columns that are left"
    more = f" and {len(left) - 5} more" if len(left) > 5 else ""
    return f"all columns that are left but {', '.join(left[:5])}{more}"


def _each(
    given: list[Any],
    group: str,
    table: Table,
    profile: Profile,
    preset: str,
    decisions: Decisions,
) -> list[Feature]:
    problems: list[Problem] = []
    found: list[Feature] = []
    for number, feature in enumerate(given):
        path = f"{group}.{number}"
        try:
            table.column(feature.name)
            column = profile.column(feature.name)
            typed = _typed(feature, column, group, path, profile, decisions)
            found.append(
                typed.settled(Outlook(column, profile.rows, preset, table, path), decisions)
            )
        except JobError as error:
            problems += error.problems
    if problems:
        raise JobError(problems)
    return found


def _typed(
    feature: Any,
    column: ColumnProfile,
    group: str,
    path: str,
    profile: Profile,
    decisions: Decisions,
) -> Feature:
    if not isinstance(feature, Undecided):
        return feature
    kind = input_type(column) if group == "inputs" else output_type(column, profile)
    if kind not in TYPES:
        says = f"{column.name!r} is {kind}: it tells nothing; say a type if it does"
        raise wrong(says, path=f"{path}.type")
    decisions.settle(f"{path}.type", "auto", kind, f"the values of {column.name!r}")
    return TYPES[kind].model_validate({"name": feature.name, "weight": feature.weight})


def _data(
    data: Data, table: Table, profile: Profile, outputs: list[Feature], decisions: Decisions
) -> Data:
    data = data.model_copy(update=_form(data, table, decisions))
    split = data.split
    if split.by != "auto":
        return data
    by, column, why = "random", split.column, "rows do not depend on each other, it seems"
    if table.part is not None:
        by, why = "files", "the source has parts of its own"
    elif any(feature.type == "series" for feature in outputs):
        by, column, why = "time", profile.order, "a series is told from what came before"
    elif profile.order is not None:
        by, column, why = "time", profile.order, f"the rows are in the order of {profile.order}"
    elif split.column is not None:
        by, why = "group", f"rows with one {split.column!r} belong together"
    chosen = decisions.settle("data.split.by", "auto", by, why)
    return data.model_copy(
        update={"split": Split(**{**split.model_dump(), "by": chosen, "column": column})}
    )


def _form(data: Data, table: Table, decisions: Decisions) -> dict[str, Any]:
    """Returns how the source is read; what does not apply to it is said as usual."""
    usual = {"delimiter": ",", "encoding": "utf-8", "header": True}
    found = {
        name: decisions.settle(f"data.{name}", getattr(data, name), table.form[name], "its rows")
        if name in table.form
        else value
        for name, value in usual.items()
    }
    missing = sorted(SPELLINGS) if data.missing == "auto" else data.missing
    return {**found, "missing": missing}
