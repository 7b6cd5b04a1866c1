"""Logits, where either they or probabilities are given."""

from collections.abc import Callable

import numpy as np

from tahr.core.errors import ArgumentError, told
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.distribution import parameters


def logits_of(
    logits: TensorLike | None,
    probs: TensorLike | None,
    where: str,
    converted: Callable[[Tensor], Tensor],
) -> Tensor:
    """Returns logits, made of probabilities where these are given.

    Args:
        logits: or None.
        probs: or None.
        where: the name of the distribution, for errors.
        converted: makes logits of probabilities.

    Raises:
        ArgumentError: both are given or none, or a probability is not from 0 to 1.
    """
    if (logits is None) == (probs is None):
        raise ArgumentError(
            "give either logits or probs",
            where=where,
            got="neither" if probs is None else "both",
        )
    if probs is None:
        assert logits is not None
        return parameters(logits)[0]
    if isinstance(probs, int | float | list | tuple | np.ndarray):
        numbers = np.asarray(probs)
        if not np.all((numbers >= 0) & (numbers <= 1)):
            raise ArgumentError(
                "a probability must be a number from 0 to 1", where=where, got=told(probs)
            )
    return converted(parameters(probs)[0])
