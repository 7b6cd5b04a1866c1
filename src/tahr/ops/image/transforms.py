"""Images turned, sheared, moved and seen from aside."""

from tahr.core.current import engine
from tahr.core.errors import ShapeError
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, divide, multiply
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.elementwise import negative
from tahr.ops.image.batches import as_batch, as_given, check_choice, led, wide_dtype, widened
from tahr.ops.image.coordinates import ORDERS, sampled
from tahr.ops.image.fills import FILLS
from tahr.ops.joining import concatenate, stack
from tahr.ops.op import op


@op()
def affine_transform(
    images: TensorLike,
    transform: TensorLike,
    interpolation: str = "bilinear",
    fill_mode: str = "constant",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Tensor:
    """Returns images whose pixels come from other places of the same images.

    The pixel at (x, y) comes from `((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)` with
    `k = c0 x + c1 y + 1`. With c0 = c1 = 0 lines stay parallel.

    Args:
        images: `(height, width, channels)` or `(batch, height, width, channels)`, or channels
            first.
        transform: `(8,)`, or `(batch, 8)`: a0, a1, a2, b0, b1, b2, c0, c1.
        interpolation: "nearest" or "bilinear".
        fill_mode: what lies beyond the edges: "constant" (fill_value), "nearest" (the edge
            pixel), "wrap" (the other side), "mirror" (mirrored at the edge pixel) or "reflect"
            (mirrored behind it).
        fill_value: for "constant".
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        Images of the same shape and dtype.

    Raises:
        ArgumentError: there is no such interpolation or mode.
        ShapeError: these are no images, or there is not a transform for each.

    Example:
        >>> left = [1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0]
        >>> affine_transform([[[1.0], [2.0], [3.0]]], left)[0, :, 0].tolist()
        [2.0, 3.0, 0.0]

    Source: Heckbert 1989, "Fundamentals of texture mapping and image warping", section 2.2.
    """
    check_choice("interpolation", interpolation, ORDERS)
    check_choice("fill_mode", fill_mode, FILLS)
    batch = as_batch(images, data_format)
    rows = led(transform, 2)
    if rank(rows) != 2 or dims(rows)[1] != 8:
        raise ShapeError("a transform has 8 numbers", expected="(batch, 8)", got=show(dims(rows)))
    found = transformed(batch, rows, ORDERS[interpolation], fill_mode, fill_value)
    return as_given(found, images, data_format)


def transformed(
    batch: Tensor, rows: TensorLike, order: int, fill_mode: str, fill_value: float
) -> Tensor:
    """Returns images `(batch, height, width, channels)` under transforms `(batch, 8)` or (1, 8)."""
    run = engine()
    dtype = wide_dtype(batch)
    number, height, width, _ = dims(batch)
    transforms = dims(rows)[0]
    if is_known(number) and is_known(transforms) and transforms not in (1, number):
        raise ShapeError("each image needs a transform", expected=number, got=transforms)
    numbers = run.reshape(run.cast(rows, dtype), (transforms, 8, 1, 1))
    a0, a1, a2, b0, b1, b2, c0, c1 = (run.get_item(numbers, (slice(None), i)) for i in range(8))
    y, x = _places(height, width, dtype)
    nearness = add(add(multiply(c0, x), multiply(c1, y)), 1.0)
    across = divide(add(add(multiply(a0, x), multiply(a1, y)), a2), nearness)
    down = divide(add(add(multiply(b0, x), multiply(b1, y)), b2), nearness)
    return moved(batch, (down, across), order, fill_mode, fill_value)


def displaced(
    batch: Tensor, shifts: Tensor, order: int, fill_mode: str, fill_value: float
) -> Tensor:
    """Returns images whose pixels are read from elsewhere: `(n, h, w, 2)` says how far away.

    Args:
        batch: `(batch, height, width, channels)`.
        shifts: floats, how far down and how far to the right each pixel is read.
        order: 0 takes the nearest pixel, 1 interpolates linearly.
        fill_mode: what lies beyond the edges.
        fill_value: for "constant".
    """
    run, (_, height, width, _) = engine(), dims(batch)
    y, x = _places(height, width, dtype_of(shifts))
    down, across = (run.get_item(shifts, (..., i)) for i in (0, 1))
    return moved(batch, (add(down, y), add(across, x)), order, fill_mode, fill_value)


def _places(height: int, width: int, dtype: str) -> tuple[Tensor, Tensor]:
    """Returns the rows and the columns of pixels, in shapes that broadcast with a batch's."""
    run = engine()
    return (
        run.reshape(run.arange(0, height, 1, dtype), (1, height, 1)),
        run.reshape(run.arange(0, width, 1, dtype), (1, 1, width)),
    )


def moved(
    batch: Tensor, places: tuple[Tensor, Tensor], order: int, fill_mode: str, fill_value: float
) -> Tensor:
    """Returns images `(batch, height, width, channels)` read at rows and columns `(n, h, w)`."""
    run = engine()
    number, height, width, channels = dims(batch)
    pixels = run.reshape(batch, (number * height * width, channels))
    starts = run.arange(0, number, 1, "int32")
    size = run.arange(height * width, height * width + 1, 1, "int32")
    starts = run.reshape(run.multiply(starts, size), (number, 1, 1))
    return sampled(pixels, (height, width), places, starts, order, fill_mode, fill_value)


@op()
def perspective_transform(
    images: TensorLike,
    start_points: TensorLike,
    end_points: TensorLike,
    interpolation: str = "bilinear",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Tensor:
    """Returns images seen from aside: four points of each move, and the rest with them.

    Args:
        images: `(height, width, channels)` or `(batch, height, width, channels)`, or channels
            first.
        start_points: `(4, 2)` or `(batch, 4, 2)`: x and y of four points, in pixels.
        end_points: likewise: where these points come to lie.
        interpolation: "nearest" or "bilinear".
        fill_value: what lies beyond the edges.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        Images of the same shape and dtype.

    Raises:
        ArgumentError: there is no such interpolation.
        ShapeError: these are no images, or the points are not four for each.

    Example:
        >>> start = [[0.0, 0.0], [2.0, 0.0], [0.0, 1.0], [2.0, 1.0]]
        >>> end = [[1.0, 0.0], [3.0, 0.0], [1.0, 1.0], [3.0, 1.0]]
        >>> perspective_transform([[[1.0], [2.0], [3.0]]], start, end)[0, :, 0].round(3).tolist()
        [0.0, 1.0, 2.0]

    Source: Heckbert 1989, "Fundamentals of texture mapping and image warping", section 2.2.3.
    """
    check_choice("interpolation", interpolation, ORDERS)
    batch = as_batch(images, data_format)
    start, end = led(start_points, 3), led(end_points, 3)
    for points in (start, end):
        if rank(points) != 3 or dims(points)[1:] != (4, 2):
            raise ShapeError(
                "four points are needed", expected="(batch, 4, 2)", got=show(dims(points))
            )
    rows = between(end, start)
    found = transformed(batch, rows, ORDERS[interpolation], "constant", fill_value)
    return as_given(found, images, data_format)


def between(start: Tensor, end: Tensor) -> Tensor:
    """Returns the 8 numbers of the transforms that take four points (n, 4, 2) to four others."""
    run = engine()
    wide = [widened(p) for p in (start, end)]
    shape = (max(dims(p)[0] for p in wide), 4, 2)
    start, end = (run.broadcast_to(p, shape) for p in wide)
    x, y = (run.get_item(start, (..., i)) for i in (0, 1))
    u, v = (run.get_item(end, (..., i)) for i in (0, 1))
    one, zero = run.full(dims(x), 1.0, dtype_of(x)), run.full(dims(x), 0.0, dtype_of(x))
    across = [x, y, one, zero, zero, zero, negative(multiply(x, u)), negative(multiply(y, u))]
    down = [zero, zero, zero, x, y, one, negative(multiply(x, v)), negative(multiply(y, v))]
    matrix = concatenate([stack(across, -1), stack(down, -1)], 1)
    values = run.reshape(concatenate([u, v], 1), (shape[0], 8, 1))
    return run.reshape(run.solve(matrix, values), (shape[0], 8))
