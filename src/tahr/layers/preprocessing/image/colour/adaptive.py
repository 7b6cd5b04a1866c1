"""Contrast raised in each part of an image by itself."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, told
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import ValueLayer
from tahr.layers.preprocessing.image.colour.histograms import counted
from tahr.layers.preprocessing.image.colour.values import BYTES, scaled
from tahr.layers.preprocessing.image.image_layer import Drawn

BINS = 256


@known_as("keras.layers", "ContrastLimitedAdaptiveHistogramEqualization")
class ContrastLimitedAdaptiveHistogramEqualization(ValueLayer):
    """Spreads the shades evenly in each tile of an image, up to a limit, in training.

    What each tile would do is blended between the middles of the tiles.

    Args:
        clip_limit: how many times more often than on average a shade may count; what is above is
            shared out among all shades. 0 sets no limit.
        tile_grid_size: tiles along the height and the width, or one number for both.

    Input: images of a known height and width, or a dictionary of what belongs to them. Output:
    likewise; images keep their dtype.

    Raises:
        ArgumentError: an argument makes no sense.

    Example:
        >>> layer = ContrastLimitedAdaptiveHistogramEqualization(clip_limit=0, tile_grid_size=1)
        >>> layer([[[10.0], [11.0], [13.0], [255.0]]])[0, :, 0].tolist()
        [63.75, 127.5, 191.25, 255.0]

    Source: Zuiderveld 1994, "Contrast limited adaptive histogram equalization".
    """

    keeps_dtype = True

    @checked
    def __init__(
        self,
        value_range: Any = (0, 255),
        clip_limit: float = 4.0,
        tile_grid_size: Any = (8, 8),
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(value_range, data_format=data_format, **kwargs)
        self.clip_limit = clip_limit
        self.tile_grid_size = tile_grid_size
        self._tiles: tuple[int, int] = _grid(tile_grid_size, self.name)

    def altered(self, images: Tensor, transformation: Drawn | None) -> Tensor:
        shades = ops.clip(ops.floor(scaled(images, self.value_range, BYTES)), *BYTES)
        rows = ops.transpose(ops.cast(shades, "int32"), (0, 3, 1, 2))
        table = self._tables(rows, images.dtype)
        height, width = rows.shape[2:]
        down, across = self._tiles
        total: Any = None
        for one, high in _blend(height, down):
            for other, wide in _blend(width, across):
                chosen = ops.take(ops.take(table, one, axis=2), other, axis=3)
                places = ops.expand_dims(rows, -1)
                part = ops.take_along_axis(chosen, places, -1)[..., 0]
                share = ops.multiply(ops.expand_dims(high, -1), wide)
                part = ops.multiply(part, ops.cast(share, images.dtype))
                total = part if total is None else ops.add(total, part)
        return scaled(ops.transpose(total, (0, 2, 3, 1)), BYTES, self.value_range)

    def _tables(self, rows: Tensor, dtype: Any) -> Tensor:
        """Returns what each tile does with each shade: (batch, channels, down, across, shades)."""
        _, _, height, width = rows.shape
        down, across = self._tiles
        more = -height % down, -width % across
        padded = ops.pad(rows, ((0, 0), (0, 0), (0, more[0]), (0, more[1])), mode="symmetric")
        count, channels, height, width = padded.shape
        high, wide = height // down, width // across
        split = ops.reshape(padded, (count, channels, down, high, across, wide))
        tiles = ops.transpose(split, (0, 1, 2, 4, 3, 5))
        often = self._limited(counted(tiles, BINS, dtype), high * wide)
        below = ops.cumsum(often, -1)
        first, total = below[..., :1], below[..., -1:]
        spread = ops.subtract(total, first)
        safe = ops.where(ops.equal(spread, 0.0), 1.0, spread)
        return ops.multiply(ops.divide(ops.subtract(below, first), safe), BYTES[1])

    def _limited(self, often: Tensor, pixels: int) -> Tensor:
        """Shares out what is above the limit among all shades."""
        if self.clip_limit <= 0:
            return often
        limit = self.clip_limit * pixels / BINS
        limit = limit if limit >= 1 else 0.0
        kept = ops.minimum(often, limit)
        above = ops.sum(ops.subtract(often, kept), -1, keepdims=True)
        return ops.add(kept, ops.divide(above, float(BINS)))


def _grid(value: Any, where: str) -> tuple[int, int]:
    pair = tuple(value) if isinstance(value, list | tuple) else (value, value)
    if len(pair) != 2 or not all(isinstance(n, int) and n > 0 for n in pair):
        raise ArgumentError(
            "tile_grid_size does not fit",
            where=where,
            expected="a positive integer, or (down, across) of them",
            got=told(value),
        )
    return pair


def _blend(length: int, tiles: int) -> list[tuple[Tensor, Tensor]]:
    """Returns the two tiles that count for each place of an axis, and how much each does."""
    tile = -(-length // tiles)
    places = ops.subtract(ops.divide(ops.arange(length, dtype="float32"), float(tile)), 0.5)
    low = ops.floor(places)
    share = ops.subtract(places, low)
    first = ops.cast(ops.clip(low, 0.0, float(tiles - 1)), "int32")
    second = ops.cast(ops.clip(ops.add(low, 1.0), 0.0, float(tiles - 1)), "int32")
    return [(first, ops.subtract(1.0, share)), (second, share)]
