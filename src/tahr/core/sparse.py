"""Sparse data: SciPy's matrices and the sparse tensors of engines, as coordinates and values."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Coordinates:
    """Where a sparse tensor has values, and which.

    An index beyond the shape, with the value zero, is room that is not used.

    Args:
        indices: `(count, rank)`, integers.
        values: `(count,)`; those of one place add up.
        shape: of the tensor.
        unique: whether no place that is in use occurs twice.
    """

    indices: Any
    values: Any
    shape: tuple[int, ...]
    unique: bool = True


def is_matrix(value: object) -> bool:
    """Returns whether a value is a sparse matrix or array of SciPy's, without importing it."""
    return type(value).__module__.startswith("scipy.sparse") and hasattr(value, "tocoo")


def of_matrix(matrix: Any, room: int = 0) -> Coordinates:
    """Returns what a matrix of SciPy's holds.

    Args:
        matrix: any of its formats.
        room: so many entries at least are made of it, so that programs meet few different counts.

    Example:
        >>> import scipy.sparse
        >>> found = of_matrix(scipy.sparse.csr_array([[0.0, 2.0]]), room=2)
        >>> found.indices.tolist(), found.values.tolist()
        ([[0, 1], [1, 2]], [2.0, 0.0])
    """
    import numpy as np

    entries = matrix.tocoo()
    entries.sum_duplicates()
    shape = tuple(int(n) for n in matrix.shape)
    axes = (entries.row, entries.col) if len(shape) == 2 else entries.coords
    indices = np.stack(axes, axis=-1).astype("int32")
    more = max(0, room - len(indices))
    beyond = np.broadcast_to(np.array(shape, "int32"), (more, len(shape)))
    return Coordinates(
        np.concatenate([indices, beyond]),
        np.concatenate([entries.data, np.zeros(more, entries.data.dtype)]),
        shape,
    )
