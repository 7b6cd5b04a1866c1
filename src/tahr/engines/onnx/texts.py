"""Text in a graph: looked up, cleaned, split into words and joined.

ONNX replaces nothing in a string, but it splits by a string and joins two: a loop over the parts
puts something else between them.
"""

import string
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import spox.opset.ai.onnx.ml.v3 as learning

from tahr.core.dtypes import STRING
from tahr.core.specs import TensorSpec
from tahr.engines.onnx.dispatch import wrapped
from tahr.engines.onnx.lengths import meet
from tahr.engines.onnx.symbols import Symbolic, Var, integers, op

ml: Any = learning
"""Operators for text and categories, whose own annotations say nothing of shapes."""
SPACES = "\t\n\r\v\f\x1c\x1d\x1e\x1f"
"""What separates words beside the blank, which is all that ONNX splits at."""
LOWER = {letter: letter.lower() for letter in string.ascii_uppercase}
NO_PUNCTUATION = dict.fromkeys(string.punctuation, "")


def looked_up(x: Symbolic, index: Mapping[Any, int], default: int | None) -> Symbolic:
    """Returns the number of each term.

    Args:
        x: strings or integers.
        index: the numbers of the terms.
        default: that of all others; with None, the runtime refuses them.
    """
    keys, values = list(index), [int(n) for n in index.values()]
    beyond = max(values, default=0) + 1
    kind = "keys_strings" if x.dtype == STRING else "keys_int64s"
    given = x.variable if x.dtype == STRING else op.cast(x.variable, to=np.dtype("int64"))
    found = ml.label_encoder(
        given,
        **{kind: keys},
        values_int64s=values,
        default_int64=beyond if default is None else default,
    )
    if default is None:
        found = op.gather(op.const(np.arange(beyond)), found)
    return wrapped(found, TensorSpec(x.shape, "int64"))


def named(numbers: Symbolic, terms: Sequence[Any], other: Any) -> Symbolic:
    """Returns the term of each number.

    Args:
        numbers: of terms.
        terms: in the order of their numbers.
        other: what stands for a number that none of them has.
    """
    is_text = isinstance(other, str)
    table = op.const(np.array([*terms, other], str if is_text else "int64"))
    last, zero = (op.const(np.array(n, "int64")) for n in (len(terms), 0))
    places = op.cast(numbers.variable, to=np.dtype("int64"))
    known = op.and_(op.less(places, last), op.greater_or_equal(places, zero))
    found = op.gather(table, op.where(known, places, last))
    return wrapped(found, TensorSpec(numbers.shape, STRING if is_text else "int64"))


def cleaned(x: Symbolic, lower: bool, strip: bool) -> Symbolic:
    """Returns strings in lower case, that of ASCII, or without punctuation."""
    return _replaced(x, (LOWER if lower else {}) | (NO_PUNCTUATION if strip else {}))


def split(x: Symbolic) -> tuple[Symbolic, Symbolic]:
    """Returns the words of a vector of strings, filled up by empty ones, and how many each has."""
    parts, counts = op.string_split(_replaced(x, dict.fromkeys(SPACES, " ")).variable)
    shape = (x.shape[0], None)
    return wrapped(parts, TensorSpec(shape, STRING)), wrapped(
        counts, TensorSpec(shape[:1], "int64")
    )


def joined(x: Symbolic, length: int) -> Symbolic:
    """Returns words joined by blanks, so many from each on; the last ones fall short."""
    whole, blank = x.variable, op.const(np.array(" "))
    for start in range(1, length):
        one = integers(1)
        rest = op.slice(x.variable, integers(start), integers(2**62), one)
        empty = op.expand(
            op.const(np.array("")), op.concat([_length(x.variable, 0), integers(start)], axis=0)
        )
        whole = op.string_concat(op.string_concat(whole, blank), op.concat([rest, empty], axis=1))
    return wrapped(whole, TensorSpec(x.shape, STRING))


def until(x: Symbolic, count: Symbolic) -> Symbolic:
    """Returns the first columns, as many as a scalar says; they are the open length from now on."""
    end = op.reshape(op.cast(count.variable, to=np.dtype("int64")), integers(1))
    found = op.slice(x.variable, integers(0), end, integers(1))
    made = Symbolic(found, TensorSpec((x.shape[0], None), x.dtype))
    meet(made, anew=(1,))
    return made


def _length(x: Var, axis: int) -> Var:
    return op.gather(op.shape(x), integers(axis))


def _replaced(x: Symbolic, table: Mapping[str, str]) -> Symbolic:
    """Returns strings with others in the place of what a table lists."""
    flat = op.reshape(x.variable, integers(-1))
    for old, new in table.items():
        flat = _without(flat, old, new)
    return wrapped(op.reshape(flat, op.shape(x.variable)), x)


def _without(flat: Var, old: str, new: str) -> Var:
    parts, counts = op.string_split(flat, delimiter=old)
    empty, between = op.const(np.array("")), op.const(np.array(new))
    rounds = op.squeeze(_length(parts, 1), integers(0))
    start = op.expand(empty, op.shape(flat))

    def body(number: Var, goes_on: Var, text: Var) -> list[Var]:
        place = op.reshape(number, op.const(np.zeros(0, "int64")))
        first = op.equal(place, op.const(np.array(0, "int64")))
        ends = op.greater_or_equal(place, counts)
        joint = op.where(op.or_(first, ends), empty, between) if new else empty
        part = op.gather(parts, place, axis=1)
        return [op.identity(goes_on), op.string_concat(op.string_concat(text, joint), part)]

    return op.reshape(op.loop(M=rounds, v_initial=[start], body=body)[0], integers(-1))
