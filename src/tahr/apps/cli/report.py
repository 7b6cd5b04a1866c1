"""`tahr report` and `tahr summary`."""

import json
import sys
from pathlib import Path

from tahr.apps.cli.tables import plain
from tahr.apps.runs.folder import find_run


def report(run: str, runs: Path, as_json: bool) -> None:
    """Writes the document of a run's model.

    Raises:
        JobError: there is no such run, or it has no model yet.
    """
    folder = find_run(run, runs)
    from tahr.apps.report.document import write_report

    files = write_report(folder)
    if as_json:
        sys.stdout.write(json.dumps({form: str(path) for form, path in files.items()}) + "\n")
        return
    console = plain()
    for form, path in files.items():
        console.print(f"{form}: {path}")


def summary(model: str, runs: Path) -> None:
    """Prints the layers of a model.

    Raises:
        JobError: there is no such run.
        SavingError: the file cannot be read.
    """
    path = Path(model)
    if not path.is_file():
        path = find_run(model, runs).model
    from tahr.models import load_model

    load_model(path, compile=False).summary()
