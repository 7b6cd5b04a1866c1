"""Moving points and boxes by plain numbers, for layers of one's own that do so."""

from typing import TypeAlias

from tahr import ops
from tahr.core.errors import ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike

Points: TypeAlias = tuple[Tensor, Tensor]


class MovesPoints:
    """Maps points through a projective transformation."""

    def get_transformed_x_y(self, x: TensorLike, y: TensorLike, transform: TensorLike) -> Points:
        """Returns where a transformation brings points.

        Args:
            x: tensor `(batch, points)`, how far to the right they are.
            y: tensor `(batch, points)`, how far down.
            transform: tensor `(batch, 8)`, the coefficients as `ops.image.affine_transform`
                takes them: `x' = (a0 x + a1 y + a2) / (c0 x + c1 y + 1)`, y' likewise by b.

        Raises:
            ShapeError: there are not 8 coefficients.

        Example:
            >>> from tahr.layers import RandomZoom
            >>> transform = [[2.0, 0, 1, 0, 1, 0, 0, 0]]
            >>> moved = RandomZoom(0.1).get_transformed_x_y([[1.0]], [[2.0]], transform)
            >>> [t.tolist() for t in moved]
            [[[3.0]], [[2.0]]]
        """
        given = ops.cast(transform, "float32")
        if len(given.shape) != 2 or given.shape[-1] != 8:
            raise ShapeError(
                "expected 8 coefficients", expected="(batch, 8)", got=show(given.shape)
            )
        a0, a1, a2, b0, b1, b2, c0, c1 = (given[:, i : i + 1] for i in range(8))
        right, down = ops.cast(x, "float32"), ops.cast(y, "float32")
        scale = c0 * right + c1 * down + 1.0
        return (a0 * right + a1 * down + a2) / scale, (b0 * right + b1 * down + b2) / scale


class ShiftsBoxes(MovesPoints):
    """Moves boxes to the side."""

    def get_shifted_bbox(
        self, bounding_boxes: TensorLike, w_shift_factor: TensorLike, h_shift_factor: TensorLike
    ) -> Tensor:
        """Returns boxes moved to the right and down.

        Args:
            bounding_boxes: tensor `(batch, boxes, 4)`: left, top, right, bottom.
            w_shift_factor: how far to the right, for each image, in the unit of the boxes.
            h_shift_factor: how far down.

        Example:
            >>> from tahr.layers import RandomTranslation
            >>> layer, box = RandomTranslation(0.1, 0.1), [[[0.0, 0, 1, 1]]]
            >>> layer.get_shifted_bbox(box, [0.5], [2.0]).tolist()
            [[[0.5, 2.0, 1.5, 3.0]]]
        """
        right, down = (
            ops.reshape(ops.cast(n, "float32"), (-1, 1)) for n in (w_shift_factor, h_shift_factor)
        )
        return ops.add(bounding_boxes, ops.stack([right, down, right, down], -1))


class ClipsBoxes(MovesPoints):
    """Clips boxes to a window."""

    def get_clipped_bbox(
        self,
        bounding_boxes: TensorLike,
        h_end: TensorLike,
        h_start: TensorLike,
        w_end: TensorLike,
        w_start: TensorLike,
    ) -> Tensor:
        """Returns the parts of boxes that lie in a window.

        Args:
            bounding_boxes: tensor `(batch, boxes, 4)`: left, top, right, bottom.
            h_end: where the window ends, downwards.
            h_start: where it begins.
            w_end: where it ends, to the right.
            w_start: where it begins.

        Example:
            >>> from tahr.layers import RandomZoom
            >>> RandomZoom(0.1).get_clipped_bbox([[[0.0, 1, 5, 7]]], 4, 2, 3, 1).tolist()
            [[[1.0, 2.0, 3.0, 4.0]]]
        """
        x1, y1, x2, y2 = ops.unstack(ops.convert_to_tensor(bounding_boxes), axis=-1)
        x1, x2 = (ops.clip(x, w_start, w_end) for x in (x1, x2))
        y1, y2 = (ops.clip(y, h_start, h_end) for y in (y1, y2))
        return ops.stack([x1, y1, x2, y2], -1)
