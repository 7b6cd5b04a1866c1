"""Pairs of words that stand close to each other, and words that do not."""

import random
from collections.abc import Sequence
from typing import Any

import numpy as np

from tahr.core.tracebacks import ends_at_user

EULER = 0.577


@ends_at_user
def make_sampling_table(size: int, sampling_factor: float = 1e-5) -> np.ndarray:
    """Returns how likely the word of each rank is to be kept, by Zipf's law.

    Args:
        size: how many words there are.
        sampling_factor: the smaller, the fewer frequent words are kept.

    Example:
        >>> make_sampling_table(3).round(5).tolist()
        [0.00315, 0.00315, 0.00548]

    Source: Mikolov et al. 2013, "Distributed representations of words and phrases".
    """
    rank = np.maximum(np.arange(size), 1)
    share = sampling_factor * (rank * (np.log(rank) + EULER) + 0.5 - 1.0 / (12.0 * rank))
    return np.minimum(1.0, share / np.sqrt(share))


@ends_at_user
def skipgrams(
    sequence: Sequence[int],
    vocabulary_size: int,
    window_size: int = 4,
    negative_samples: float = 1.0,
    shuffle: bool = True,
    categorical: bool = False,
    sampling_table: Any = None,
    seed: int | None = None,
) -> tuple[list[list[int]], list[Any]]:
    """Returns pairs of a word and one near it, and pairs of a word and any other.

    Draws from Python's `random`.

    Args:
        sequence: numbers of words; 0 is none.
        vocabulary_size: numbers of words are below this.
        window_size: how far a near word may be.
        negative_samples: how many pairs with any word there are for each with one near.
        shuffle: whether to mix the pairs.
        categorical: whether labels are `[0, 1]` and `[1, 0]` rather than 1 and 0.
        sampling_table: how likely each word is to be kept.
        seed: of the mixing.

    Returns:
        Pairs, and their labels: 1 where the second is near the first.

    Example:
        >>> skipgrams([1, 2], 5, negative_samples=0, shuffle=False)
        ([[1, 2], [2, 1]], [1, 1])
    """
    near, other = ([0, 1], [1, 0]) if categorical else (1, 0)
    couples = []
    for place, word in enumerate(sequence):
        if not word:
            continue
        if sampling_table is not None and sampling_table[word] < random.random():
            continue
        first = max(0, place - window_size)
        for there in range(first, min(len(sequence), place + window_size + 1)):
            if there != place and sequence[there]:
                couples.append([word, sequence[there]])
    labels: list[Any] = [near] * len(couples)
    count = int(len(labels) * negative_samples)
    if count > 0:
        words = [pair[0] for pair in couples]
        random.shuffle(words)
        couples += [
            [words[i % len(words)], random.randint(1, vocabulary_size - 1)] for i in range(count)
        ]
        labels += [other] * count
    if shuffle:
        start = random.randint(0, 10_000_000) if seed is None else seed
        for mixed in (couples, labels):
            random.seed(start)
            random.shuffle(mixed)
    return couples, labels
