"""What stands in the place of data and is none."""

from numbers import Integral
from pathlib import Path
from typing import Any

from tahr.core.errors import ArgumentError, DataError, told
from tahr.core.mistaken import advice_about

READ = "read it first: numpy.load(path), pandas.read_csv(path), utils.load_img(path)"


def check_given(x: Any, text: bool) -> None:
    """Raises where what was given as data is none.

    Args:
        x: what was given.
        text: whether it may be text.

    Raises:
        DataError: it is None, a class, a path, a number or a set.
    """
    if x is None:
        raise DataError("there is no data", where="x", todo="give it: fit(x, y) or predict(x)")
    if isinstance(x, type):
        raise DataError("this is no data", where="x", got=told(x), todo=advice_about(x))
    if isinstance(x, Path) or (isinstance(x, str | bytes) and not text):
        raise DataError("this is no data", where="x", got=told(x), todo=READ)
    if isinstance(x, int | float | set | frozenset):
        raise DataError(
            "this is no data",
            where="x",
            expected="an array with one row for each sample, or what yields batches",
            got=told(x),
        )


def check_batch_size(value: Any) -> None:
    """Raises where a number of samples is none.

    Raises:
        ArgumentError: it is none.
    """
    if value is None or (isinstance(value, Integral) and int(value) >= 1):
        return
    is_array = hasattr(value, "shape")
    raise ArgumentError(
        "batch_size must be a positive integer",
        got=told(value),
        todo="several inputs go into one list, fit([x1, x2], y), and only fit and evaluate take "
        "targets"
        if is_array
        else "data to judge by is validation_data=(x, y)"
        if isinstance(value, tuple)
        else None,
    )
