"""What an engine makes a tensor of: scalars, nested lists and anything that is an array."""

from collections.abc import Sequence
from typing import Any

from tahr.core.dtypes import result_type
from tahr.core.errors import DtypeError, ShapeError

INT32 = range(-(2**31), 2**31)


def describe(value: Any) -> tuple[tuple[int, ...], str]:
    """Returns the shape and dtype of the tensor a value turns into.

    Arrays keep their dtype. Python's numbers are weak: in a list they take the dtype of the
    arrays they stand with; alone, floats become the configured float type and integers int32,
    or int64 where int32 is too small.

    Args:
        value: a scalar, an array of any library, or nested lists of them.

    Raises:
        ShapeError: the lists are ragged.
        DtypeError: something in it is no number.

    Example:
        >>> describe([[1, 2.5], [3, 4]]), describe([])
        (((2, 2), 'float32'), ((0,), 'float32'))
    """
    shape, dtypes = _described(value)
    return shape, result_type(*dtypes)


def _described(value: Any) -> tuple[tuple[int, ...], set[object]]:
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return tuple(value.shape), {result_type(value.dtype)}
    if isinstance(value, bool | int | float | complex):
        return (), {_scalar(value)}
    if isinstance(value, list | tuple):
        return _described_list(value)
    if hasattr(value, "__array__"):
        return _described(value.__array__())
    raise DtypeError(
        f"a {type(value).__name__} cannot become a tensor",
        expected="numbers, lists of numbers, or an array",
        got=repr(value)[:80],
        todo="turn text and categories into numbers first, for example with "
        "StringLookup or TextVectorization",
    )


def _scalar(value: bool | float | complex) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int" if int(value) in INT32 else "int64"
    return "float" if isinstance(value, float) else "complex64"


def _described_list(values: Sequence[Any]) -> tuple[tuple[int, ...], set[object]]:
    if not values:
        return (0,), {"float"}
    found = [_described(value) for value in values]
    shape = found[0][0]
    for other, _ in found[1:]:
        if other != shape:
            raise ShapeError(
                "the lists have different lengths, so they are no tensor",
                got=f"items of shapes {shape} and {other}",
                todo="pad them to one length, for example with pad_sequences",
            )
    return (len(values), *shape), set().union(*(dtypes for _, dtypes in found))
