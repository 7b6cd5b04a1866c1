"""Batches that were filled up: sums and counts over the rows that count.

A last batch with fewer samples is filled up to the usual length, so that every length runs one
program. What adds up over the samples of a batch (losses, metrics, batch normalization) does it by
these functions, which are plain sums and counts everywhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tahr.core.scopes import filled, rows_of_a_sample, rows_that_count, split
from tahr.core.typing import Tensor
from tahr.ops.arithmetic import divide, multiply
from tahr.ops.axes import dims
from tahr.ops.conversion import cast, size
from tahr.ops.creation import zeros_like
from tahr.ops.indexing import where
from tahr.ops.reductions import sum as total
from tahr.ops.shapes import repeat, reshape


def counted(x: Tensor) -> Tensor:
    """Returns a tensor with zeros in the rows that do not count.

    Args:
        x: `(batch, ...)`; what has another first axis stays as it is.
    """
    rows = rows_that_count()
    if rows is None or dims(x)[:1] != dims(rows):
        return x
    return where(reshape(rows, (*dims(rows), *(1,) * (len(dims(x)) - 1))), x, zeros_like(x))


def number(x: Tensor) -> Tensor:
    """Returns how many elements stand in the rows that count, in the dtype of the tensor.

    Args:
        x: `(batch, ...)`.
    """
    whole = cast(size(x), x.dtype)
    rows = rows_that_count()
    if rows is None:
        return whole
    length = dims(rows)[0]
    return multiply(cast(size(x) // length, x.dtype), total(cast(rows, x.dtype)))


def samples(x: Tensor) -> Tensor:
    """Returns how many samples count in a tensor, in float32.

    Args:
        x: `(batch, ...)`; of what has another first axis than the batch, all count.
    """
    rows = rows_that_count()
    if rows is not None and dims(x)[:1] == dims(rows):
        found = total(cast(rows, "float32"))
    else:
        length = dims(x)[0]
        column = x[(..., *(0,) * (len(dims(x)) - 1))] if length is None else x
        found = cast(size(column) if length is None else length, "float32")
    times = rows_of_a_sample()
    return found if times == 1 else divide(found, times)


@contextmanager
def repeated(times: int) -> Iterator[None]:
    """Lets each row stand for several inside the block, one after the other."""
    rows = rows_that_count()
    with split(times), filled(None if rows is None else repeat(rows, times)):
        yield
