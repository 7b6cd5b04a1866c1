"""What layers that combine tensors element by element share."""

from collections.abc import Sequence
from functools import reduce
from typing import Any, cast

from tahr import ops
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.rows import rows_apart
from tahr.core.specs import is_known, show
from tahr.core.typing import Shape, Tensor
from tahr.layers.base.layer import Layer


def several(inputs: Any, layer: Layer, least: int = 1) -> list[Any]:
    """Returns inputs as a list.

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
    """Returns a mask that lets through what any of the masks does; None where one is missing."""
    if masks is None or any(mask is None for mask in masks):
        return None
    return reduce(ops.logical_or, masks)


@rows_apart
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

    def call(self, inputs: Sequence[Tensor], mask: Any = None) -> Tensor:
        rank = max(len(x.shape) for x in inputs)
        same = [_with_rank(x, rank) for x in inputs]
        if mask is None or not self.leaves_out:
            return self.merged(same)
        return self.merged_where(same, [_beside(m, x, rank) for m, x in _pairs(mask, inputs)])

    leaves_out = False
    """Whether steps that a mask hides take no part, rather than with whatever they hold."""

    def merged_where(self, inputs: list[Tensor], masks: list[Tensor | None]) -> Tensor:
        """Combines tensors two by two; where a mask is False, the other one alone counts."""
        counts: Tensor | None
        result, counts = inputs[0], masks[0]
        for x, mask in zip(inputs[1:], masks[1:], strict=True):
            both = self.merged([result, x])
            if mask is not None:
                both = ops.where(mask, both, result)
            if counts is not None:
                alone = counts if mask is None else ops.logical_or(counts, ops.logical_not(mask))
                both = ops.where(alone, both, x)
            result = both
            counts = None if counts is None or mask is None else ops.logical_or(counts, mask)
        return result if counts is None else self.merged_nowhere(result, counts)

    def merged_nowhere(self, result: Tensor, counts: Tensor) -> Tensor:
        """Returns what stands where nothing counts."""
        return result

    def merged(self, inputs: list[Tensor]) -> Tensor:
        """Combines tensors of one rank; every layer writes its own."""
        raise NotImplementedError

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Tensor | None:
        return joined_masks(previous_mask)


def _pairs(masks: Any, inputs: Sequence[Tensor]) -> list[tuple[Any, Tensor]]:
    given = list(masks) if isinstance(masks, list | tuple) else [masks] * len(inputs)
    return list(zip(given, inputs, strict=True))


def _beside(mask: Any, x: Tensor, rank: int) -> Tensor | None:
    """Returns a mask of the first axes of a tensor in the rank to which the tensor is brought."""
    if mask is None:
        return None
    last = len(x.shape) - len(mask.shape)
    mask = ops.cast(mask, "bool")
    mask = ops.expand_dims(mask, tuple(range(-last, 0))) if last > 0 else mask
    return _with_rank(mask, rank)


def _with_rank(x: Tensor, rank: int) -> Tensor:
    missing = rank - len(x.shape)
    return ops.expand_dims(x, tuple(range(1, 1 + missing))) if missing and len(x.shape) else x
