"""The folder of a run: what is where, and how it is made, found and read."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahr.apps.job.problems import wrong
from tahr.core.files import atomic_write
from tahr.core.suggesting import closest

RUNS = "runs"
NUMBER = re.compile(r"-(\d+)$")


@dataclass(frozen=True)
class RunFolder:
    """Where the files of a run are.

    Args:
        path: the folder.
    """

    path: Path

    @property
    def name(self) -> str:
        """What the run is called: its folder's name."""
        return self.path.name

    @property
    def job(self) -> Path:
        """The job as given."""
        return self.path / "job.yaml"

    @property
    def settled(self) -> Path:
        """The job as carried out: nothing in it says `auto`."""
        return self.path / "settled.yaml"

    @property
    def decisions(self) -> Path:
        """What was chosen, and why: a JSON object a line."""
        return self.path / "decisions.jsonl"

    @property
    def data(self) -> Path:
        """What the data holds, and the hash of each file of it."""
        return self.path / "data.json"

    @property
    def events(self) -> Path:
        """What has happened: a JSON object a line, at the end the newest."""
        return self.path / "events.jsonl"

    @property
    def log(self) -> Path:
        """What the terminal showed."""
        return self.path / "log.txt"

    @property
    def checkpoint(self) -> Path:
        """The folder from which an interrupted run goes on."""
        return self.path / "checkpoint"

    @property
    def model(self) -> Path:
        """The model, with the best weights: from raw values to what is told."""
        return self.path / "model.keras"

    @property
    def figures(self) -> Path:
        """How good it is on the test part, beside baselines."""
        return self.path / "figures.json"

    @property
    def predictions(self) -> Path:
        """What the model tells of each row of the test part, beside what is true."""
        return self.path / "predictions.parquet"

    @property
    def report(self) -> Path:
        """The folder of the model's document."""
        return self.path / "report"

    @property
    def control(self) -> Path:
        """What whoever watches asks for: pause, stop or resume."""
        return self.path / "control"

    def read_json(self, file: Path) -> Any:
        """Returns what a JSON file of the run says; None where it is not there.

        Raises:
            JobError: it is damaged.
        """
        try:
            return json.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise wrong(f"the file is damaged: {error}", file) from None

    def write_json(self, file: Path, content: Any) -> None:
        """Writes a JSON file of the run, whole or not at all."""
        file.parent.mkdir(exist_ok=True)
        with atomic_write(file) as stream:
            stream.write(json.dumps(content, indent=2, default=str).encode())


def new_run(runs: Path, name: str) -> RunFolder:
    """Makes the folder of a new run, `name-1` or the next number; never one that is there.

    Raises:
        JobError: it cannot be made.
    """
    try:
        runs.mkdir(parents=True, exist_ok=True)
        number = 1 + max((_number(folder, name) for folder in runs.iterdir()), default=0)
        while True:
            folder = runs / f"{name}-{number}"
            try:
                folder.mkdir()
            except FileExistsError:
                number += 1
            else:
                return RunFolder(folder)
    except OSError as error:
        raise wrong(f"no run can be kept here: {error.strerror}", runs) from None


def _number(folder: Path, name: str) -> int:
    found = NUMBER.search(folder.name)
    return int(found[1]) if found and folder.name[: found.start()] == name else 0


def find_run(name: str | Path, runs: Path = Path(RUNS)) -> RunFolder:
    """Returns a run by its folder, or by its name among the runs; `name` alone is the newest.

    Raises:
        JobError: there is none.
    """
    path = Path(name)
    for folder in (path, runs / path):
        if (folder / "job.yaml").is_file():
            return RunFolder(folder)
    known = list(all_runs(runs))
    numbered = [run for run in known if NUMBER.sub("", run.name) == str(name)]
    if numbered:
        return max(numbered, key=lambda run: _number(run.path, str(name)))
    near = closest(str(name), [run.name for run in known])
    raise wrong(f"there is no such run{near}", name)


def all_runs(runs: Path = Path(RUNS)) -> Iterator[RunFolder]:
    """Returns the runs in a folder, the oldest first."""
    if not runs.is_dir():
        return
    folders = [f for f in runs.iterdir() if (f / "job.yaml").is_file()]
    for folder in sorted(folders, key=lambda f: ((f / "job.yaml").stat().st_mtime, f.name)):
        yield RunFolder(folder)
