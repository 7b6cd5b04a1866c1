"""Checks of layers' arguments, with one wording."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

from tahr.core.errors import ArgumentError, told
from tahr.core.mistaken import advice_about
from tahr.core.ranges import is_number
from tahr.core.specs import show
from tahr.core.suggesting import UnknownArgumentError, usage

if TYPE_CHECKING:
    from tahr.layers.base.layer import Layer

T = TypeVar("T")


def positive(value: Any, name: str, layer: "Layer") -> int:
    """Returns a value as an integer above zero.

    Raises:
        ArgumentError: it is none.
    """
    whole = not isinstance(value, bool) and hasattr(value, "__index__")
    if not whole or value <= 0:
        raise ArgumentError(f"{name} must be a positive integer", where=layer.name, got=told(value))
    return int(value)


def length_of_last(shape: Sequence[Any], layer: "Layer") -> int:
    """Returns the length of the last axis of an input, which weights are made for.

    Raises:
        ArgumentError: it is not known.
    """
    if shape[-1] is None:
        raise ArgumentError(
            "the length of the input's last axis is not known, and the weights are made for it",
            where=layer.name,
            got=f"shape {show(shape)}",
            todo="give Input every length, as in Input((28, 28, 1)); in place of Flatten a pooling "
            "layer such as GlobalAveragePooling2D takes images of any size",
        )
    return positive(shape[-1], "the last axis of the input", layer)


def shared_along(axes: Any, shape: Sequence[Any], layer: "Layer") -> tuple[int, ...]:
    """Returns the axes of an input along which one weight serves all.

    Raises:
        ArgumentError: the input has no such axis, or it is the batch's.
    """
    if not all(0 < axis < len(shape) for axis in axes or ()):
        raise ArgumentError(
            "shared_axes names an axis the input does not have, or the batch",
            where=layer.name,
            expected=f"1 to {len(shape) - 1}, for an input of shape {show(shape)}",
            got=axes,
        )
    return tuple(axes or ())


def length_along(shape: Sequence[Any], axis: int, layer: "Layer") -> int:
    """Returns the length of one axis of an input, which weights are made for.

    Raises:
        ArgumentError: the input has no such axis, or its length is not known.
    """
    if not -len(shape) <= axis < len(shape):
        raise ArgumentError(
            "the input has no such axis",
            where=layer.name,
            expected=f"axis {axis}",
            got=f"shape {show(shape)}",
        )
    return positive(shape[axis], f"axis {axis} of the input", layer)


def fraction(value: Any, name: str, layer: "Layer") -> float:
    """Returns a value as a number from 0 to 1.

    Raises:
        ArgumentError: it is none.
    """
    if not is_number(value) or not 0 <= value <= 1:
        raise ArgumentError(f"{name} must be from 0 to 1", where=layer.name, got=told(value))
    return value if isinstance(value, int | float) else float(value)


def one_of(value: Any, choices: Sequence[T], name: str, layer: "Layer") -> T:
    """Returns a value that stands among the choices.

    Raises:
        ArgumentError: it does not.
    """
    if value not in choices:
        raise ArgumentError(
            f"{name} cannot be {value!r}",
            where=layer.name,
            expected=", ".join(repr(c) for c in choices),
        )
    return value


def lengths(
    value: Any, rank: int, name: str, layer: "Layer", zero: bool = False
) -> tuple[int, ...]:
    """Returns one positive integer an axis; a single one stands for all.

    Args:
        value: an integer, or one for each axis.
        rank: the number of axes.
        name: the argument, for the error.
        layer: the layer, for the error.
        zero: whether zero will do.

    Raises:
        ArgumentError: it is neither.
    """
    items = tuple(value) if isinstance(value, list | tuple) else (value,) * rank
    least = 0 if zero else 1
    good = all(hasattr(n, "__index__") and not isinstance(n, bool) and n >= least for n in items)
    if len(items) != rank or not good:
        raise ArgumentError(
            f"{name} must be one integer, or {rank}, of at least {least}",
            where=layer.name,
            got=told(value),
        )
    return tuple(int(n) for n in items)


def not_offered(layer: "Layer", **options: Any) -> None:
    """Raises where an argument that is there for Keras's signature alone is used.

    Raises:
        ArgumentError: one of them is neither None nor False.
    """
    for name, value in options.items():
        if value:
            raise ArgumentError(
                f"{name} is not offered", where=layer.name, expected="None", got=told(value)
            )


def check_input(value: Any) -> None:
    """Raises where something that no weights can be made for stands in the place of a tensor."""
    parts = value if isinstance(value, list | tuple) else [value]
    for part in parts:
        if part is None and part is value:
            raise ArgumentError("the input is None", todo=advice_about(None))
        if isinstance(part, str) and part is value:
            raise ArgumentError("the input is no tensor", got=told(part))
        if isinstance(part, type | FunctionType) or hasattr(part, "ensure_built"):
            raise ArgumentError(
                "the input is no tensor", got=told(part), todo=advice_about(part, "tensor")
            )


def check_fit(
    function: Callable[..., Any], layer: "Layer", args: tuple[Any, ...], names: Iterable[str]
) -> None:
    """Raises unless a layer's `call` takes what it is called with.

    Args:
        function: the layer's `call`.
        layer: the layer.
        args: positional arguments.
        names: of the arguments that came by name.

    Raises:
        UnknownArgumentError: there are too many arguments, or one is missing.
    """
    signature = inspect.signature(function)
    try:
        signature.bind(layer, *args, **{n: None for n in names if n in signature.parameters})
    except TypeError as error:
        several = len(args) > 1 and all(hasattr(a, "shape") for a in args)
        raise UnknownArgumentError(
            f"the `call` of {type(layer).__name__} does not take what it was given: {error}",
            expected=usage(function, type(layer).__name__),
            got=", ".join([*map(_shaped, args), *names]),
            todo="several inputs go into one list: layer([a, b])" if several else None,
        ) from None


def _shaped(value: Any) -> str:
    shape = getattr(value, "shape", None)
    return f"a tensor of shape {show(shape)}" if isinstance(shape, tuple) else told(value)


def check_training(value: Any, layer: "Layer") -> None:
    """Raises where a tensor of inputs stands in the place of `training`.

    Raises:
        ArgumentError: it does.
    """
    if getattr(value, "shape", ()):
        raise ArgumentError(
            "training is True or False",
            where=layer.name,
            got=told(value),
            todo="several inputs go into one list: layer([a, b]); targets go to fit or evaluate",
        )
