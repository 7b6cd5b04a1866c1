"""Dtype policies: the names of `keras.dtype_policies`."""

from typing import TYPE_CHECKING, Any

from tahr.compat import missing as _missing
from tahr.core.deserialization import deserialize
from tahr.core.policies import DTypePolicy, get
from tahr.core.policy_map import DTypePolicyMap
from tahr.core.serialization import serialize as _write
from tahr.core.tracebacks import ends_at_user

FloatDTypePolicy = DTypePolicy

__all__ = ["DTypePolicy", "DTypePolicyMap", "FloatDTypePolicy", "deserialize", "get", "serialize"]


@ends_at_user
def serialize(dtype_policy: DTypePolicy | DTypePolicyMap) -> Any:
    """Writes a dtype policy as what JSON can hold.

    Args:
        dtype_policy: the policy, or a map of several.

    Example:
        >>> serialize(DTypePolicy("mixed_float16"))["config"]
        {'name': 'mixed_float16'}
    """
    return _write(dtype_policy)


if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
