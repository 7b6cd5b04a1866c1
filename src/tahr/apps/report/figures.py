"""Figures of what a model tells, beside what is true."""

from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tahr.apps.features.category import Binary, Category
from tahr.apps.features.feature import Array, Feature
from tahr.apps.features.number import Number
from tahr.apps.features.series import Series
from tahr.core.extras import required

Figures = dict[str, Any]
SMALL = 5_000
"""Rows up to which figures come with an interval."""
DRAWS = 300
BINS = 10
MAIN = {"series": "mae", "number": "r2", "category": "accuracy", "binary": "auc", "set": "f1"}
"""The figure that is compared first, by the type of output."""


def figures_of(feature: Feature, true: Array, told: Array) -> Figures:
    """Returns figures of an output.

    Args:
        feature: the output.
        true: its targets: numbers, or numbers of classes.
        told: what the model told: numbers, or probabilities.

    Returns:
        The figures by name; `interval` has the 95 % interval of the main one for few rows,
        drawn by bootstrap, and classes have `confusion`, `by_class` and `calibration`.
    """
    required("sklearn", "cli")
    if isinstance(feature, Number | Series):
        found = _of_numbers(np.asarray(true, np.float64).ravel(), np.asarray(told, np.float64))
    elif isinstance(feature, Binary):
        probability = np.asarray(told, np.float64).reshape(len(told))
        found = _of_two(np.asarray(true), probability, feature.labels)
    elif isinstance(feature, Category):
        found = _of_classes(np.asarray(true), np.asarray(told, np.float64), list(feature.labels))
    else:
        found = _of_sets(np.asarray(true, np.float64), np.asarray(told, np.float64))
    main = MAIN[feature.type]
    if len(true) <= SMALL:
        both = np.asarray(true, np.float64), np.asarray(told, np.float64)
        found["interval"] = {"of": main, **_interval(*both, main)}
    return {"type": feature.type, "main": main, "rows": len(true), **found}


def _of_numbers(true: NDArray[np.float64], told: NDArray[np.float64]) -> Figures:
    metrics: Any = import_module("sklearn.metrics")

    told = told.ravel()
    return {
        "r2": float(metrics.r2_score(true, told)) if len(true) > 1 else 0.0,
        "mae": float(metrics.mean_absolute_error(true, told)),
        "rmse": float(np.sqrt(metrics.mean_squared_error(true, told))),
        "median_error": float(metrics.median_absolute_error(true, told)),
    }


def _of_two(true: Array, probability: NDArray[np.float64], labels: list[str]) -> Figures:
    metrics: Any = import_module("sklearn.metrics")

    both = np.stack([1 - probability, probability], axis=1)
    found = _of_classes(true, both, labels)
    if len(np.unique(true)) > 1:
        found = {
            "auc": float(metrics.roc_auc_score(true, probability)),
            "average_precision": float(metrics.average_precision_score(true, probability)),
            **found,
        }
    return {"auc": float("nan"), **found} if "auc" not in found else found


def _of_classes(true: Array, told: NDArray[np.float64], labels: list[str]) -> Figures:
    metrics: Any = import_module("sklearn.metrics")

    chosen = told.argmax(axis=1)
    numbers = list(range(len(labels)))
    confusion = metrics.confusion_matrix(true, chosen, labels=numbers)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        true, chosen, labels=numbers, zero_division=0
    )
    by_class = {
        label: {
            "precision": float(precision[i]),
            "recall": float(recall[i]),
            "f1": float(f1[i]),
            "rows": int(support[i]),
        }
        for i, label in enumerate(labels)
    }
    sums = told.sum(axis=1, keepdims=True)
    return {
        "accuracy": float((chosen == true).mean()),
        "f1": float(np.mean(f1)),
        "log_loss": float(metrics.log_loss(true, told / sums, labels=numbers)),
        "by_class": by_class,
        "confusion": confusion.tolist(),
        "labels": labels,
        "calibration": _calibration(true, told),
    }


def _calibration(true: Array, told: NDArray[np.float64]) -> Figures:
    """Returns how often the chosen class was right, by how sure the model was."""
    sure, right = told.max(axis=1), told.argmax(axis=1) == true
    place = np.clip((sure * BINS).astype(int), 0, BINS - 1)
    bins = [
        {
            "sure": float(sure[place == i].mean()),
            "right": float(right[place == i].mean()),
            "rows": int((place == i).sum()),
        }
        for i in range(BINS)
        if (place == i).any()
    ]
    off = sum(one["rows"] * abs(one["sure"] - one["right"]) for one in bins)
    return {"bins": bins, "error": off / max(len(true), 1)}


def _of_sets(true: NDArray[np.float64], told: NDArray[np.float64]) -> Figures:
    metrics: Any = import_module("sklearn.metrics")

    chosen = told > 0.5
    return {
        "f1": float(metrics.f1_score(true, chosen, average="micro", zero_division=0)),
        "accuracy": float((chosen == (true > 0.5)).all(axis=1).mean()),
        "hamming": float((chosen != (true > 0.5)).mean()),
    }


def _interval(true: NDArray[np.float64], told: NDArray[np.float64], main: str) -> dict[str, float]:
    generator = np.random.default_rng(0)
    values: list[float] = []
    for _ in range(DRAWS):
        rows = generator.integers(0, len(true), len(true))
        value = _main_of(true[rows], told[rows], main)
        if np.isfinite(value):
            values.append(value)
    if not values:
        return {"low": float("nan"), "high": float("nan")}
    low, high = np.quantile(values, [0.025, 0.975])
    return {"low": float(low), "high": float(high)}


def _main_of(true: NDArray[np.float64], told: NDArray[np.float64], main: str) -> float:
    metrics: Any = import_module("sklearn.metrics")

    if main == "mae":
        return float(np.abs(true - told).mean())
    if main == "r2":
        return float(metrics.r2_score(true, told.reshape(len(told)))) if len(true) > 1 else np.nan
    if main == "auc":
        probability = told.reshape(len(told))
        several = len(np.unique(true)) > 1
        return float(metrics.roc_auc_score(true, probability)) if several else np.nan
    if main == "f1":
        return float(metrics.f1_score(true, told > 0.5, average="micro", zero_division=0))
    return float((told.argmax(axis=1) == true).mean())
