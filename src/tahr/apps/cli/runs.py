"""`tahr runs`: list, show, follow, compare, remove."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import typer
from rich.table import Table as Grid
from rich.text import Text

from tahr.apps.cli.figures import tell_figures
from tahr.apps.cli.init import show_decisions
from tahr.apps.cli.tables import plain
from tahr.apps.job.decisions import Decision
from tahr.apps.job.problems import wrong
from tahr.apps.report.words import FIGURES
from tahr.apps.runs.comparing import Story, differences, story_of
from tahr.apps.runs.events import ENDS
from tahr.apps.runs.folder import all_runs, find_run


def list_runs(runs: Path, as_json: bool) -> None:
    """Lists runs."""
    found = [story_of(run) for run in all_runs(runs)]
    if as_json:
        sys.stdout.write(json.dumps([story.to_dict() for story in found], indent=2) + "\n")
        return
    console = plain()
    if not found:
        console.print(f"No runs in {runs}. Next: tahr init DATA, tahr train")
        return
    grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("run", "state", "epochs", "figure", "begun"):
        grid.add_column(name, no_wrap=True)
    for story in found:
        grid.add_row(story.name, story.state, _epochs(story), _main(story), story.begun)
    console.print(grid)


def _epochs(story: Story) -> str:
    return f"{len(story.epochs)}/{story.planned}" if story.planned else ""


def _main(story: Story) -> str:
    shown = [
        f"{output} {FIGURES[found['model']['main']]} {found['model'][found['model']['main']]:.4g}"
        for output, found in story.figures.items()
    ]
    return ", ".join(shown) or story.cause


def show(name: str, runs: Path, as_json: bool) -> None:
    """Shows a run.

    Raises:
        JobError: there is none of this name.
    """
    run = find_run(name, runs)
    story = story_of(run)
    if as_json:
        sys.stdout.write(json.dumps(story.to_dict(), indent=2) + "\n")
        return
    console = plain()
    console.print(Text(f"{story.name}: {story.state}, {_epochs(story)} epochs", "bold"))
    if story.cause:
        console.print(Text(story.cause, "red"))
    made = [Decision(**one) for one in story.decisions]
    show_decisions(console, made)
    if story.figures:
        tell_figures(console, story.figures)


def follow(name: str, runs: Path) -> None:
    """Shows the curves of a run until it ends.

    Raises:
        JobError: there is none of this name.
    """
    from tahr.apps.cli.following import watch

    watch(find_run(name, runs))


def compare(names: list[str], picture: Path | None, runs: Path, as_json: bool) -> None:
    """Compares runs.

    Raises:
        JobError: one is not there.
    """
    stories = [story_of(find_run(name, runs)) for name in names]
    differing = differences(stories)
    if picture is not None:
        from tahr.apps.runs.curves import draw_curves

        draw_curves(stories, picture)
    if as_json:
        facts: dict[str, Any] = {
            "runs": [story.to_dict() for story in stories],
            "differences": differing,
        }
        sys.stdout.write(json.dumps(facts, indent=2, default=str) + "\n")
        return
    console = plain()
    grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("", *(story.name for story in stories)):
        grid.add_column(title, overflow="ellipsis")
    grid.add_row("state", *(story.state for story in stories))
    grid.add_row("epochs", *(_epochs(story) for story in stories))
    for label, values in _figures(stories):
        grid.add_row(label, *values)
    for field, values in differing.items():
        grid.add_row(Text(field, "cyan"), *(Text(str(value)) for value in values))
    console.print(grid)
    if picture is not None:
        console.print(f"Curves: {picture}")


def _figures(stories: list[Story]) -> list[tuple[str, list[str]]]:
    rows: list[tuple[str, list[str]]] = []
    outputs = list(dict.fromkeys(output for story in stories for output in story.figures))
    for output in outputs:
        for name, label in FIGURES.items():
            values = [story.figures.get(output, {}).get("model", {}).get(name) for story in stories]
            if any(value is not None for value in values):
                shown = ["" if value is None else f"{value:.4g}" for value in values]
                rows.append((f"{output}: {label}", shown))
    return rows


def remove(names: list[str], yes: bool, runs: Path) -> None:
    """Removes runs.

    Raises:
        JobError: one is not there, or is under way.
    """
    found = [find_run(name, runs) for name in names]
    for run in found:
        story = story_of(run)
        if story.state not in ENDS and story.alive:
            raise wrong("the run is under way: stop it first", run.path)
    if not yes and not typer.confirm(f"Remove {', '.join(run.name for run in found)}?"):
        return
    for run in found:
        shutil.rmtree(run.path)
