"""What is found out about data on the host before it costs anything."""

from typing import Any

import numpy as np

from tahr.core import current, trees
from tahr.core.config import floatx
from tahr.core.errors import DataError, told
from tahr.core.host import native
from tahr.core.sparse import is_matrix
from tahr.core.texts import as_text, holds_text, is_text
from tahr.training.data.matrices import matrix_of, nan_places

MISSING = frozenset({"NAType", "NaTType", "NoneType"})
"""Classes of what stands for a missing value."""

TEXT = (
    "turn text and categories into numbers first, with StringLookup, TextVectorization or "
    "pandas.get_dummies"
)
LABELS = (
    "make class numbers of them: classes, y = numpy.unique(y, return_inverse=True); classes[n] is "
    "the name of class n"
)
RAGGED = (
    "pad them with utils.pad_sequences, or have them batched by length with utils.BucketedSequences"
)
DATES = (
    "make numbers of dates and times that tell what matters, such as days since the first: "
    '(x - x.min()) / numpy.timedelta64(1, "D")'
)
COMPLEX = "give real and imaginary parts as numbers: numpy.stack([x.real, x.imag], axis=-1)"
ADVICE = {"M": DATES, "m": DATES, "c": COMPLEX}
"""What to do about arrays without real numbers, by NumPy's kind of dtype."""


def to_array(value: Any, name: str, text: bool = False) -> Any:
    """Turns one input, target or weight into a numeric array of at most floatx precision.

    What is sparse becomes a matrix of SciPy's.

    Args:
        value: an array of any library, a data frame or series, or nested lists.
        name: the argument it came as, for the error.
        text: whether it may be text, which becomes an array of strings.

    Raises:
        DataError: it does not hold numbers, or rows differ in length.
    """
    matrix = matrix_of(value, name)
    if matrix is not None:
        return matrix
    if text and is_text(value):
        return as_text(value, name)
    try:
        array = _on_host(value, name)
    except DataError:
        raise
    except BufferError as error:
        raise DataError(
            "this array cannot be read where the data is prepared",
            where=name,
            got=str(error),
            todo="bring it to the CPU first",
        ) from error
    except ValueError as error:
        raise DataError(
            "the rows differ in length, so they make no array",
            where=name,
            got=str(error).split(".")[0],
            todo=RAGGED,
        ) from None
    array = native(_numeric(array, name))
    if array.dtype != np.float64:
        return array
    # A weight too large for the float type is told of later, with its place.
    with np.errstate(over="ignore" if "sample_weight" in name else None):
        return array.astype(floatx())


def _on_host(value: Any, name: str) -> np.ndarray:
    """Returns what any library holds as an array of NumPy's."""
    if isinstance(value, np.ma.MaskedArray):
        return _unmasked(value, name)
    if hasattr(value, "to_numpy"):
        return _of_frame(value, name)
    if is_column(value):
        return np.asarray(value[:])
    if hasattr(value, "__dlpack__") and not hasattr(value, "__array__"):
        return current.to_numpy(value) if current.owner(value) else np.from_dlpack(value)
    return current.to_numpy(value)


def _unmasked(value: Any, name: str) -> np.ndarray:
    """Returns the numbers of a masked array in which nothing is masked out."""
    if not np.ma.is_masked(value):
        return value.data
    place = ", ".join(map(str, np.argwhere(np.ma.getmaskarray(value))[0].tolist()))
    raise DataError(
        "values are masked out, and there is nothing to put in their place",
        where=name,
        got=f"a masked array; [{place}] is masked",
        todo="fill them with filled(...), or say which steps count with layers.Masking or "
        "sample_weight",
    )


def is_column(value: Any) -> bool:
    """Returns whether a value is a column of a data set on disk, as Hugging Face's give it."""
    return hasattr(value, "column_name") and hasattr(value, "__getitem__")


def _of_frame(value: Any, name: str) -> np.ndarray:
    array = value.to_numpy()
    if array.dtype.kind != "O" or not hasattr(value, "columns"):
        return array
    columns = [_numeric(value[c].to_numpy(), f"{name}[{c!r}]") for c in value.columns]
    return np.stack(columns, axis=1)


def _numeric(array: np.ndarray, name: str) -> np.ndarray:
    if array.dtype.kind not in "OUSMmc":
        return array
    if array.dtype.kind == "O":
        try:
            return array.astype(floatx())
        except (TypeError, ValueError):
            pass
    place = _first_that_is_none(array)
    example = array[place] if array.size else None
    if type(example).__name__ in MISSING:
        raise DataError(
            "a value is missing",
            where=f"{name}[{', '.join(map(str, place))}]",
            expected="numbers",
            got=told(example),
            todo="fill or drop such rows first, with fillna or dropna",
        )
    raise DataError(
        "expected numbers",
        where=name,
        got=f"dtype {array.dtype}, such as {told(example)}",
        todo=_advice(array, example, name),
    )


def _advice(array: np.ndarray, example: Any, name: str) -> str:
    """Returns what to do about an array without real numbers."""
    if array.dtype.kind in ADVICE:
        return ADVICE[array.dtype.kind]
    if isinstance(example, np.ndarray | list | tuple):
        return RAGGED
    if isinstance(example, str) and _is_number(example):
        return 'these are numbers written as text: convert them, x.astype("float32")'
    return LABELS if name.startswith("y") else TEXT


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def first_text(tree: Any, name: str) -> tuple[str, np.ndarray] | None:
    """Finds the first array of text in a tree, and says which it is; None where there is none."""
    found = trees.leaves(tree)
    for place, array in enumerate(found):
        if holds_text(array):
            return (f"{name}[{place}]" if len(found) > 1 else name), array
    return None


def _first_that_is_none(array: np.ndarray) -> tuple[int, ...]:
    """Returns the place of the first element that is no number; of the first for other dtypes."""
    if array.dtype.kind == "O":
        for place in np.ndindex(array.shape):
            if not isinstance(array[place], int | float | np.number):
                return place
    return (0,) * array.ndim


SHOWN = 4


def same_length(named: dict[str, Any]) -> int:
    """Returns the number of samples that all arrays have.

    Args:
        named: trees of arrays by argument name.

    Raises:
        DataError: there are none, or the arrays differ in it.
    """
    counts: dict[str, int] = {}
    for name, tree in named.items():
        found = [a for a in trees.leaves(tree) if a is not None]
        for place, array in enumerate(found):
            label = f"{name}[{place}]" if len(found) > 1 else name
            if not array.ndim:
                raise DataError(
                    "a single number is no data",
                    where=label,
                    got=array.item(),
                    todo="give it in batches, arrays whose first axis counts the samples; a data "
                    "set of samples goes into a loader, torch.utils.data.DataLoader(data, 32)",
                )
            counts[label] = array.shape[0]
    if not counts:
        raise DataError("there is no data", expected="at least one array")
    if len(set(counts.values())) > 1:
        raise DataError(
            "the arrays differ in the number of samples",
            expected="the same first dimension for all",
            got=_listed(counts),
            todo=_if_list_of_arrays(counts),
        )
    total = next(iter(counts.values()))
    if not total:
        raise DataError("the data is empty", where=next(iter(counts)), got="0 samples")
    return total


def _listed(counts: dict[str, int]) -> str:
    """Writes the numbers of samples, of a long list of arrays only the first ones."""
    found = [f"{label}: {count}" for label, count in counts.items()]
    others = [text for text in found if "[" not in text]
    lists = [text for text in found if "[" in text]
    if len(lists) > SHOWN:
        lists = [*lists[:SHOWN], f"... ({len(lists)} arrays)"]
    return ", ".join(lists + others)


def _if_list_of_arrays(counts: dict[str, int]) -> str | None:
    """Returns advice where a list of arrays may be meant as rows or as sequences."""
    inputs = [count for label, count in counts.items() if label.startswith("x[")]
    if len(inputs) > 1 and len(set(inputs)) == 1 and len(inputs) in counts.values():
        return "a list of arrays is several inputs; numpy.stack(x) makes one array of rows"
    if len(set(inputs)) < 2:
        return None
    return (
        "a list of arrays is several inputs; sequences of different length go into "
        "utils.BucketedSequences or utils.pad_sequences"
    )


def rows_with_nan(named: dict[str, Any]) -> dict[int, str]:
    """Finds the samples with a NaN or an infinite number in them.

    Args:
        named: trees of arrays by argument name.

    Returns:
        By row, the place of the row's first NaN in words.
    """
    found: dict[int, str] = {}
    for name, tree in named.items():
        bad = _is_not_finite
        for array in trees.leaves(tree):
            if is_matrix(array):
                for row, column in nan_places(array):
                    found.setdefault(row, f"{name}[{row}, {column}] is NaN")
                continue
            if array is None or array.dtype.kind != "f" or not bad(np.sum(array)):
                continue
            rows = bad(array.reshape(len(array), -1)).any(axis=1).nonzero()[0]
            for row in rows.tolist():
                place = np.argwhere(bad(np.atleast_1d(array[row])))[0]
                index = tuple(i for i in (row, *place[: array.ndim - 1].tolist()))
                word = "NaN" if np.isnan(array[index]) else str(array[index])
                found.setdefault(row, f"{name}[{', '.join(map(str, index))}] is {word}")
    return found


def _is_not_finite(values: Any) -> Any:
    return ~np.isfinite(values)
