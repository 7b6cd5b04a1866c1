"""The likeliest label sequences of a network that says at each time which label it sees.

Source: Graves & Jaitly 2014, "Towards end-to-end speech recognition with recurrent neural
networks", algorithm 1, without a language model.
"""

from collections import defaultdict
from itertools import groupby

import numpy as np

NEVER = -np.inf
Labels = tuple[int, ...]


def likeliest(logs: np.ndarray, blank: int, width: int, paths: int) -> list[tuple[Labels, float]]:
    """Returns label sequences and their log-probabilities, the likeliest first.

    Args:
        logs: log-probabilities `(time, classes)`.
        blank: the class that stands for no label.
        width: how many beginnings are kept at each time.
        paths: how many sequences are returned.

    Example:
        >>> found = likeliest(np.log([[0.6, 0.4], [0.6, 0.4]]), 1, 10, 2)
        >>> [(labels, round(float(np.exp(score)), 2)) for labels, score in found]
        [((0,), 0.84), ((), 0.16)]
    """
    beams: dict[Labels, tuple[float, float]] = {(): (0.0, NEVER)}
    for now in logs:
        # of each beginning: how likely it ends here without a label, and with its last one
        without: dict[Labels, float] = defaultdict(lambda: NEVER)
        with_label: dict[Labels, float] = defaultdict(lambda: NEVER)
        for labels, (empty, full) in beams.items():
            both = np.logaddexp(empty, full)
            without[labels] = np.logaddexp(without[labels], both + now[blank])
            for label, chance in enumerate(now):
                if label == blank:
                    continue
                longer = (*labels, label)
                repeats = bool(labels) and labels[-1] == label
                begun = (empty if repeats else both) + chance
                with_label[longer] = np.logaddexp(with_label[longer], begun)
                if repeats:
                    with_label[labels] = np.logaddexp(with_label[labels], full + chance)
        met = {*without, *with_label}
        ranked = sorted(met, key=lambda one: -np.logaddexp(without[one], with_label[one]))
        beams = {one: (without[one], with_label[one]) for one in ranked[:width]}
    found = [(labels, float(np.logaddexp(*scores))) for labels, scores in beams.items()]
    return found[:paths]


def search(
    logs: np.ndarray, lengths: np.ndarray, width: int, paths: int, merge_repeated: bool
) -> tuple[list[np.ndarray], np.ndarray]:
    """Searches each sequence of a batch.

    Args:
        logs: logits `(batch, time, classes)`, the last class for no label.
        lengths: `(batch,)`: how many times count.
        width: how many beginnings are kept at each time.
        paths: how many results there are.
        merge_repeated: whether equal labels that follow each other in a result become one.

    Returns:
        For each result integers `(batch, time)`, -1 behind the labels; and log-probabilities
        `(batch, paths)`.
    """
    batch, time, classes = logs.shape
    shares = logs - np.logaddexp.reduce(logs, axis=-1, keepdims=True)
    results = [np.full((batch, time), -1, "int64") for _ in range(paths)]
    scores = np.full((batch, paths), NEVER, "float32")
    for row in range(batch):
        found = likeliest(shares[row, : int(lengths[row])], classes - 1, width, paths)
        for place, (labels, score) in enumerate(found):
            kept = [label for label, _ in groupby(labels)] if merge_repeated else list(labels)
            results[place][row, : len(kept)] = kept
            scores[row, place] = score
    return results, scores
