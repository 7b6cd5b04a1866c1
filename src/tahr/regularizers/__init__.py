"""Regularizers: penalties on weights, added to the loss."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tahr.compat import missing as _missing
from tahr.core import serialization
from tahr.core.tracebacks import ends_at_user
from tahr.regularizers.base import Regularizer
from tahr.regularizers.norms import L1, L1L2, L2
from tahr.regularizers.orthogonality import OrthogonalRegularizer

l1, l2, l1_l2, orthogonal_regularizer = L1, L2, L1L2, OrthogonalRegularizer
l1l2 = activity_l1l2 = L1L2
activity_l1, activity_l2 = L1, L2

TABLE: dict[str, Any] = serialization.table_of(
    L1, L2, L1L2, OrthogonalRegularizer, Regularizer, l1_l2=L1L2, l1l2=L1L2,
    activity_l1=L1, activity_l2=L2, activity_l1l2=L1L2,
)  # fmt: skip
"""Every regularizer by its names."""


@ends_at_user
def get(identifier: object) -> Callable[..., Any] | None:
    """Finds a regularizer from its name, a configuration, a class or a function.

    Raises:
        ArgumentError: nothing is called so.

    Example:
        >>> get("l2").get_config()
        {'l2': 0.01}
    """
    return serialization.find(identifier, TABLE, "regularizer")


@ends_at_user
def serialize(regularizer: Any) -> Any:
    """Writes a regularizer as a configuration."""
    return serialization.serialize(regularizer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes a regularizer from what `serialize` wrote."""
    return serialization.deserialize(config, custom_objects, table=TABLE)


if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
