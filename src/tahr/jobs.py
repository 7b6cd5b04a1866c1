"""From data to a model without writing one: jobs, runs, predictions and documents.

What the commands `tahr init`, `train`, `predict`, `evaluate` and `report` do, as functions.
"""

from tahr.apps.data.profile import Profile as Profile, profile_of as profile_of
from tahr.apps.data.sources import read_source as read_source
from tahr.apps.job.problems import JobError as JobError, Problem as Problem
from tahr.apps.job.reading import (
    job_of as job_of,
    read_job as read_job,
    schema as schema,
)
from tahr.apps.job.schema import Data as Data, Job as Job
from tahr.apps.job.settling import settle as settle
from tahr.apps.job.starting import start_job as start_job
from tahr.apps.report.document import write_report as write_report
from tahr.apps.runs.carrying_out import Result as Result, train as train
from tahr.apps.runs.comparing import Story as Story, story_of as story_of
from tahr.apps.runs.folder import (
    RunFolder as RunFolder,
    all_runs as all_runs,
    find_run as find_run,
)
from tahr.apps.runs.predicting import (
    Predictions as Predictions,
    evaluate as evaluate,
    predict as predict,
)
