"""Images whose pixels are read from other places, lines staying parallel."""

from typing import Any

from tahr import ops
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.geometry.base import SHAPE, FillingLayer
from tahr.layers.preprocessing.image.image_layer import Drawn
from tahr.ops.image.kernels import as_number

SYMMETRIC = (-1.0, 1.0)


class AffineLayer(FillingLayer):
    """A layer that reads each pixel from another place, by six numbers."""

    def sources(self, transformation: Drawn) -> tuple[Any, ...]:
        """Returns a0, a1, a2, b0, b1, b2: (x, y) is read at (a0 x + a1 y + a2, b0 x + b1 y + b2).

        Each is a number, or a tensor `(batch,)`.
        """
        raise NotImplementedError

    def moved(self, images: Tensor, transformation: Drawn, interpolation: str) -> Tensor:
        numbers = [*self.sources(transformation), 0.0, 0.0]
        count = images.shape[0]
        rows = [ops.broadcast_to(ops.cast(n, "float32"), (count,)) for n in numbers]
        return ops.image.affine_transform(
            images,
            ops.stack(rows, -1),
            interpolation=interpolation,
            fill_mode=self.fill_mode,
            fill_value=self.fill_value,
            data_format="channels_last",
        )


def middle(transformation: Drawn) -> tuple[Any, Any]:
    """Returns where the middle of the images is, in pixels."""
    _, height, width, _ = transformation[SHAPE]
    across, down = (ops.subtract(as_number(n, "float32"), 1.0) for n in (width, height))
    return ops.multiply(across, 0.5), ops.multiply(down, 0.5)
