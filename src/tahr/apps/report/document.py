"""The document of a run's model, in each of its forms."""

import io
from pathlib import Path
from typing import Any

from tahr.apps.report.facts import as_json, facts_of
from tahr.apps.report.html import as_html
from tahr.apps.report.markdown import as_markdown
from tahr.apps.runs.folder import RunFolder, find_run
from tahr.core.extras import installed_spec
from tahr.core.files import atomic_write

CURVES = "curves.png"


def write_report(run: str | Path | RunFolder) -> dict[str, Path]:
    """Writes the document of a run's model: Markdown, HTML with its pictures inside, JSON.

    Args:
        run: the run, its folder or its name.

    Returns:
        The files, by form.

    Raises:
        JobError: there is no such run, or it has no model yet.
    """
    folder = run if isinstance(run, RunFolder) else find_run(run)
    facts = facts_of(folder)
    curves = _curves(facts)
    folder.report.mkdir(exist_ok=True)
    if curves is not None:
        _put(folder.report / CURVES, curves)
    forms = {
        "html": ("model.html", as_html(facts, curves)),
        "markdown": ("README.md", as_markdown(facts, CURVES if curves else None)),
        "json": ("model.json", as_json(facts)),
    }
    for name, text in forms.values():
        _put(folder.report / name, text.encode())
    return {form: folder.report / name for form, (name, _) in forms.items()}


def _put(path: Path, content: bytes) -> None:
    with atomic_write(path) as file:
        file.write(content)


def _curves(facts: dict[str, Any]) -> bytes | None:
    if not facts["epochs"] or installed_spec("matplotlib") is None:
        return None
    from tahr.training.callbacks.curves import draw

    kept = [name for name in ("loss", "val_loss") if name in facts["epochs"][0]]
    history = {name: [epoch.get(name, float("nan")) for epoch in facts["epochs"]] for name in kept}
    picture = io.BytesIO()
    draw(range(len(facts["epochs"])), history, None).savefig(picture, format="png", dpi=120)
    return picture.getvalue()
