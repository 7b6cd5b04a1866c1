"""Tensors made longer at their edges, and shifted along their axes."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import minimum, mod, subtract
from tahr.ops.axes import axis_of, dims, rank
from tahr.ops.conversion import cast, dtype as dtype_name
from tahr.ops.elementwise import clip
from tahr.ops.op import op, to_tensor

Places = Callable[[Tensor, int], Tensor]


def _reflected(places: Tensor, length: int) -> Tensor:
    period = max(2 * (length - 1), 1)
    inside = mod(places, period)
    return minimum(inside, subtract(period, inside))


def _mirrored(places: Tensor, length: int) -> Tensor:
    inside = mod(places, 2 * length)
    return minimum(inside, subtract(2 * length - 1, inside))


MODES: dict[str, Places] = {
    "reflect": _reflected,
    "symmetric": _mirrored,
    "edge": lambda places, length: clip(places, 0, length - 1),
    "wrap": mod,
}
"""Which element stands at a place before, in or behind an axis, by how it is padded."""


@op()
def pad(
    x: TensorLike, pad_width: Any, mode: str = "constant", constant_values: float | None = None
) -> Tensor:
    """Pads each axis at both ends.

    Args:
        x: tensor.
        pad_width: (before, after) for each axis; one pair or one number stands for all.
        mode: "constant", "reflect" (mirrored at the edge element), "symmetric" (mirrored
            behind it), "edge" (repeated) or "wrap" (from the other end).
        constant_values: what to put in the constant mode; zero by default.

    Raises:
        ArgumentError: there is no such mode, or a value goes with another mode.
        ShapeError: the pairs do not fit the axes.

    Example:
        >>> pad([1, 2, 3], (1, 2), "reflect").tolist()
        [2, 1, 2, 3, 2, 1]
    """
    pairs = _pairs(pad_width, rank(x))
    if mode == "constant":
        value = 0 if constant_values is None else constant_values
        return engine().pad(x, pairs, _plain(value, dtype_name(x)))
    if mode not in MODES:
        names = ", ".join(["constant", *MODES])
        raise ArgumentError("no such mode", where="pad", expected=names, got=told(mode))
    if constant_values is not None:
        raise ArgumentError("constant_values is for the constant mode", where="pad", got=mode)
    for axis, (before, after) in enumerate(pairs):
        length = dims(x)[axis]
        if not (before or after):
            continue
        if is_known(length) and not length:
            raise ShapeError("an empty axis has nothing to repeat", where="pad", got=show(dims(x)))
        places = engine().arange(-before, length + after, 1, "int32")
        x = engine().take(x, MODES[mode](places, length), axis)
    return x  # type: ignore[return-value]


def _pairs(width: Any, ndim: int) -> tuple[tuple[int, int], ...]:
    listed: Any = width.tolist() if hasattr(width, "tolist") else width
    if isinstance(listed, int):
        listed = (listed, listed)
    if len(listed) == 2 and all(isinstance(n, int) for n in listed):
        listed = (listed,) * ndim
    if len(listed) == 1 and ndim > 1:
        listed = tuple(listed) * ndim
    if len(listed) != ndim:
        raise ShapeError("expected a pair for each axis", where="pad", expected=ndim, got=width)
    return tuple((int(p[0]), int(p[-1])) for p in listed)


def _plain(value: Any, dtype: str) -> Any:
    """Returns a Python number of the kind the tensor holds."""
    number = value if isinstance(value, bool | int | float) else value.item()
    return int(number) if "int" in dtype else bool(number) if dtype == "bool" else float(number)


@op()
def roll(
    x: TensorLike, shift: int | Sequence[int], axis: int | Sequence[int] | None = None
) -> Tensor:
    """Rolls elements along axes; those that leave at one end re-enter at the other.

    Args:
        x: tensor.
        shift: by how many places; one number for all axes, or one for each.
        axis: one axis or several; None rolls the flattened tensor.

    Example:
        >>> roll([1, 2, 3], 1).tolist()
        [3, 1, 2]
    """
    run = engine()
    if axis is None:
        return run.reshape(roll(run.reshape(x, (-1,)), shift, 0), dims(x))
    axes: list[int] = list(axis) if isinstance(axis, list | tuple) else [axis]  # type: ignore[list-item]
    shifts = list(shift) if isinstance(shift, list | tuple) else [shift] * len(axes)
    axes = axes * len(shifts) if len(axes) == 1 else axes
    if len(axes) != len(shifts):
        raise ArgumentError("each axis needs one shift", where="roll", got=shift)
    for by, a in zip(shifts, axes, strict=True):
        x = _rolled(x, by, axis_of(a, rank(x)))
    return x  # type: ignore[return-value]


def _rolled(x: TensorLike, by: Any, axis: int) -> Tensor:
    run, length = engine(), dims(x)[axis]
    if not isinstance(by, int):
        places = subtract(run.arange(0, length, 1, "int32"), cast(to_tensor(by), "int32"))
        return run.take(x, mod(places, length), axis)
    cut = (-by) % length if length else 0
    if not cut:
        return x  # type: ignore[return-value]
    ahead = (slice(None),) * axis
    halves = [run.get_item(x, (*ahead, s)) for s in (slice(cut, None), slice(0, cut))]
    joined = run.concatenate(halves, axis)
    return joined if is_known(length) else run.reshape(joined, dims(x))
