"""The shape of the input as the first layer of a model may be given it."""

from collections.abc import Sequence
from typing import Any

from tahr.core.typing import Shape

WHOLE = ("batch_input_shape", "batch_shape")
"""Arguments of any layer that stands first; these have the batch in them."""
SAMPLE = ("input_shape", "input_dim", "input_length")
"""These are of one sample."""
SHAPES = (*WHOLE, *SAMPLE)
BATCH = "batch_size"
"""Beside the shape of a sample: how many of them there are."""


def declared_shape(kwargs: dict[str, Any]) -> Shape | None:
    """Takes the shape of the input from the arguments of a layer.

    Args:
        kwargs: what is left of the arguments; those that say the shape are taken out.

    Returns:
        The shape with the batch; None where nothing says it.

    Example:
        >>> declared_shape({"input_dim": 8, "input_length": 20}), declared_shape({"input_shape": 3})
        ((None, 20, 8), (None, 3))
    """
    said = {name: kwargs.pop(name, None) for name in SHAPES}
    given = {name: value for name, value in said.items() if value is not None}
    length = given.pop("input_length", None)
    if not given:
        return None
    batch = kwargs.pop(BATCH, None)
    name, value = next(iter(given.items()))
    if name == "input_dim":
        return (batch, length, value) if length else (batch, value)
    shape = tuple(value) if isinstance(value, Sequence) else (value,)
    return shape if name in WHOLE else (batch, *shape)
