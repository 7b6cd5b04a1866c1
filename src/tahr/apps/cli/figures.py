"""Figures in words, beside those of baselines."""

from typing import Any

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

NAMES = {
    "r2": "R²", "mae": "mean absolute error", "rmse": "root mean squared error", "auc": "AUC",
    "accuracy": "accuracy", "f1": "F1", "log_loss": "log loss", "hamming": "Hamming loss",
    "average_precision": "average precision", "median_error": "median error",
}  # fmt: skip
BASELINES = {"constant": "the mean or majority", "linear": "a linear model"}
SMALLER = frozenset(("mae", "rmse", "log_loss", "hamming", "median_error"))


def tell_figures(console: Console, figures: dict[str, Any]) -> None:
    """Prints, of each output, figures beside those of baselines, and what they come to."""
    for output, found in figures.items():
        model, baselines = found["model"], found.get("baselines", {})
        console.print(Text(f"\n{output}, on {model['rows']:,} rows of the test part", "bold"))
        grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for name in ("", "this model", *(BASELINES[one] for one in baselines)):
            grid.add_column(name)
        for name in (one for one in NAMES if one in model):
            others = (f"{baselines[one][name]:.4g}" for one in baselines)
            grid.add_row(NAMES[name], f"{model[name]:.4g}", *others)
        console.print(grid)
        console.print(in_words(model, baselines))


def in_words(model: dict[str, Any], baselines: dict[str, Any]) -> str:
    """Returns one or two sentences on how good a model is.

    Example:
        >>> in_words({"main": "r2", "r2": 0.8}, {"linear": {"r2": 0.6}})
        'R² is 0.8: better than a linear model (0.6).'
    """
    main = model["main"]
    name, value = NAMES[main], model[main]
    interval = model.get("interval")
    sure = ""
    if interval:
        sure = f" (95 % interval {interval['low']:.3g} to {interval['high']:.3g})"
    head = f"{name} is {value:.3g}{sure}"
    against = next((one for one in ("linear", "constant") if one in baselines), None)
    if against is None:
        return f"{head}."
    other = baselines[against][main]
    close = interval and interval["low"] <= other <= interval["high"]
    word = "better than" if value > other else "no better than"
    if close:
        word = "about as good as" if value > other else "no better than"
    more = ""
    if value <= other or close:
        more = " More data or other columns would help more than a larger network."
    return f"{head}: {word} {BASELINES[against]} ({other:.3g}).{more}"
