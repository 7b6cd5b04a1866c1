"""What arguments of layers' constructors may be, by their names: one table for all layers.

A layer checks by itself what only it knows (`checks.py`); what a name means wherever it stands is
said here, and is seen to before a constructor makes use of it.
"""

from collections.abc import Callable
from numbers import Integral, Real
from typing import Any, NamedTuple

from tahr.core.constructors import parameters
from tahr.core.errors import ArgumentError, told


class Rule(NamedTuple):
    """What an argument may be.

    Args:
        holds: tells whether a value may be it.
        expected: in words.
    """

    holds: Callable[[Any], bool]
    expected: str


def is_number(value: object) -> bool:
    """Returns whether a value is a real number, and no bool."""
    return isinstance(value, Real) and not isinstance(value, bool)


def is_whole(value: object) -> bool:
    """Returns whether a value is an integer, and no bool."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def _or_none(rule: Rule) -> Rule:
    return Rule(lambda v: v is None or rule.holds(v), f"{rule.expected}, or None")


def _all_whole(value: object) -> bool:
    return isinstance(value, list | tuple) and all(map(is_whole, value))


TEXT = Rule(lambda v: isinstance(v, str), "a name")
NUMBER = Rule(is_number, "a number")
POSITIVE = Rule(lambda v: is_number(v) and not v < 0, "a number of at least 0")
AXIS = Rule(is_whole, "an integer")
AXES = Rule(lambda v: is_whole(v) or _all_whole(v), "an integer, or several")
SHAPE = Rule(_all_whole, "integers in a tuple")
OPEN_SHAPE = Rule(
    lambda v: isinstance(v, list | tuple) and all(n is None or is_whole(n) for n in v),
    "integers or None in a tuple",
)
SEED = Rule(lambda v: is_whole(v) or hasattr(v, "next"), "an integer")

RULES: dict[str, Rule] = {
    "alpha": NUMBER,
    "axes": AXES,
    "axis": AXES,
    "data_format": _or_none(TEXT),
    "dims": SHAPE,
    "epsilon": NUMBER,
    "equation": TEXT,
    "interpolation": TEXT,
    "mask_value": NUMBER,
    "max_value": _or_none(POSITIVE),
    "momentum": NUMBER,
    "negative_slope": NUMBER,
    "noise_shape": _or_none(OPEN_SHAPE),
    "seed": _or_none(SEED),
    "shared_axes": _or_none(AXES),
    "target_shape": OPEN_SHAPE,
    "threshold": NUMBER,
}
"""By the name of an argument, wherever it stands."""

BY_LAYER: dict[tuple[str, str], Rule] = {
    ("Concatenate", "axis"): AXIS,
    ("EinsumDense", "bias_axes"): _or_none(TEXT),
    ("EinsumDense", "output_shape"): Rule(
        lambda v: is_whole(v) or OPEN_SHAPE.holds(v), "an integer, or integers or None in a tuple"
    ),
    ("GroupNormalization", "axis"): AXIS,
    ("Hashing", "mask_value"): Rule(lambda _: True, "a term"),
    ("Normalization", "axis"): _or_none(AXES),
    ("Softmax", "axis"): _or_none(AXES),
}
"""Where a layer's argument is another thing than its name says elsewhere."""


def check_arguments(layer: Any) -> None:
    """Refuses what an argument of one of Tahr's layers can never be.

    Args:
        layer: one that is being made.

    Raises:
        ArgumentError: an argument is not what its name says.
    """
    kind = type(layer)
    if not kind.__module__.startswith("tahr.layers.") or "_arguments" not in layer.__dict__:
        return
    args, kwargs = layer._arguments
    given = {**dict(zip(parameters(kind.__init__), args, strict=False)), **kwargs}
    for name, value in given.items():
        rule = BY_LAYER.get((kind.__name__, name)) or RULES.get(name)
        if rule is not None and not rule.holds(value):
            raise ArgumentError(
                f"{name} cannot be this",
                where=layer.name,
                expected=rule.expected,
                got=told(value),
            )
