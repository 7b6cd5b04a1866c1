"""Products of tensors, sample by sample."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.ranges import Axes
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.specs import show
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer
from tahr.layers.merging.base import check_batches, several
from tahr.ops import nn

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@known_as("keras.layers", "Dot")
@rows_apart
class Dot(Layer):
    """Sums products over an axis of one tensor and an axis of another, sample by sample.

    Args:
        axes: of both, or a pair of axes, one for each; the batch is not among them.
        normalize: whether vectors along the axes are brought to length one first, which gives
            the cosine of their angle.
        **kwargs: what every layer takes.

    Input: two tensors. Output: `(batch, other axes of the first, other axes of the second)`.

    Raises:
        ArgumentError: axes, or the number of inputs, is none there can be.
        ShapeError: the axes differ in length.

    Example:
        >>> import numpy as np
        >>> Dot(axes=1)([np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]])]).tolist()
        [[11.0]]
    """

    @checked
    def __init__(self, axes: Axes, normalize: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        pair = axes if isinstance(axes, list | tuple) else (axes, axes)
        if len(pair) != 2 or not all(isinstance(axis, int) for axis in pair) or 0 in pair:
            raise ArgumentError(
                "axes is an axis, or two, and not the batch", where=self.name, got=told(axes)
            )
        self.axes = axes
        self.pair: tuple[Any, ...] = tuple(pair)
        self.normalize = normalize
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        shapes = several(input_shape, self, least=2)
        if len(shapes) != 2:
            raise ArgumentError("a product has two inputs", where=self.name, got=len(shapes))
        check_batches(shapes, self)
        for shape, axis in zip(shapes, self.pair, strict=True):
            if not -len(shape) < axis < len(shape):
                raise ShapeError(
                    f"an input has no axis {axis} beside the batch",
                    where=self.name,
                    expected=f"axes 1 to {len(shape) - 1}" if len(shape) > 1 else "more axes",
                    got=f"axes={self.axes} for {show(shapes[0])} and {show(shapes[1])}",
                )
        first, second = (s[a] for s, a in zip(shapes, self.pair, strict=True))
        if None not in (first, second) and first != second:
            raise ShapeError(
                f"axes {self.pair} differ in length",
                where=self.name,
                expected=first,
                got=f"{second}, of {show(shapes[0])} and {show(shapes[1])}",
            )

    def call(self, inputs: Sequence[Tensor]) -> Tensor:
        x, y = inputs
        i, j = (a % len(t.shape) for a, t in zip(self.pair, (x, y), strict=True))
        if self.normalize:
            x, y = nn.normalize(x, axis=i), nn.normalize(y, axis=j)
        left = list(LETTERS[: len(x.shape)])
        right = [left[0], *LETTERS[len(left) : len(left) + len(y.shape) - 1]]
        right[j] = left[i]
        kept = [c for c in left[1:] if c != left[i]] + [c for c in right[1:] if c != left[i]]
        equation = f"{''.join(left)},{''.join(right)}->{''.join([left[0], *kept])}"
        outputs = ops.einsum(equation, x, y)
        return outputs if kept else ops.expand_dims(outputs, 1)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> None:
        return None


@ends_at_user
def dot(inputs: Sequence[Tensor], axes: int | Sequence[int] = -1, **kwargs: Any) -> Tensor:
    """Sums products over axes of two tensors, in a layer of its own.

    Args:
        inputs: two tensors.
        axes: as for `Dot`.
        **kwargs: for `Dot`.
    """
    return Dot(axes=axes, **kwargs)(inputs)
