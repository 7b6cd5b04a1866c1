"""Sparse matrices as data: kept sparse as a whole, and handed on batch by batch."""

from typing import Any

import numpy as np

from tahr.core import current
from tahr.core.config import floatx
from tahr.core.errors import DataError
from tahr.core.sparse import Coordinates, is_matrix, of_matrix


def matrix_of(value: Any, name: str) -> Any | None:
    """Returns sparse data as a matrix of SciPy's by rows; None for what is not sparse.

    Args:
        value: a sparse matrix of SciPy's, or a sparse tensor of an engine.
        name: the argument it came as, for the error.

    Raises:
        DataError: it has other than two axes, or holds no numbers.
    """
    if not is_matrix(value):
        found = None if isinstance(value, np.ndarray) else current.coordinates(value)
        value = None if found is None else _matrix(found, name)
    if value is None:
        return None
    if len(value.shape) != 2:
        raise DataError("sparse data has two axes", where=name, got=f"shape {value.shape}")
    rows = value.tocsr()
    if rows.dtype.kind not in "biuf":
        raise DataError("expected numbers", where=name, got=f"dtype {rows.dtype}")
    return rows.astype(floatx()) if rows.dtype == np.float64 else rows


def _matrix(found: Coordinates, name: str) -> Any:
    from scipy.sparse import coo_array

    indices, values = current.to_numpy(found.indices), current.to_numpy(found.values)
    if len(found.shape) != 2:
        raise DataError("sparse data has two axes", where=name, got=f"shape {found.shape}")
    return coo_array((values, tuple(indices.T)), shape=found.shape)


def spread(part: Any) -> Any:
    """Returns a matrix as a dense array; others as they are. Targets and weights are dense."""
    return part.toarray() if is_matrix(part) else part


def with_room(matrix: Any) -> Coordinates:
    """Returns what a batch holds, with room for a few more values.

    Programs are made for one number of values. There are four lengths of room from each power of
    two to the next, so that few programs serve all batches.

    Example:
        >>> import scipy.sparse
        >>> len(with_room(scipy.sparse.csr_array(np.eye(9))).values)
        10
    """
    step = 1 << max(0, max(matrix.nnz, 1).bit_length() - 3)
    return of_matrix(matrix, -(-max(matrix.nnz, 1) // step) * step)


def longer(matrix: Any, length: int, way: str) -> Any:
    """Returns a matrix with more rows: copies of the last one for "edge", else empty ones."""
    from scipy.sparse import csr_array, vstack

    more = length - matrix.shape[0]
    last = matrix[[-1] * more] if way == "edge" else csr_array((more, matrix.shape[1]))
    return vstack([matrix, last.astype(matrix.dtype)], format="csr")


def nan_places(matrix: Any) -> list[tuple[int, int]]:
    """Returns the row and column of each NaN."""
    if matrix.dtype.kind != "f" or not np.isnan(matrix.data).any():
        return []
    entries = matrix.tocoo()
    bad = np.isnan(entries.data)
    return sorted(zip(entries.row[bad].tolist(), entries.col[bad].tolist(), strict=True))
