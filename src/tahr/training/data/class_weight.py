"""Weights by class, as weights by sample."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError, DataError, told

LARGEST = float(np.finfo("float32").max)


def sample_weights(y: Any, class_weight: Mapping[int, float], given: Any = None) -> np.ndarray:
    """Returns each sample the weight of its class, times the weight it had.

    Args:
        y: labels, `(n,)` or `(n, 1)`, or one-hot rows `(n, classes)`.
        class_weight: a weight by class; 1 for classes that are not there.
        given: weights of the samples, `(n,)`.

    Returns:
        `(n,)`, float32.

    Raises:
        DataError: there are no labels, or several outputs.

    Example:
        >>> sample_weights(np.array([0, 1, 1]), {1: 3.0}).tolist()
        [1.0, 3.0, 3.0]
    """
    if y is None or isinstance(y, dict | list | tuple):
        raise DataError(
            "class_weight needs one array of targets",
            got=type(y).__name__,
            todo="pass sample_weight instead",
        )
    labels = np.argmax(y, axis=-1) if y.ndim > 1 and y.shape[-1] > 1 else y
    labels = np.round(labels).astype("int64").reshape(len(y), -1)
    if labels.shape[1] != 1:
        raise DataError("class_weight needs one label a sample", got=f"shape {y.shape}")
    labels = labels[:, 0]
    weights = np.ones(len(y), "float32")
    for label, weight in check_class_weight(class_weight).items():
        weights[labels == label] = weight
    return weights if given is None else weights * given


def check_class_weight(class_weight: Any) -> dict[int, float]:
    """Returns weights by class, which are whole numbers; nothing for None.

    Raises:
        ArgumentError: a key is no class, or a weight no number.

    Example:
        >>> check_class_weight({0: 1, "1": 2.5})
        {0: 1.0, 1: 2.5}
    """
    if class_weight is None:
        return {}
    if not isinstance(class_weight, Mapping):
        raise ArgumentError(
            "class_weight is a dict",
            expected="a weight by class, such as {0: 1.0, 1: 5.0}",
            got=told(class_weight),
        )
    found: dict[int, float] = {}
    for key, weight in class_weight.items():
        label, number = _number(key), _number(weight)
        if label is None or label != int(label):
            raise ArgumentError(
                f"class_weight has a key that is no class: {key!r}",
                expected="whole numbers, as the labels are",
                got=", ".join(map(repr, class_weight)),
            )
        if number is None or abs(number) > LARGEST:
            raise ArgumentError(
                f"class_weight has no usable weight for class {key!r}",
                expected="a finite number",
                got=told(weight),
            )
        found[int(label)] = number
    return found


def _number(value: Any) -> float | None:
    """Returns a finite number, or None for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
