"""From data to a model without writing one: jobs, runs, predictions and documents.

What the commands `tahr init`, `train`, `predict`, `evaluate` and `report` do, as functions.
"""

from tahr.apps.data.profile import Profile, profile_of
from tahr.apps.data.sources import read_source
from tahr.apps.job.problems import JobError, Problem
from tahr.apps.job.reading import (
    job_of,
    read_job,
    schema,
)
from tahr.apps.job.schema import Data, Job
from tahr.apps.job.settling import settle
from tahr.apps.job.starting import start_job
from tahr.apps.report.document import write_report
from tahr.apps.runs.carrying_out import Result, train
from tahr.apps.runs.comparing import Story, story_of
from tahr.apps.runs.folder import (
    RunFolder,
    all_runs,
    find_run,
)
from tahr.apps.runs.predicting import (
    Predictions,
    evaluate,
    predict,
)

__all__ = [
    "Data",
    "Job",
    "JobError",
    "Predictions",
    "Problem",
    "Profile",
    "Result",
    "RunFolder",
    "Story",
    "all_runs",
    "evaluate",
    "find_run",
    "job_of",
    "predict",
    "profile_of",
    "read_job",
    "read_source",
    "schema",
    "settle",
    "start_job",
    "story_of",
    "train",
    "write_report",
]
