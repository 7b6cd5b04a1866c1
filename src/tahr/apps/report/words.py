"""Figures in words."""

from typing import Any

FIGURES = {
    "r2": "R²", "mae": "mean absolute error", "rmse": "root mean squared error", "auc": "AUC",
    "accuracy": "accuracy", "f1": "F1", "log_loss": "log loss", "hamming": "Hamming loss",
    "average_precision": "average precision", "median_error": "median error",
}  # fmt: skip
"""What figures are called, in the order in which they are shown."""
BASELINES = {"constant": "the mean or majority", "linear": "a linear model",
             "seasonal": "the same time a season before", "last": "the last value"}  # fmt: skip
LARGER = frozenset(("r2", "auc", "accuracy", "f1", "average_precision"))


def shown(value: float) -> str:
    """Returns a figure, rounded to what matters."""
    return f"{value:.4g}"


def in_words(model: dict[str, Any], baselines: dict[str, Any]) -> str:
    """Returns one or two sentences on how good a model is.

    Args:
        model: its figures; `main` names the one that counts.
        baselines: figures of other models, by name.

    Example:
        >>> in_words({"main": "r2", "r2": 0.8}, {"linear": {"r2": 0.6}})
        'R² is 0.8: better than a linear model (0.6).'
    """
    main = model["main"]
    value, interval = model[main], model.get("interval")
    sure = ""
    if interval:
        sure = f" (95 % interval {interval['low']:.3g} to {interval['high']:.3g})"
    head = f"{FIGURES[main]} is {value:.3g}{sure}"
    if not baselines:
        return f"{head}."
    sign = 1 if main in LARGER else -1
    name = max(baselines, key=lambda one: sign * baselines[one][main])
    other = baselines[name][main]
    better = sign * value > sign * other
    close = bool(interval) and interval["low"] <= other <= interval["high"]
    word = "no better than" if not better else "about as good as" if close else "better than"
    more = " More data or other columns may help more than a larger network."
    return f"{head}: {word} {BASELINES[name]} ({other:.3g}).{'' if better and not close else more}"
