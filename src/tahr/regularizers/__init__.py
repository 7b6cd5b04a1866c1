"""Regularizers: penalties on weights, added to the loss."""

from tahr.compat.families import family as _family
from tahr.compat.public import publish as _publish
from tahr.regularizers.base import Regularizer as Regularizer
from tahr.regularizers.norms import (
    L1 as L1,
    L1L2 as L1L2,
    L2 as L2,
)
from tahr.regularizers.orthogonality import OrthogonalRegularizer as OrthogonalRegularizer

NAMED, get, serialize, deserialize = _family("keras.regularizers", "regularizer")
_publish(__name__)
