"""Dtype policies: the names of `keras.dtype_policies`."""

from typing import TYPE_CHECKING, Any

from tahr.compat import missing as _missing
from tahr.core.deserialization import deserialize
from tahr.core.float_policies import DTypePolicy, FloatDTypePolicy
from tahr.core.policies import get
from tahr.core.policy_map import DTypePolicyMap
from tahr.core.quantized_policies import (
    AWQDTypePolicy,
    GPTQDTypePolicy,
    Int4DTypePolicy,
    QuantizedDTypePolicy,
    QuantizedFloat8DTypePolicy,
)
from tahr.core.serialization import serialize as _serialize
from tahr.core.tracebacks import ends_at_user

__all__ = [
    "AWQDTypePolicy", "DTypePolicy", "DTypePolicyMap", "FloatDTypePolicy", "GPTQDTypePolicy",
    "Int4DTypePolicy", "QuantizedDTypePolicy", "QuantizedFloat8DTypePolicy", "deserialize",
    "get", "serialize",
]  # fmt: skip


@ends_at_user
def serialize(dtype_policy: DTypePolicy) -> Any:
    """Writes a policy as what JSON can hold.

    Args:
        dtype_policy: the policy.

    Example:
        >>> serialize(get("int8_from_float32"))["config"]
        {'mode': 'int8', 'source_name': 'float32'}
    """
    return _serialize(dtype_policy)


if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
