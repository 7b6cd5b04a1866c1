"""How much is put around or cut off each spatial axis, however it is written."""

from typing import TYPE_CHECKING, Any

from tahr.core.errors import ArgumentError, told
from tahr.core.typing import Tensor
from tahr.layers.base.checks import lengths

if TYPE_CHECKING:
    from tahr.layers.base.layer import Layer

Pairs = tuple[tuple[int, ...], ...]


def pairs_of(value: Any, rank: int, name: str, layer: "Layer") -> Pairs:
    """Returns (before, after) for each spatial axis.

    Args:
        value: an integer for all edges, one for each axis, or a pair for each axis; for one
            axis, the pair alone.
        rank: the number of spatial axes.
        name: the argument, for the error.
        layer: the layer, for the error.

    Raises:
        ArgumentError: it is none of these, or negative.
    """
    if rank == 1:
        return (lengths(value, 2, name, layer, zero=True),)
    each = value if isinstance(value, list | tuple) else (value,) * rank
    if len(each) != rank:
        raise ArgumentError(
            f"{name} does not fit",
            where=layer.name,
            expected=f"an integer, {rank} integers, or {rank} pairs of integers",
            got=told(value),
        )
    return tuple(lengths(item, 2, name, layer, zero=True) for item in each)


def around(pairs: Pairs, data_format: str) -> Pairs:
    """Returns (before, after) for all axes of a batch, with nothing for batch and channels."""
    nothing = ((0, 0),)
    if data_format == "channels_first":
        return nothing * 2 + pairs
    return nothing + pairs + nothing


def inner_axes(rank: int, data_format: str) -> range:
    """Returns the spatial axes of a batch."""
    return range(2, rank + 2) if data_format == "channels_first" else range(1, rank + 1)


def lengths_along(x: Tensor, rank: int, data_format: str) -> tuple[int, ...]:
    """Returns the lengths of the spatial axes."""
    return tuple(x.shape[axis] for axis in inner_axes(rank, data_format))
