"""Elementwise primitives: TensorFlow has every one, if not for every dtype."""

from collections.abc import Callable, Mapping
from typing import Any

from tahr.engines.base import BINARY, PREDICATES, UNARY, Engine
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import COUNTED, EIGHT, SMALL, Tensor, widened
from tahr.engines.widening import Table


class Elementwise(Engine[Tensor]):
    """What works element by element."""

    def where(self, condition: Tensor, x: Tensor, y: Tensor) -> Tensor:
        return _where(x, y, condition)


def _chosen(x: Tensor, y: Tensor, condition: Tensor) -> Tensor:
    return tf.where(condition, x, y)


_where = widened(_chosen)


def _sign(x: Tensor) -> Tensor:
    if x.dtype.is_unsigned:
        return tf.cast(tf.not_equal(x, 0), x.dtype)
    return tf.where(tf.math.is_nan(x), x, tf.sign(x)) if x.dtype.is_floating else tf.sign(x)


def _unless_whole(function: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    """Leaves integers as they are."""
    return lambda x: function(x) if x.dtype.is_floating else x


def _never_whole(function: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    """Says no for all integers."""
    return lambda x: function(x) if x.dtype.is_floating else tf.zeros_like(x, tf.bool)


def _quotient(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Returns 0 where integers are divided by zero, as NumPy does; TensorFlow would raise."""

    def divide(x: Tensor, y: Tensor) -> Tensor:
        if x.dtype.is_floating:
            return function(x, y)
        none = tf.equal(y, 0)
        return tf.where(none, tf.zeros_like(x), function(x, tf.where(none, tf.ones_like(y), y)))

    return divide


def _bits(whole: Callable[..., Tensor], logical: Callable[..., Tensor]) -> Callable[..., Tensor]:
    return lambda *xs: (logical if xs[0].dtype == tf.bool else whole)(*xs)


def _logical_not(x: Tensor) -> Tensor:
    return tf.logical_not(x) if x.dtype == tf.bool else tf.equal(x, tf.zeros_like(x))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": lambda x: x if x.dtype.is_unsigned else tf.abs(x),
    "negative": lambda x: tf.zeros_like(x) - x if x.dtype.is_unsigned else tf.negative(x),
    "sign": _sign,
    "floor": _unless_whole(tf.floor),
    "ceil": _unless_whole(tf.math.ceil),
    "round": _unless_whole(tf.round),
    "isnan": _never_whole(tf.math.is_nan),
    "isinf": _never_whole(tf.math.is_inf),
    "isfinite": lambda x: tf.math.is_finite(x) if x.dtype.is_floating else tf.equal(x, x),
    "logical_not": _logical_not,
    "bitwise_not": _bits(tf.bitwise.invert, tf.logical_not),
    "bitwise_and": _bits(tf.bitwise.bitwise_and, tf.logical_and),
    "bitwise_or": _bits(tf.bitwise.bitwise_or, tf.logical_or),
    "bitwise_xor": _bits(tf.bitwise.bitwise_xor, tf.not_equal),
    "left_shift": tf.bitwise.left_shift,
    "right_shift": tf.bitwise.right_shift,
    "divide": tf.realdiv,
    "floor_divide": _quotient(tf.math.floordiv),
    "mod": _quotient(tf.math.floormod),
    "power": tf.pow,
}
NOT_ON_BOOLS = (
    "add", "subtract", "multiply", "square", "maximum", "minimum",
    "less", "less_equal", "greater", "greater_equal",
)  # fmt: skip
TABLES: Mapping[str, Table] = {**dict.fromkeys(NOT_ON_BOOLS, COUNTED), "power": SMALL}

for _name in UNARY + BINARY:
    _function = FUNCTIONS.get(_name) or getattr(tf, _name, None) or getattr(tf.math, _name)
    _wrapped = widened(_function, TABLES.get(_name, EIGHT), narrows=_name not in PREDICATES)
    setattr(Elementwise, _name, staticmethod(_wrapped))
