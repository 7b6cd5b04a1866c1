"""A first job for data: which columns it is to tell, and what each is."""

import re
from pathlib import Path

from tahr.apps.data.profile import Profile, profile_of
from tahr.apps.data.sources import read_source
from tahr.apps.data.table import Table
from tahr.apps.features.table import TYPES
from tahr.apps.job.inferring import output_type, target_of
from tahr.apps.job.problems import wrong
from tahr.apps.job.schema import Data, Job
from tahr.apps.job.settling import settle


def start_job(data: str, targets: list[str], folder: Path) -> tuple[Job, Table, Profile, str]:
    """Returns a job for data, with its inputs and outputs written out.

    Args:
        data: the source.
        targets: the columns to tell; by default the likeliest.
        folder: of the job, which its source is said relative to.

    Returns:
        The job, the data, what it holds, and why these columns are to be told.

    Raises:
        JobError: the data cannot be read, or a target is not there.
    """
    table = read_source(Data(source=data), Path.cwd())
    for target in targets:
        table.column(target)
    profile = profile_of(table)
    why = "as you say"
    if not targets:
        target, why = target_of(profile)
        targets = [target]
    profile = profile_of(table, tuple(targets))
    given = {
        "name": _name(data),
        "data": Data(source=_relative(data, folder)),
        "outputs": [_output(profile, target) for target in targets],
    }
    job = Job.model_validate(given)
    settled, _ = settle(job, table, profile)
    told = set(targets)
    inputs = [{"name": f.name, "type": f.type} for f in settled.taken if f.name not in told]
    return Job.model_validate({**given, "inputs": inputs or "auto"}), table, profile, why


def _output(profile: Profile, target: str) -> dict[str, str]:
    kind = output_type(profile.column(target), profile)
    if kind not in TYPES:
        raise wrong(f"{target!r} is {kind}: nothing can be learned of it", profile.source)
    return {"name": target, "type": kind}


def _relative(data: str, folder: Path) -> str:
    path = Path(data)
    if not path.exists() or path.is_absolute():
        return data
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return str(path.resolve())


def _name(data: str) -> str:
    stem = Path(data.rstrip("/")).stem
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._")
    return plain[:64] or "job"
