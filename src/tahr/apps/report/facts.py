"""What the document of a model says, as data: every form of it is written from this."""

import json
import platform
from datetime import UTC, datetime
from typing import Any

from tahr.apps.job.problems import wrong
from tahr.apps.runs.comparing import story_of
from tahr.apps.runs.folder import RunFolder
from tahr.version import __version__

NOT_STATED = "not stated"
WRONG = 10
"""Examples that went wrong, the surest first."""
ASKED = ("intended_use", "limits", "license", "contact")
"""What only a person can say."""


def facts_of(run: RunFolder) -> dict[str, Any]:
    """Returns what there is to say of a run's model.

    Raises:
        JobError: the run has no model yet.
    """
    if not run.model.is_file():
        raise wrong("the run has no model yet", run.path)
    story = story_of(run)
    about = run.read_json(run.data) or {}
    return {
        "name": story.name,
        "written": datetime.now(UTC).strftime("%Y-%m-%d"),
        "begun": story.begun,
        "asked": dict.fromkeys(ASKED, NOT_STATED),
        "data": {
            "source": about.get("source", ""),
            "rows": about.get("rows", 0),
            "parts": about.get("parts", {}),
            "files": dict(list(about.get("files", {}).items())[:20]),
            "columns": [
                {key: column[key] for key in ("name", "type", "missing", "distinct")}
                for column in about.get("columns", [])
            ],
            "warnings": about.get("warnings", []),
        },
        "job": story.job,
        "decisions": story.decisions,
        "epochs": story.epochs,
        "figures": story.figures,
        "wrong": _wrong(run, story.figures),
        "model": _model(run),
        "environment": {
            "tahr": __version__,
            "python": platform.python_version(),
            "system": platform.platform(),
            "engine": story.job.get("training.engine", ""),
        },
        "call": _call(run),
    }


def _model(run: RunFolder) -> dict[str, Any]:
    from tahr.models import load_model

    model = load_model(run.model, compile=False)
    layers = [
        {
            "name": layer.name,
            "class": layer.__class__.__name__,
            "weights": int(layer.count_params()) if layer.built else 0,
        }
        for layer in model.layers
    ]
    size = run.model.stat().st_size
    return {"layers": layers, "weights": int(model.count_params()), "bytes": size}


def _wrong(run: RunFolder, figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns rows of the test part that the model told wrongly while it was sure."""
    if not run.predictions.is_file() or not figures:
        return []
    import polars

    frame = polars.read_parquet(run.predictions)
    found: list[dict[str, Any]] = []
    for output, one in figures.items():
        if output not in frame.columns:
            continue
        rows = frame.to_dicts()
        if one["model"]["type"] == "number":
            rows.sort(key=lambda row: -_off(row, output))
            found += [_plain(row, output) for row in rows[:WRONG]]
        else:
            false = [row for row in rows if str(row[output]) != str(row[f"{output} (true)"])]
            false.sort(key=lambda row: -_sure(row, output))
            found += [_plain(row, output) for row in false[:WRONG]]
    return found


def _off(row: dict[str, Any], output: str) -> float:
    try:
        return abs(float(row[output]) - float(row[f"{output} (true)"]))
    except (TypeError, ValueError):
        return 0.0


def _sure(row: dict[str, Any], output: str) -> float:
    values = [v for k, v in row.items() if k.startswith(f"{output}: ") and isinstance(v, float)]
    return max((max(value, 1 - value) for value in values), default=0.0)


def _plain(row: dict[str, Any], output: str) -> dict[str, Any]:
    told = row[output]
    told = round(told, 4) if isinstance(told, float) else told
    return {"row": row["row"], "output": output, "true": row[f"{output} (true)"], "told": told}


def _call(run: RunFolder) -> dict[str, str]:
    return {
        "command": f"tahr predict {run.name} new.csv -o out.csv",
        "python": (
            "from tahr import jobs\n\n"
            f'found = jobs.predict("{run.path}", "new.csv")\n'
            "print(found.rows()[0])"
        ),
    }


def as_json(facts: dict[str, Any]) -> str:
    """Returns the document as JSON."""
    return json.dumps(facts, indent=2, default=str)
