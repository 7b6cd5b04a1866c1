"""Parts cut out of images, and edges put around them."""

from tahr.core.current import engine
from tahr.core.errors import ArgumentError
from tahr.core.specs import is_known
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims
from tahr.ops.image.batches import as_batch, as_given
from tahr.ops.op import op


@op()
def crop_images(
    images: TensorLike,
    top_cropping: int | None = None,
    left_cropping: int | None = None,
    bottom_cropping: int | None = None,
    right_cropping: int | None = None,
    target_height: int | None = None,
    target_width: int | None = None,
    data_format: str | None = None,
) -> Tensor:
    """Cuts rows and columns off the edges of images.

    Two of the three numbers for the height are given, and two of those for the width.

    Args:
        images: `(height, width, channels)` or `(batch, height, width, channels)`, or channels
            first.
        top_cropping: rows to cut off.
        left_cropping: columns to cut off.
        bottom_cropping: rows to cut off.
        right_cropping: columns to cut off.
        target_height: rows that stay.
        target_width: columns that stay.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Raises:
        ArgumentError: the numbers are not two for each, or do not fit the images.
        ShapeError: these are no images.

    Example:
        >>> crop_images([[[1], [2], [3]]], 0, 1, 0, target_width=1).tolist()
        [[[2]]]
    """
    batch = as_batch(images, data_format)
    rows = _Side("height", "top_cropping", "bottom_cropping").solved(
        dims(batch)[1], top_cropping, bottom_cropping, target_height, -1
    )
    columns = _Side("width", "left_cropping", "right_cropping").solved(
        dims(batch)[2], left_cropping, right_cropping, target_width, -1
    )
    cuts = (slice(before, before + kept) for before, _, kept in (rows, columns))
    found = engine().get_item(batch, (slice(None), *cuts, slice(None)))
    return as_given(found, images, data_format)


@op()
def pad_images(
    images: TensorLike,
    top_padding: int | None = None,
    left_padding: int | None = None,
    bottom_padding: int | None = None,
    right_padding: int | None = None,
    target_height: int | None = None,
    target_width: int | None = None,
    data_format: str | None = None,
) -> Tensor:
    """Puts rows and columns of zeros around images.

    Two of the three numbers for the height are given, and two of those for the width.

    Args:
        images: `(height, width, channels)` or `(batch, height, width, channels)`, or channels
            first.
        top_padding: rows to add.
        left_padding: columns to add.
        bottom_padding: rows to add.
        right_padding: columns to add.
        target_height: rows of the result.
        target_width: columns of the result.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Raises:
        ArgumentError: the numbers are not two for each, or do not fit the images.
        ShapeError: these are no images.

    Example:
        >>> pad_images([[[1], [2]]], 0, 1, 0, target_width=4)[0, :, 0].tolist()
        [0, 1, 2, 0]
    """
    batch = as_batch(images, data_format)
    rows = _Side("height", "top_padding", "bottom_padding").solved(
        dims(batch)[1], top_padding, bottom_padding, target_height, 1
    )
    columns = _Side("width", "left_padding", "right_padding").solved(
        dims(batch)[2], left_padding, right_padding, target_width, 1
    )
    pads = ((before, after) for before, after, _ in (rows, columns))
    return as_given(engine().pad(batch, ((0, 0), *pads, (0, 0)), 0), images, data_format)


class _Side:
    """What the arguments for one axis of images are called."""

    def __init__(self, axis: str, before: str, after: str) -> None:
        self.names = (before, after, f"target_{axis}")

    def solved(
        self, length: int, before: int | None, after: int | None, target: int | None, sign: int
    ) -> tuple[int, int, int]:
        """Returns what is changed before and behind, and the length that comes of it.

        Args:
            length: of the axis.
            before: how much is changed in front.
            after: how much is changed behind.
            target: the length that comes of it.
            sign: 1 where the axis gets longer, -1 where it gets shorter.
        """
        given = (before, after, target)
        if sum(n is not None for n in given) != 2:
            raise ArgumentError(
                f"two of {', '.join(self.names)} are needed",
                got=", ".join(f"{k}={v}" for k, v in zip(self.names, given, strict=True)),
            )
        if target is None:
            target = length + sign * ((before or 0) + (after or 0))
        change = (target - length) * sign
        front = change - (after or 0) if before is None else before
        back = change - (before or 0) if after is None else after
        for name, number, least in zip(self.names, (front, back, target), (0, 0, 1), strict=True):
            if is_known(number) and number < least:
                raise ArgumentError(
                    f"{name} does not fit images of length {length} there",
                    expected=f"{least} or more",
                    got=number,
                )
        return front, back, target
