"""Weights by class, as weights by sample."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError, DataError


def sample_weights(y: Any, class_weight: Mapping[int, float], given: Any = None) -> np.ndarray:
    """Gives each sample the weight of its class, times the weight it had.

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
    for label, weight in class_weight.items():
        weights[labels == _class(label)] = weight
    return weights if given is None else weights * given


def _class(label: Any) -> int:
    if hasattr(label, "__index__") or (isinstance(label, float) and label.is_integer()):
        return int(label)
    raise ArgumentError(
        "a key of class_weight is no class number", expected="0, 1, ...", got=repr(label)
    )
