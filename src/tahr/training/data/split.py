"""Setting the last part of the data aside for validation."""

import math
from typing import Any

from tahr.core import trees
from tahr.core.errors import ArgumentError, DataError


def train_validation_split(arrays: Any, validation_split: float) -> tuple[Any, Any]:
    """Splits arrays into a first part to train on and a last part to validate on.

    Args:
        arrays: a tree of arrays of one length, with None where there is none.
        validation_split: the fraction to validate on, above 0 and below 1.

    Returns:
        Two trees of arrays.

    Raises:
        ArgumentError: the fraction is none.
        DataError: one of the parts would be empty.

    Example:
        >>> import numpy as np
        >>> a, b = train_validation_split(np.arange(5), 0.2)
        >>> a.tolist(), b.tolist()
        ([0, 1, 2, 3], [4])
    """
    if not 0 < validation_split < 1:
        raise ArgumentError("validation_split must lie between 0 and 1", got=validation_split)
    total = next(a.shape[0] for a in trees.leaves(arrays) if a is not None)
    cut = math.floor(total * (1.0 - validation_split))
    if cut in (0, total):
        raise DataError(
            f"validation_split={validation_split} of {total} samples leaves one part empty"
        )
    first = trees.map(lambda a: None if a is None else a[:cut], arrays)
    last = trees.map(lambda a: None if a is None else a[cut:], arrays)
    return first, last
