"""What layers that combine tensors element by element share."""

from collections.abc import Sequence
from functools import reduce
from typing import Any, cast

from tahr import ops
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import is_known, show
from tahr.core.typing import Shape, Tensor
from tahr.layers.base.layer import Layer


def several(inputs: Any, layer: Layer, least: int = 1) -> list[Any]:
    """Gives inputs as a list.

    Raises:
        ArgumentError: they are no list, or too few.
    """
    if not isinstance(inputs, list | tuple) or len(inputs) < least:
        raise ArgumentError(
            "a merging layer takes its inputs in a list",
            where=layer.name,
            expected=f"a list of {least} or more",
            got=told(inputs),
            todo="call it on one list of tensors: layer([a, b])",
        )
    return list(inputs)


def check_batches(shapes: Sequence[Shape], layer: Layer) -> None:
    """Raises unless the batches may have one length.

    Raises:
        ShapeError: they differ.
    """
    batches = {s[0] for s in shapes if s and s[0] is not None and is_known(s[0])}
    if len(batches) > 1:
        raise ShapeError(
            "tensors with different batch sizes cannot be merged",
            where=layer.name,
            got=", ".join(map(show, shapes)),
        )


def joined_masks(masks: Any) -> Tensor | None:
    """Gives a mask that lets through what any of the masks does; None where one is missing."""
    if masks is None or any(mask is None for mask in masks):
        return None
    return reduce(ops.logical_or, masks)


class Merging(Layer):
    """Combines tensors that broadcast; one with fewer axes gets new ones behind its batch."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        shapes = several(input_shape, self)
        if not all(isinstance(shape, tuple | list) for shape in shapes):
            raise ArgumentError(
                "a merging layer takes its inputs in a list", where=self.name, got=input_shape
            )
        check_batches(cast("list[Shape]", shapes), self)

    def call(self, inputs: Sequence[Tensor]) -> Tensor:
        rank = max(len(x.shape) for x in inputs)
        return self.merged([_with_rank(x, rank) for x in inputs])

    def merged(self, inputs: list[Tensor]) -> Tensor:
        """Combines tensors of one rank; every layer writes its own."""
        raise NotImplementedError

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Tensor | None:
        return joined_masks(previous_mask)


def _with_rank(x: Tensor, rank: int) -> Tensor:
    missing = rank - len(x.shape)
    return ops.expand_dims(x, tuple(range(1, 1 + missing))) if missing and len(x.shape) else x
