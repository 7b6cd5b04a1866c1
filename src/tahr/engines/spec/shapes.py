"""Shapes: reshape, transpose, broadcast, join, pad, flip."""

from collections.abc import Sequence

from tahr.core.dtypes import SIZES
from tahr.core.errors import ShapeError
from tahr.core.specs import TensorSpec, agreed, is_known, show
from tahr.engines.base import Axes, Engine, Pads
from tahr.engines.spec.checks import broadcast, checked_axes, checked_axis, same_dtype
from tahr.engines.spec.cost import computed
from tahr.engines.spec.reshaping import reshaped


class Shapes(Engine[TensorSpec]):
    """The shape primitives on specs."""

    def reshape(self, x: TensorSpec, shape: tuple[int, ...]) -> TensorSpec:
        return TensorSpec(reshaped(x.shape, tuple(shape)), x.dtype)

    def transpose(self, x: TensorSpec, axes: tuple[int, ...]) -> TensorSpec:
        if sorted(axes) != list(range(x.ndim)):
            raise ShapeError(
                "transpose is given no permutation of the axes",
                expected=f"an order of 0 to {x.ndim - 1}",
                got=f"{tuple(axes)} for shape {show(x.shape)}",
            )
        return TensorSpec((x.shape[axis] for axis in axes), x.dtype)

    def broadcast_to(self, x: TensorSpec, shape: tuple[int, ...]) -> TensorSpec:
        result = broadcast("broadcast_to", x.shape, tuple(shape))
        grown = any(
            is_known(wanted) and wanted != length
            for wanted, length in zip(shape[::-1], result[::-1], strict=False)
        )
        if grown or len(result) != len(shape):
            raise ShapeError(
                "broadcast_to cannot make a tensor smaller",
                expected=show(shape),
                got=f"a tensor of shape {show(x.shape)}",
            )
        return TensorSpec(result, x.dtype)

    def concatenate(self, xs: Sequence[TensorSpec], axis: int) -> TensorSpec:
        first = xs[0]
        checked_axis("concatenate", axis, first.shape)
        shape = list(first.shape)
        for x in xs[1:]:
            joined = [agreed(a, b) for a, b in zip(shape, x.shape, strict=False)]
            joined[axis : axis + 1] = [0]
            if x.ndim != first.ndim or None in joined:
                raise ShapeError(
                    f"the tensors to concatenate on axis {axis} differ on another axis",
                    expected="equal lengths on every other axis",
                    got=" and ".join(show(x.shape) for x in xs),
                )
            shape = [n for n in joined if n is not None]
        shape[axis] = sum(x.shape[axis] for x in xs)
        return computed(shape, same_dtype("concatenate", *xs), flops=0)

    def pad(self, x: TensorSpec, pads: Pads, value: float) -> TensorSpec:
        if len(pads) != x.ndim or any(is_known(n) and n < 0 for pair in pads for n in pair):
            raise ShapeError(
                "pad takes one pair (before, after) of lengths for each axis, none negative",
                got=f"{pads} for shape {show(x.shape)}",
            )
        lengths = [n + before + after for n, (before, after) in zip(x.shape, pads, strict=True)]
        return computed(lengths, x.dtype, flops=0)

    def bitcast(self, x: TensorSpec, dtype: str) -> TensorSpec:
        old, new = SIZES[x.dtype], SIZES[dtype]
        if old < new:
            return computed(x.shape[:-1], dtype)
        return computed(x.shape if old == new else (*x.shape, old // new), dtype)

    def flip(self, x: TensorSpec, axes: Axes) -> TensorSpec:
        checked_axes("flip", axes, x.shape)
        return computed(x.shape, x.dtype, flops=0)
