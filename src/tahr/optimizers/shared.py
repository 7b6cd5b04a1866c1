"""What every optimizer takes, for those who check types: `**shared: Unpack[OptimizerArguments]`.

`Optimizer` says what each of them means, and its default. Programs for Keras may give them by
place too, behind an optimizer's own; constructors take these as `*rest`.
"""

import re
from typing import Any, TypedDict, TypeVar

PLACES = (
    "weight_decay", "clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_momentum",
    "ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps", "name",
)  # fmt: skip
"""The order of the shared arguments."""
POINTER = "**shared: what every optimizer takes.\n"
"""The line in the docstring of an optimizer in whose place the shared arguments are listed."""


class SharedArguments(TypedDict, total=False):
    """What every optimizer takes beside its learning rate and its weight decay."""

    clipnorm: float | None
    clipvalue: float | None
    global_clipnorm: float | None
    use_ema: bool
    ema_momentum: float
    ema_overwrite_frequency: int | None
    loss_scale_factor: float | None
    gradient_accumulation_steps: int | None
    name: str | None
    decay: float | None


class OptimizerArguments(SharedArguments, total=False):
    """What every optimizer takes beside its learning rate."""

    weight_decay: float | None


T = TypeVar("T", bound=SharedArguments)


def by_name(
    optimizer: object, rest: tuple[Any, ...], shared: T, places: tuple[str, ...] = PLACES
) -> T:
    """Returns the shared arguments of an optimizer, those that were given by place too.

    Args:
        optimizer: the one that is being made, for the error.
        rest: what was given by place.
        shared: what was given by name.
        places: the names that belong to the places.

    Raises:
        TypeError: there are more than places, or one is given twice.
    """
    if not rest:
        return shared
    given = dict(zip(places, rest, strict=False))
    call = f"{type(optimizer).__init__.__qualname__}()"
    if len(rest) > len(places):
        raise TypeError(f"{call} takes {len(places)} shared arguments, but {len(rest)} were given")
    for name in given.keys() & shared.keys():
        raise TypeError(f"{call} got multiple values for argument {name!r}")
    return {**given, **shared}  # type: ignore[return-value]


def listing(text: str | None, of_all: str | None) -> str | None:
    """Returns a docstring with the shared arguments listed where it points to them.

    Args:
        text: the docstring of an optimizer; None under `python -OO`.
        of_all: that of `Optimizer`.
    """
    if text is None or of_all is None or POINTER not in text:
        return text
    first = "clipnorm: " if "weight_decay: " in text else "weight_decay: "
    start, end = of_all.index(first), re.search(r"\n *Raises:", of_all)
    return text.replace(POINTER, of_all[start : end.start() if end else None])
