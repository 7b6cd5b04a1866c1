"""Figures beside those of baselines, and what they come to."""

from typing import Any

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from tahr.apps.report.words import BASELINES, FIGURES, in_words, shown


def tell_figures(console: Console, figures: dict[str, Any]) -> None:
    """Prints, of each output, figures beside those of baselines, and what they come to."""
    for output, found in figures.items():
        model, baselines = found["model"], found.get("baselines", {})
        console.print(Text(f"\n{output}, on {model['rows']:,} rows", "bold"))
        grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for name in ("", "this model", *(BASELINES[one] for one in baselines)):
            grid.add_column(name)
        for name in (one for one in FIGURES if one in model):
            others = (shown(baselines[one][name]) for one in baselines)
            grid.add_row(FIGURES[name], shown(model[name]), *others)
        console.print(grid)
        console.print(in_words(model, baselines))
