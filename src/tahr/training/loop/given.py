"""What `fit` and the like were given, as batches for the loop."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from tahr.compat.keywords import Samples
from tahr.core.errors import ArgumentError
from tahr.core.notices import unheard
from tahr.training.data.adapt import adapt, arrays_of, is_array_like
from tahr.training.data.batch import Batch
from tahr.training.data.batches import Batches
from tahr.training.data.class_weight import sample_weights
from tahr.training.data.numbers import whole
from tahr.training.data.split import train_validation_split
from tahr.training.data.unpack import unpack_x_y_sample_weight
from tahr.training.loop.hosting import hosted
from tahr.training.trainable import Trainable

Parts = tuple[Any, Any, Any]
"""Inputs, targets and weights of samples."""


def held_out(parts: Parts, fraction: float, text: bool) -> tuple[Parts, Parts]:
    """Splits arrays into those to train on and those to validate on, which stand at the end.

    Args:
        parts: as a user passed them.
        fraction: of the samples, to validate on.
        text: whether text may be among the inputs.

    Raises:
        ArgumentError: they are no arrays, or one of the two parts would be empty.
        DataError: they do not fit each other.
    """
    x, y, sample_weight = parts
    if not is_array_like(x):
        raise ArgumentError("validation_split needs arrays in memory", got=type(x))
    arrays = (
        arrays_of(x, "x", text),
        arrays_of(y, "y"),
        arrays_of(sample_weight, "sample_weight"),
    )
    adapt(*arrays, text=text)
    return train_validation_split(arrays, fraction)


def validation_batches(
    model: Trainable,
    data: Any,
    batch_size: int | None,
    own_size: int | None,
    steps: int | None,
    again: bool,
) -> Batches | None:
    """Returns what a model is validated on; None where there is nothing.

    Args:
        model: built here where it takes text.
        data: (x, y) or (x, y, sample_weight) or a data set.
        batch_size: samples a batch, as in training.
        own_size: samples a batch, where it is another number in validation.
        steps: batches; all by default.
        again: whether it is gone through more than once.
    """
    if data is None:
        ways = {"validation_steps": steps, "validation_batch_size": own_size}
        unheard("fit", ways, " without `validation_data`")
        return None
    parts = (data, None, None)
    if isinstance(data, list | tuple):
        parts = unpack_x_y_sample_weight(tuple(data))
        steps = None if isinstance(steps, Samples) else steps
    found = adapt(
        *parts,
        batch_size=own_size or batch_size,
        steps=steps,
        text=model.takes_text,
        anew=True,
        again=True,
    )
    return hosted(model, found, again)


def single(
    model: Trainable,
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    class_weight: Mapping[int, float] | None = None,
) -> Batch:
    """Returns all that a user passed as one batch."""
    x, y = arrays_of(x, "x", model.takes_text), arrays_of(y, "y")
    weights = arrays_of(sample_weight, "sample_weight")
    if class_weight:
        weights = sample_weights(y, class_weight, weights)
    whole = adapt(x, y, weights, batch_size=2**62, text=model.takes_text)
    return next(iter(hosted(model, whole).epoch()))


def epochs_to_validate(freq: int | Collection[int]) -> Callable[[int], bool]:
    """Returns what says after which epochs, counted from zero, to validate.

    Args:
        freq: after every so many, or after these, counted from one.

    Example:
        >>> [epoch for epoch in range(6) if epochs_to_validate(2)(epoch)]
        [1, 3, 5]
    """
    if isinstance(freq, Collection) and not isinstance(freq, str):
        return lambda epoch: (epoch + 1) in freq
    every = whole(freq, "validation_freq", 1)
    return lambda epoch: (epoch + 1) % every == 0
