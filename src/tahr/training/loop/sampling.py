"""Predicting many times with dropout active: the mean of the outputs, and how far they spread.

Source: Gal & Ghahramani 2016, "Dropout as a Bayesian approximation", section 4.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from tahr.core import current, seeds, trees
from tahr.core.errors import ArgumentError, DataError
from tahr.core.notices import unheard
from tahr.core.variables import Variable
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.data.batch import Batch
from tahr.training.data.batches import Batches
from tahr.training.data.numbers import whole_or_none
from tahr.training.loop.checked import naming
from tahr.training.step.running import build, run
from tahr.training.step.session import Session
from tahr.training.trainable import Trainable


def checked(samples: int | None, seed: int | None) -> int | None:
    """Returns how many samples there are to be; None for an ordinary prediction.

    Args:
        samples: as it was given.
        seed: as it was given: without samples it says nothing.

    Raises:
        ArgumentError: it is no positive integer.
    """
    if samples is None and seed is not None:
        unheard("predict", {"seed": seed}, " without `samples`")
    return whole_or_none(samples, "samples")


class Spread(NamedTuple):
    """What several predictions have in common, and by how much they differ.

    Args:
        mean: of the predictions, in the structure of the outputs.
        std: their standard deviation, likewise: the root of the mean square of what they differ
            from the mean by.
    """

    mean: Any
    std: Any


def predict(
    session: Session, batches: Batches, calls: CallbackList, samples: int, seed: int | None
) -> Spread:
    """Returns mean and standard deviation of the outputs for all batches.

    Args:
        session: of a model; its random state is as before when this is done.
        batches: the inputs.
        calls: are told of each batch once.
        samples: how often each batch is predicted.
        seed: of what is drawn; None draws one.
    """
    means: list[Any] = []
    spreads: list[Any] = []
    calls.on_predict_begin()
    with batches, _drawing(session.model, batches, seed):
        for batch in batches.epoch():
            calls.on_predict_batch_begin(batch.number)
            with naming(batch):
                session.model.check_host(batch.x)
                mean, spread = _of_batch(session, batch, samples)
            means.append(mean)
            spreads.append(spread)
            calls.on_predict_batch_end(batch.number, {"outputs": mean})
    calls.on_predict_end()
    if not means:
        raise DataError("the data is empty", got="no batch at all")
    return Spread(_joined(means), _joined(spreads))


def _joined(parts: list[Any]) -> Any:
    return trees.map(lambda *rows: np.concatenate(rows), *parts)


def _of_batch(session: Session, batch: Batch, samples: int) -> tuple[Any, Any]:
    """Returns mean and standard deviation for one batch, kept up to date draw by draw.

    Source: Welford 1962, "Note on a method for calculating corrected sums of squares and
    products".
    """
    structure: Any = None
    means: list[np.ndarray] = []
    squares: list[np.ndarray] = []
    dtypes: list[Any] = []
    for number in range(1, samples + 1):
        outputs = run(session, "sample", batch, waits=True)
        leaves, structure = trees.flatten(trees.map(current.to_numpy, outputs))
        dtypes = [leaf.dtype for leaf in leaves]
        wide = [np.asarray(leaf, "float64") for leaf in leaves]
        means = means or [np.zeros_like(x) for x in wide]
        squares = squares or [np.zeros_like(x) for x in wide]
        for place, x in enumerate(wide):
            before = x - means[place]
            means[place] = means[place] + before / number
            squares[place] = squares[place] + before * (x - means[place])
    spreads = [np.sqrt(total / samples) for total in squares]
    return _shaped(means, dtypes, structure), _shaped(spreads, dtypes, structure)


def _shaped(arrays: list[np.ndarray], dtypes: list[Any], structure: Any) -> Any:
    """Returns arrays in the structure of the outputs, in their dtypes where these are floats."""
    kept = ["float64" if np.dtype(dtype).kind in "biu" else dtype for dtype in dtypes]
    pairs = zip(arrays, kept, strict=True)
    return trees.unflatten(structure, [array.astype(dtype) for array, dtype in pairs])


@contextmanager
def _drawing(model: Trainable, batches: Batches, seed: int | None) -> Generator[None]:
    """Has all generators of a model draw from a seed inside the block, and from theirs after it.

    Raises:
        ArgumentError: it has none.
    """
    if not model.built:
        build(model, batches.sample())
    found = [v for v in model.variables if seeds.is_state(v)]
    if not found:
        raise ArgumentError(
            "there is nothing in the model that drops anything, so all samples would be the same",
            where=model.name,
            todo="predict(x) without `samples`, or put layers.Dropout into the model",
        )
    before = [(v, v.numpy()) for v in found]
    try:
        _seed(found, seeds.default_seed() if seed is None else seed)
        yield
    finally:
        for variable, value in before:
            variable.assign(value)


def _seed(states: list[Variable], seed: int) -> None:
    """Gives each generator a stream of its own, which the seed decides."""
    words = seeds.generator(seed).integers(0, 2**32, len(states), dtype="uint32")
    for variable, word in zip(states, words, strict=True):
        variable.assign(np.array([word, 0], "uint32"))
