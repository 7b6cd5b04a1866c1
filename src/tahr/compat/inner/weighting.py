"""Weights of classes as weights of samples."""

from collections.abc import Mapping
from typing import Any

import numpy as np


def class_weight_to_sample_weights(y: Any, class_weight: Mapping[int, float]) -> np.ndarray:
    """Returns the weight of each sample's class, 1 for a class that has none.

    Args:
        y: classes as whole numbers, or one hot in the last axis.
        class_weight: the weight of a class.

    Example:
        >>> class_weight_to_sample_weights([0, 2, 1], {0: 3.0, 1: 2.0}).tolist()
        [3.0, 1.0, 2.0]
    """
    labels = np.asarray(y)
    if labels.ndim > 1:
        labels = labels[..., 0] if labels.shape[-1] == 1 else labels.argmax(-1)
    weights = np.ones(labels.shape, "float32")
    for number, weight in class_weight.items():
        weights[np.round(labels).astype("int64") == number] = weight
    return weights
