"""Text on the host: arrays of strings, whatever library they came from."""

from typing import TYPE_CHECKING, Any

from tahr.core import current
from tahr.core.dtypes import TEXT_KINDS
from tahr.core.errors import DataError
from tahr.core.typing import is_sequence

if TYPE_CHECKING:
    import numpy as np

MISSING = "fill what is missing first, for instance with pandas.Series.fillna"


def is_text(value: Any) -> bool:
    """Returns whether a value is text: a string, nested lists of strings, or an array of them.

    Example:
        >>> import numpy as np
        >>> is_text([["a"], [b"b"]]), is_text(np.array(["a"])), is_text([1, 2])
        (True, True, False)
    """
    if isinstance(value, str | bytes):
        return True
    if is_sequence(value):
        return bool(value) and is_text(value[0])
    return holds_text(value) or _is_series_of_text(value)


def holds_text(value: Any) -> bool:
    """Returns whether an array or tensor is one of text, by its dtype alone."""
    dtype = getattr(value, "dtype", None)
    kind = getattr(dtype, "kind", None)
    return getattr(dtype, "name", "") == "string" if kind is None else kind in tuple(TEXT_KINDS)


def _is_series_of_text(value: Any) -> bool:
    """Returns whether it is a column of a data frame, whose library has dtypes of its own."""
    if not hasattr(value, "to_numpy") or hasattr(value, "columns"):
        return False
    return str(getattr(value, "dtype", "")).lower() in ("string", "str", "object", "category")


def as_text(value: Any, where: str | None = None, encoding: str = "utf-8") -> "np.ndarray":
    """Turns text into an array of Python's strings.

    Args:
        value: a string, lists of strings, or an array, column or tensor of them; bytes too.
        where: the argument or input it came as, for the error.
        encoding: of what is given as bytes.

    Raises:
        DataError: something in it is no text, or rows differ in length.

    Example:
        >>> as_text([b"a", "b"])
        array(['a', 'b'], dtype=object)
    """
    import numpy as np

    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    if isinstance(value, list | tuple | str | bytes):
        array = np.asarray(value, dtype="O")
    else:
        array = np.asarray(current.to_numpy(value))
    if array.dtype.kind not in TEXT_KINDS and array.size:
        raise _no_text(array.reshape(-1)[0], f"numbers of dtype {array.dtype}", where)
    array = array.astype("O", copy=False)
    flat = array.reshape(-1)
    kinds = set(map(type, flat))
    if kinds <= {str}:
        return array
    texts = [_text(item, encoding, where) for item in flat]
    made = np.empty(len(texts), "O")
    made[:] = texts
    return made.reshape(array.shape)


def _text(item: Any, encoding: str, where: str | None) -> str:
    if isinstance(item, str):
        return str(item)
    if isinstance(item, bytes):
        try:
            return item.decode(encoding)
        except UnicodeDecodeError as error:
            raise DataError(
                f"the bytes are no text in {encoding}", where=where, got=repr(item[:40])
            ) from error
    if is_sequence(item):
        raise DataError(
            "the rows differ in length, so they make no array",
            where=where,
            got=repr(item)[:80],
            todo="give as many strings in each row, filled up with an empty one",
        )
    raise _no_text(item, repr(item)[:80], where)


def _no_text(item: Any, got: str, where: str | None) -> DataError:
    missing = item is None or repr(item) in ("nan", "np.float64(nan)", "<NA>")
    return DataError(
        "text is missing" if missing else "expected text",
        where=where,
        expected="a string in every place",
        got=got,
        todo=MISSING
        if missing
        else "numbers that name a category go into IntegerLookup or "
        "Hashing; else turn them into text with astype(str)",
    )
