"""What became of runs, and what differs between them."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tahr.apps.runs.events import ENDS, events_of
from tahr.apps.runs.folder import RunFolder


@dataclass(frozen=True)
class Story:
    """What became of a run, as its folder tells.

    Args:
        name: of the run.
        path: its folder.
        state: settling, training, testing, paused, done, failed, stopped; or "killed", where it
            was under way and its process is no longer.
        begun: when, by the local clock.
        planned: epochs at most.
        epochs: the figures of each.
        figures: on the test part.
        decisions: what was chosen, and why.
        cause: of a failure.
        job: the settled job, flat: values by the paths of fields.
        alive: whether its process runs.
    """

    name: str
    path: str
    state: str
    begun: str
    planned: int
    epochs: list[dict[str, float]]
    figures: dict[str, Any]
    decisions: list[dict[str, Any]]
    cause: str
    job: dict[str, Any]
    alive: bool

    def to_dict(self) -> dict[str, Any]:
        """Returns plain values, for JSON."""
        return asdict(self)


def story_of(run: RunFolder) -> Story:
    """Reads what became of a run."""
    events = events_of(run.events)
    states = [event for event in events if event["kind"] == "state"]
    last = states[-1] if states else {"state": "settling"}
    epochs = [event for event in events if event["kind"] == "epoch"]
    begun = datetime.fromtimestamp(events[0]["time"]) if events else None
    pid = next((event["pid"] for event in reversed(states) if "pid" in event), None)
    alive = last["state"] not in ENDS and _alive(pid)
    by_epoch = {event["epoch"]: event["figures"] for event in epochs}
    return Story(
        run.name,
        str(run.path),
        last["state"] if alive or last["state"] in ENDS else "killed",
        "" if begun is None else f"{begun:%Y-%m-%d %H:%M}",
        epochs[-1]["of"] if epochs else 0,
        [by_epoch[epoch] for epoch in sorted(by_epoch)],
        run.read_json(run.figures) or {},
        _decisions(run),
        str(last.get("cause", "")),
        _flat_job(run),
        alive,
    )


def _alive(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _decisions(run: RunFolder) -> list[dict[str, Any]]:
    if not run.decisions.is_file():
        return []
    return [json.loads(line) for line in run.decisions.read_text("utf-8").splitlines() if line]


def _flat_job(run: RunFolder) -> dict[str, Any]:
    from tahr.apps.job.reading import job_of

    file = run.settled if run.settled.is_file() else run.job
    return dict(_flat(job_of(file.read_text("utf-8"), str(file)).model_dump(mode="json"), ""))


def _flat(value: Any, path: str) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [one for key, inner in value.items() for one in _flat(inner, f"{path}.{key}")]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        named = {str(inner.get("name", i)): inner for i, inner in enumerate(value)}
        return _flat(named, path)
    return [(path.removeprefix("."), value)]


def differences(stories: list[Story]) -> dict[str, list[Any]]:
    """Returns the fields in which the jobs of runs differ, with each run's value."""
    fields = list(dict.fromkeys(field for story in stories for field in story.job))
    found = {field: [story.job.get(field) for story in stories] for field in fields}
    return {
        field: values
        for field, values in found.items()
        if any(value != values[0] for value in values)
    }
