"""Classes of probabilities, and how good they are, in the words of Keras 1."""

from typing import Any

import numpy as np


def probas_to_classes(y_pred: Any) -> np.ndarray:
    """Returns the likeliest class; of one column, whether it is likely.

    Args:
        y_pred: probabilities `(batch, classes)`.

    Example:
        >>> probas_to_classes([[0.1, 0.9], [0.8, 0.2]]).tolist()
        [1, 0]
    """
    given = np.asarray(y_pred)
    if given.ndim > 1 and given.shape[1] > 1:
        return categorical_probas_to_classes(given)
    return (given > 0.5).astype(int)


def categorical_probas_to_classes(p: Any) -> np.ndarray:
    """Returns the likeliest class.

    Args:
        p: probabilities `(batch, classes)`.
    """
    return np.argmax(p, axis=1)


def accuracy(p: Any, y: Any) -> float:
    """Returns the share of numbers that are right.

    Args:
        p: numbers of classes.
        y: the right ones.
    """
    return float(np.mean(np.asarray(p) == np.asarray(y)))


def binary_logloss(p: Any, y: Any) -> float:
    """Returns the mean crossentropy of probabilities.

    Args:
        p: probabilities.
        y: 0 or 1.
    """
    shares, targets = np.clip(p, 1e-15, 1 - 1e-15), np.asarray(y)
    losses = targets * np.log(shares) + (1 - targets) * np.log(1 - shares)
    return -float(np.mean(losses))


def multiclass_logloss(p: Any, y: Any) -> float:
    """Returns the mean crossentropy of shares of classes.

    Args:
        p: probabilities `(batch, classes)`.
        y: numbers of classes.
    """
    shares = np.asarray(p, dtype=float)
    right = (shares / shares.sum(axis=1, keepdims=True))[np.arange(len(shares)), np.asarray(y)]
    return -float(np.mean(np.log(np.clip(right, 1e-15, None))))
