"""Dtype policies by their names and configurations, and the one of new layers."""

from typing import Any

from tahr.core.config import floatx
from tahr.core.dtypes import standardize
from tahr.core.float_policies import DTypePolicy, choose, dtype_policy
from tahr.core.policy_map import of_config
from tahr.core.quantized_policies import named
from tahr.core.serialization import serialize as write
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import is_dict

__all__ = ["DTypePolicy", "dtype_policy", "get", "serialize", "set_dtype_policy"]


@ends_at_user
def set_dtype_policy(policy: "str | DTypePolicy | None") -> None:
    """Sets the policy of layers that are given none."""
    choose(None if policy is None else get(policy))


@ends_at_user
def get(identifier: object) -> DTypePolicy:
    """Finds a policy from its name, a dtype, a configuration, or a policy.

    Args:
        identifier: such as "float32", "mixed_bfloat16", "int8_from_float32".

    Raises:
        ArgumentError: no policy is called so.
    """
    if identifier is None:
        return dtype_policy()
    if isinstance(identifier, DTypePolicy):
        return identifier
    if is_dict(identifier):
        return of_config(identifier)
    if isinstance(identifier, str):
        return named(identifier)
    return DTypePolicy(standardize(identifier))


def serialize(dtype_policy: DTypePolicy) -> Any:
    """Writes a layer's policy in Keras's form, or by its name alone.

    Keras reads both. The name alone says that the usual dtype was chosen for this layer, so that
    `compile(precision=)` leaves it alone also in a model read from a file.

    Args:
        dtype_policy: the policy.
    """
    chosen = dtype_policy.name == floatx() and not dtype_policy.is_default
    return dtype_policy.name if chosen else write(dtype_policy)
