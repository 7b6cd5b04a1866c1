"""Images and volumes cut into patches, and put together again."""

import math
from collections.abc import Sequence
from typing import TypeAlias

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, rank
from tahr.ops.image.batches import led
from tahr.ops.nn.spatial import Padding, PerAxis, from_last, pads_of, per_axis, spread, to_last
from tahr.ops.op import op

Size: TypeAlias = int | Sequence[int]
"""One length for all axes of a patch, or one for each."""


@op()
def extract_patches(
    images: TensorLike,
    size: Size,
    strides: PerAxis | None = None,
    dilation_rate: PerAxis = 1,
    padding: Padding = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Cuts patches out of images, or out of volumes where a patch has three lengths.

    Args:
        images: `(height, width, channels)` or `(batch, height, width, channels)`, with a depth
            before the height for volumes, or channels first.
        size: height and width of a patch, one number for both, or depth, height and width.
        strides: steps between patches; by default they lie side by side.
        dilation_rate: steps between the pixels of a patch.
        padding: "valid", or "same" to put zeros around.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        `(batch, rows, columns, height * width * channels of a patch)`, with the channels of
        each pixel side by side; or channels first.

    Raises:
        ArgumentError: lengths are not positive, or there is no such padding.
        ShapeError: these are no images or volumes, or they are smaller than a patch.

    Example:
        >>> extract_patches([[[1], [2], [3], [4]]], (1, 2)).tolist()
        [[[1, 2], [3, 4]]]
    """
    space = _space_of(size)
    return _cut(images, per_axis(size, space, "size"), strides, dilation_rate, padding, data_format)


@op()
def extract_patches_3d(
    volumes: TensorLike,
    size: Size,
    strides: PerAxis | None = None,
    dilation_rate: PerAxis = 1,
    padding: Padding = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Cuts patches out of volumes.

    Args:
        volumes: `(depth, height, width, channels)` or `(batch, depth, height, width, channels)`,
            or channels first.
        size: depth, height and width of a patch, or one number for all.
        strides: steps between patches; by default they lie side by side.
        dilation_rate: steps between the voxels of a patch.
        padding: "valid", or "same" to put zeros around.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        As `extract_patches`, with one more axis.

    Raises:
        ArgumentError: lengths are not positive, or there is no such padding.
        ShapeError: these are no volumes, or they are smaller than a patch.

    Example:
        >>> extract_patches_3d([[[[1], [2]], [[3], [4]]]], (1, 2, 2)).tolist()
        [[[[1, 2, 3, 4]]]]
    """
    return _cut(volumes, per_axis(size, 3, "size"), strides, dilation_rate, padding, data_format)


@op()
def reconstruct_patches(
    patches: TensorLike,
    size: Size,
    output_size: Sequence[int] | None = None,
    strides: PerAxis | None = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Puts images or volumes together from patches: what `extract_patches` undoes.

    Args:
        patches: as `extract_patches` returns them where they lie side by side.
        size: height and width of a patch, one number for both, or depth, height and width.
        output_size: lengths of the images; needed with "same", whose padding is cut off.
        strides: steps between patches, which have to be the size.
        padding: "valid" or "same", as the patches were cut.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Raises:
        ArgumentError: patches overlap, or an argument does not fit the others.
        ShapeError: these are no patches of that size.

    Example:
        >>> reconstruct_patches([[[1, 2], [3, 4]]], (1, 2)).tolist()
        [[[1], [2], [3], [4]]]
    """
    space = _space_of(size)
    window = per_axis(size, space, "size")
    if strides is not None and per_axis(strides, space, "strides") != window:
        raise ArgumentError("patches that overlap cannot be put together", got=strides)
    run, batch = engine(), to_last(_batch(patches, space), data_format)
    number, *grid, depth = dims(batch)
    if is_known(depth) and depth % math.prod(window):
        raise ShapeError(
            f"the patches are not of size {show(window)}",
            expected=f"a multiple of {math.prod(window)} numbers each",
            got=depth,
        )
    split = run.reshape(batch, (number, *grid, *window, depth // math.prod(window)))
    pairs = [axis for i in range(space) for axis in (1 + i, 1 + space + i)]
    joined = run.transpose(split, (0, *pairs, 1 + 2 * space))
    whole = tuple(n * k for n, k in zip(grid, window, strict=True))
    found = run.reshape(joined, (number, *whole, depth // math.prod(window)))
    cuts = _without_padding(whole, window, output_size, padding)
    if cuts is not None:
        found = run.get_item(found, (slice(None), *cuts))
    return _given(from_last(found, data_format), patches)


def _cut(
    x: TensorLike,
    window: tuple[int, ...],
    strides: PerAxis | None,
    dilation_rate: PerAxis,
    padding: Padding,
    data_format: str | None,
) -> Tensor:
    run, space = engine(), len(window)
    batch = to_last(_batch(x, space), data_format)
    steps = window if strides is None else per_axis(strides, space, "strides")
    gaps = per_axis(dilation_rate, space, "dilation_rate")
    covered = spread(window, gaps)
    pads = pads_of(padding, dims(batch)[1:-1], covered, steps)
    if any(p != (0, 0) for p in pads):
        batch = run.pad(batch, ((0, 0), *pads, (0, 0)), 0)
    number, *lengths, channels = dims(batch)
    counts = []
    for i in range(space):
        count = (lengths[i] - covered[i]) // steps[i] + 1
        counts.append(count)
        axis = 1 + 2 * i
        batch = _divided(batch, axis, count, window[i], steps[i], gaps[i])
    order = (0, *range(1, 2 * space, 2), *range(2, 2 * space + 1, 2), 2 * space + 1)
    flat = (number, *counts, math.prod(window) * channels)
    return _given(from_last(run.reshape(run.transpose(batch, order), flat), data_format), x)


def _divided(x: Tensor, axis: int, count: int, length: int, step: int, gap: int) -> Tensor:
    """Puts two axes in the place of one: where a patch is, and the place in it."""
    run, shape = engine(), dims(x)
    if gap == 1 and step == length:
        if not (is_known(shape[axis]) and shape[axis] == count * length):
            x = run.get_item(x, (*(slice(None),) * axis, slice(0, count * length)))
        return run.reshape(x, (*shape[:axis], count, length, *shape[axis + 1 :]))
    starts = run.reshape(run.arange(0, count * step, step, "int32"), (count, 1))
    places = run.reshape(run.arange(0, length * gap, gap, "int32"), (1, length))
    return run.take(x, run.add(starts, places), axis)


def _without_padding(
    whole: tuple[int, ...], window: tuple[int, ...], output_size: Sequence[int] | None, padding: str
) -> tuple[slice, ...] | None:
    """Returns what stays of an image after the padding is cut off; None where that is all."""
    wanted = None if output_size is None else per_axis(output_size, len(window), "output_size")
    if padding == "valid":
        if wanted not in (None, whole):
            raise ArgumentError("output_size is not what the patches cover", expected=show(whole),
                                got=show(wanted or ()))  # fmt: skip
        return None
    if padding != "same" or wanted is None:
        raise ArgumentError(
            "padding that was put around can be cut off where it is known how much it was",
            expected="padding='valid', or padding='same' with output_size",
            got=f"padding={told(padding)}, output_size={output_size}",
        )
    pads = pads_of("same", wanted, window, window)
    kept = [slice(before, before + n) for n, (before, _) in zip(wanted, pads, strict=True)]
    reach = tuple(n + sum(p) for n, p in zip(wanted, pads, strict=True))
    if reach != whole:
        raise ArgumentError("output_size does not fit the patches", got=show(wanted))
    return tuple(kept)


def _space_of(size: object) -> int:
    """Returns how many axes a patch has.

    Raises:
        ArgumentError: it has neither two nor three.
    """
    space = len(size) if isinstance(size, list | tuple) else 2 if isinstance(size, int) else 0
    if space not in (2, 3):
        raise ArgumentError(
            "size does not fit", expected="a number, or two or three of them", got=told(size)
        )
    return space


def _batch(x: TensorLike, space: int) -> Tensor:
    if rank(x) not in (space + 1, space + 2):
        names = ("(batch, depth, height, width, channels)", "(batch, height, width, channels)")
        raise ShapeError(
            "another number of axes is needed",
            expected=f"{names[space == 2]}, or without the batch",
            got=show(dims(x)),
        )
    return led(x, space + 2)


def _given(batch: Tensor, x: TensorLike) -> Tensor:
    return batch if rank(batch) == rank(x) else engine().reshape(batch, dims(batch)[1:])
