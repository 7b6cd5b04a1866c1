"""Values at places between elements."""

import math
from collections.abc import Sequence
from functools import reduce
from itertools import product
from typing import Any

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, subtract
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.image.batches import check_choice, narrowed, widened
from tahr.ops.image.fills import FILLS, inside
from tahr.ops.op import op

ORDERS = {"nearest": 0, "bilinear": 1}
"""The order of each interpolation."""


@op()
def map_coordinates(
    inputs: TensorLike,
    coordinates: TensorLike,
    order: int,
    fill_mode: str = "constant",
    fill_value: float = 0,
) -> Tensor:
    """Returns the values of a tensor at places between its elements.

    Args:
        inputs: tensor of any shape, its number of axes being known.
        coordinates: `(axes, *shape)`, a place along each axis of the inputs.
        order: 0 takes the nearest element, halves away from zero; 1 interpolates linearly.
        fill_mode: what lies beyond the edges: "constant" (fill_value), "nearest" (the edge
            element), "wrap" (the other end), "mirror" (mirrored at the edge element) or
            "reflect" (mirrored behind it).
        fill_value: for "constant".

    Returns:
        A tensor of the shape of the coordinates without their first axis, in the dtype of the
        inputs.

    Raises:
        ArgumentError: there is no such order or mode.
        ShapeError: there is not one place for each axis.

    Example:
        >>> map_coordinates([1.0, 2.0, 4.0], [[0.5, 1.5, 2.5]], 1, "nearest").tolist()
        [1.5, 3.0, 4.0]
    """
    if order not in (0, 1):
        raise ArgumentError(f"order cannot be {told(order)}", expected="0 or 1")
    check_choice("fill_mode", fill_mode, FILLS)
    axes = rank(inputs)
    leading = dims(coordinates)[:1]
    if not axes or not leading or (is_known(leading[0]) and leading[0] != axes):
        raise ShapeError(
            "coordinates have a place for each axis of the inputs",
            expected=show((axes, *dims(coordinates)[1:])),
            got=show(dims(coordinates)),
        )
    run = engine()
    wide = widened(coordinates)
    places = [run.get_item(wide, (axis,)) for axis in range(axes)]
    flat = run.reshape(inputs, (-1,))
    return sampled(flat, dims(inputs), places, None, order, fill_mode, fill_value)


def sampled(
    rows: Tensor,
    lengths: Sequence[int],
    places: Sequence[Tensor],
    starts: Tensor | None,
    order: int,
    fill_mode: str,
    fill_value: float,
) -> Tensor:
    """Returns what stands at places between the elements of grids.

    Args:
        rows: `(elements, *features)`, the elements of one grid or several after each other.
        lengths: of the axes of a grid.
        places: floats for each axis; their shapes broadcast.
        starts: integers, at which row the grid of each place begins; None for one grid.
        order: 0 for the nearest, 1 for a linear interpolation.
        fill_mode: a name in `FILLS`.
        fill_value: for "constant".
    """
    run, grid = engine(), _Grid(lengths, starts, fill_mode)
    if order == 0:
        found, held = grid.read(rows, [_nearest(place) for place in places])
        if held is None:
            return found
        value = run.full((), _number(fill_value, dtype_of(rows)), dtype_of(rows))
        return run.where(_fitted(held, found), found, value)
    wide, working = widened(rows), dtype_of(places[0])
    below = [run.floor(place) for place in places]
    above = [subtract(place, low) for place, low in zip(places, below, strict=True)]
    shares = [(subtract(1.0, share), share) for share in above]
    first = [run.cast(low, "int32") for low in below]
    parts: list[Tensor] = []
    counted: list[Tensor] = []
    for corner in product((0, 1), repeat=len(places)):
        found, held = grid.read(wide, [add(n, c) for n, c in zip(first, corner, strict=True)])
        share = reduce(multiply, [pair[c] for pair, c in zip(shares, corner, strict=True)])
        share = share if held is None else multiply(share, run.cast(held, working))
        parts.append(multiply(found, run.cast(_fitted(share, found), dtype_of(wide))))
        counted.append(share)
    total = reduce(add, parts)
    if fill_mode == "constant" and fill_value:
        rest = subtract(1.0, reduce(add, counted))
        rest = run.cast(_fitted(rest, total), dtype_of(wide))
        total = add(total, multiply(rest, fill_value))
    whole = dtypes.is_integer(dtype_of(rows))
    return narrowed(_rounded(total) if whole else total, dtype_of(rows))


class _Grid:
    """Where the elements of grids stand in rows."""

    def __init__(self, lengths: Sequence[int], starts: Tensor | None, fill_mode: str) -> None:
        self.lengths = lengths
        self.starts = starts
        self.fill_mode = fill_mode

    def read(self, rows: Tensor, places: Sequence[Tensor]) -> tuple[Tensor, Tensor | None]:
        """Returns the rows at whole places, and which of these lie inside, where that matters."""
        run, held, index = engine(), None, self.starts
        for axis, (place, length) in enumerate(zip(places, self.lengths, strict=True)):
            known = FILLS[self.fill_mode](place, length)
            stride = math.prod(self.lengths[axis + 1 :])
            step = known if stride == 1 else multiply(known, _whole(stride))
            index = step if index is None else add(index, step)
            if self.fill_mode == "constant":
                lies = inside(place, length)
                held = lies if held is None else run.logical_and(held, lies)
        return run.take(rows, index, 0), held


def _whole(length: int) -> Any:
    run = engine()
    if is_known(length):
        return length
    return run.reshape(run.arange(length, length + 1, 1, "int32"), ())


def _nearest(place: Tensor) -> Tensor:
    return engine().cast(_rounded(place), "int32")


def _rounded(x: Tensor) -> Tensor:
    """Rounds, halves away from zero."""
    run = engine()
    return run.multiply(run.sign(x), run.floor(add(run.abs(x), 0.5)))


def _fitted(of_places: Tensor, found: Tensor) -> Tensor:
    """Gives what there is for each place an axis of length one for each feature's."""
    missing = rank(found) - rank(of_places)
    return engine().reshape(of_places, (*dims(of_places), *(1,) * missing))


def _number(value: float, dtype: str) -> float | bool:
    return bool(value) if dtype == "bool" else value if dtypes.is_float(dtype) else int(value)
