"""`tahr report`, `tahr summary` and `tahr plot`."""

import json
import sys
from pathlib import Path
from typing import Any

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
    _loaded(model, runs).summary()


def plot(model: str, output: Path, runs: Path) -> None:
    """Draws the network of a model.

    Raises:
        JobError: there is no such run.
        SavingError: the file cannot be read, or the picture cannot be written.
    """
    from tahr.utils import plot_model

    plot_model(_loaded(model, runs), output, show_shapes=True, show_layer_names=True)
    plain().print(f"picture: {output}")


def _loaded(model: str, runs: Path) -> Any:
    path = Path(model)
    if not path.is_file():
        path = find_run(model, runs).model
    from tahr.models import load_model

    return load_model(path, compile=False)
