"""Whether the numbers that go straight into an Embedding name rows that it has."""

from typing import Any

import numpy as np

from tahr.core.errors import DataError
from tahr.layers.core.embedding import Embedding


def check_rows(array: Any, layer: Embedding) -> None:
    """Raises unless an array on the host holds numbers of an Embedding's rows.

    Engines do not say: some take the last row in place of one that is not there.

    Args:
        array: what the layer is given; anything but an array of NumPy's is passed over.
        layer: the Embedding.

    Raises:
        DataError: a number is negative, not whole, or not below `input_dim`.
    """
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "iuf" or not array.size:
        return
    low, high = array.min().item(), array.max().item()
    broken = array.dtype.kind == "f" and bool(np.isfinite(high) and (array % 1).any())
    if not broken and not low < 0 and not high >= layer.input_dim:
        return
    raise DataError(
        "the data does not name rows of the Embedding",
        where=layer.path,
        expected=f"whole numbers 0..{layer.input_dim - 1}, for input_dim is {layer.input_dim}",
        got=f"numbers from {low} to {high}",
        todo="numbers that are no names of terms need no Embedding"
        if broken
        else "count terms from 0"
        if low < 0
        else f"give the Embedding input_dim={int(high) + 1}, the largest number plus one",
    )
