"""Constraints: rules that weights keep after each update."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tahr.compat import missing as _missing
from tahr.constraints.base import Constraint
from tahr.constraints.norms import MaxNorm, MinMaxNorm, NonNeg, UnitNorm
from tahr.core import serialization
from tahr.core.tracebacks import ends_at_user

max_norm, min_max_norm, non_neg, unit_norm = MaxNorm, MinMaxNorm, NonNeg, UnitNorm
maxnorm, nonneg, unitnorm = MaxNorm, NonNeg, UnitNorm

TABLE: dict[str, Any] = serialization.table_of(
    Constraint, MaxNorm, MinMaxNorm, NonNeg, UnitNorm, maxnorm=MaxNorm, nonneg=NonNeg,
    unitnorm=UnitNorm,
)  # fmt: skip
"""Every constraint by its names."""


@ends_at_user
def get(identifier: object) -> Callable[..., Any] | None:
    """Finds a constraint from its name, a configuration, a class or a function.

    Raises:
        ArgumentError: nothing is called so.

    Example:
        >>> get("max_norm").get_config()
        {'max_value': 2, 'axis': 0}
    """
    return serialization.find(identifier, TABLE, "constraint")


@ends_at_user
def serialize(constraint: Any) -> Any:
    """Writes a constraint as a configuration."""
    return serialization.serialize(constraint)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes a constraint from what `serialize` wrote."""
    return serialization.deserialize(config, custom_objects, table=TABLE)


if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
