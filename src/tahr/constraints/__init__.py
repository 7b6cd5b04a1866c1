"""Constraints: rules that weights keep after each update."""

from tahr.compat.families import family as _family
from tahr.compat.public import publish as _publish
from tahr.constraints.base import Constraint as Constraint
from tahr.constraints.norms import (
    MaxNorm as MaxNorm,
    MinMaxNorm as MinMaxNorm,
    NonNeg as NonNeg,
    UnitNorm as UnitNorm,
)

NAMED, get, serialize, deserialize = _family("keras.constraints", "constraint")
_publish(__name__)
