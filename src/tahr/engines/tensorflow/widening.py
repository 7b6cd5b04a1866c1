"""Dtypes by name, and computing those that TensorFlow hardly knows in a wider one.

TensorFlow has every dtype and computes each op with some of them. The others keep their dtype
and are computed in the wider one of a table, modulo their range. `uint64` has none wider: it is
computed in `int64`, where sums, products and bits are right and order and quotients are right
below 2**63.
"""

from typing import Any, TypeAlias

from tahr.core.dtypes import COMPLEX, NAMES
from tahr.engines.tensorflow.starting import tf
from tahr.engines.widening import Table, Widening

Tensor: TypeAlias = Any
"""A `tf.Tensor`, which has no types of its own to be checked by."""

DTYPES: dict[str, Any] = {name: tf.as_dtype(name) for name in (*NAMES, *COMPLEX)}


def table(**wider: str) -> Table:
    """Returns a table of wider dtypes; 8-bit floats are always in it."""
    named = {"float8_e4m3fn": "float32", "float8_e5m2": "float32", **wider}
    return {DTYPES[name]: DTYPES[target] for name, target in named.items()}


EIGHT = table()
COUNTED = table(bool="int32")
"""For what does not count bools."""
SMALL = table(
    bool="int32", uint8="int32", int8="int32", int16="int32", uint16="int32",
    uint32="int64", uint64="int64",
)  # fmt: skip
"""For what knows only the usual integers."""
SINGLE = table(float16="float32", bfloat16="float32")
"""For what knows floats of 32 and 64 bits only."""
AVERAGED = {**SMALL, **table(int32="float64", int64="float64")}
"""For what knows floats only."""


widened: Widening = Widening(tf.cast, EIGHT)
