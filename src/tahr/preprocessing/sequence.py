"""Sequences of one length out of sequences of many."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tahr.compat import missing as _missing
from tahr.core.errors import ArgumentError, DataError, told
from tahr.core.tracebacks import ends_at_user

SIDES = ("pre", "post")


@ends_at_user
def pad_sequences(
    sequences: Sequence[Any],
    maxlen: int | None = None,
    dtype: Any = "int32",
    padding: str = "pre",
    truncating: str = "pre",
    value: Any = 0.0,
) -> np.ndarray:
    """Makes an array of sequences: short ones are padded, long ones are cut.

    Args:
        sequences: lists of values, or of arrays of one shape.
        maxlen: the length; that of the longest by default.
        dtype: of the result.
        padding: "pre" to pad in front, "post" behind.
        truncating: "pre" to cut away the front, "post" the end.
        value: what is padded with.

    Returns:
        An array (number of sequences, maxlen, ...).

    Raises:
        DataError: something is no sequence, or has steps of another shape.
        ArgumentError: `padding` or `truncating` is none of these.

    Example:
        >>> pad_sequences([[1], [2, 3, 4]], maxlen=2).tolist()
        [[0, 1], [3, 4]]
    """
    for name, side in (("padding", padding), ("truncating", truncating)):
        if side not in SIDES:
            raise ArgumentError(f"{name} cannot be {side!r}", expected="pre or post")
    if maxlen is not None and (not isinstance(maxlen, int | np.integer) or maxlen < 0):
        raise ArgumentError("a length is zero or more", where="maxlen", got=told(maxlen))
    rows = [_checked(sequence, index) for index, sequence in enumerate(sequences)]
    step = next((np.asarray(row).shape[1:] for row in rows if len(row)), ())
    length = max(map(len, rows), default=0) if maxlen is None else maxlen
    if isinstance(value, str) and np.dtype(dtype).kind not in "OSU":
        raise ArgumentError("a text cannot pad numbers", got=told(value), todo="use dtype=object")
    result = np.full((len(rows), length, *step), value, dtype=dtype)
    for index, row in enumerate(rows):
        kept = np.asarray(row[max(len(row) - length, 0) :] if truncating == "pre" else row[:length])
        if not len(kept):
            continue
        if kept.shape[1:] != step:
            raise DataError(
                "the steps of the sequences differ in shape",
                where=f"sequence {index}",
                expected=step,
                got=kept.shape[1:],
            )
        start = length - len(kept) if padding == "pre" else 0
        if kept.dtype.kind in "OSU" and result.dtype.kind not in "OSU":
            raise DataError(
                "a sequence holds no numbers",
                where=f"sequence {index}",
                got=told(kept.ravel()[0]),
                todo="number the words with layers.TextVectorization, or use dtype=object",
            )
        result[index, start : start + len(kept)] = kept
    return result


def _checked(sequence: Any, index: int) -> Any:
    try:
        len(sequence)
    except TypeError:
        raise DataError("this is no sequence", where=f"sequence {index}", got=sequence) from None
    return sequence


if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
