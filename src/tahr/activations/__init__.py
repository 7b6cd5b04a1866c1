"""Activation functions, by name or as functions."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tahr.activations.functions import exponential, gelu, linear, older_hard_sigmoid, relu
from tahr.compat import missing as _missing
from tahr.core import serialization
from tahr.core.registry import known_as
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.ops.nn import (
    celu,
    elu,
    glu,
    hard_shrink,
    hard_sigmoid,
    hard_silu,
    hard_swish,
    hard_tanh,
    leaky_relu,
    log_sigmoid,
    log_softmax,
    mish,
    relu6,
    selu,
    sigmoid,
    silu,
    soft_shrink,
    softmax,
    softplus,
    softsign,
    sparse_plus,
    sparse_sigmoid,
    sparsemax,
    squareplus,
    swish,
    tanh_shrink,
    threshold,
)
from tahr.ops.trigonometry import tanh

__all__ = [
    "celu", "deserialize", "elu", "exponential", "gelu", "get", "glu", "hard_shrink",
    "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh", "leaky_relu", "linear",
    "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "serialize", "sigmoid",
    "silu", "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid",
    "sparsemax", "squareplus", "swish", "tanh", "tanh_shrink", "threshold",
]  # fmt: skip

TABLE: dict[str, Any] = serialization.table_of(
    celu, elu, exponential, gelu, glu, hard_shrink, hard_sigmoid, hard_silu, hard_tanh,
    leaky_relu, linear, log_sigmoid, log_softmax, mish, older_hard_sigmoid, relu, relu6, selu,
    sigmoid, silu, soft_shrink, softmax, softplus, softsign, sparse_plus, sparse_sigmoid, sparsemax,
    squareplus, tanh, tanh_shrink, threshold, hard_swish=hard_silu, swish=silu,
)  # fmt: skip
"""Every activation by its names."""

for _name, _function in TABLE.items():
    known_as("keras.activations", _name)(_function)


@ends_at_user
def get(identifier: object) -> Callable[..., Tensor]:
    """Finds an activation from its name, a configuration or a function; linear for None.

    Raises:
        ArgumentError: nothing is called so.

    Example:
        >>> get("swish").__name__, get(None).__name__
        ('silu', 'linear')
    """
    return linear if identifier is None else serialization.find(identifier, TABLE, "activation")


@ends_at_user
def serialize(activation: Callable[..., Tensor]) -> Any:
    """Writes an activation as its name, or as a configuration where it is the user's.

    Example:
        >>> serialize(relu)
        'relu'
    """
    return serialization.serialize_function(activation, TABLE)


@ends_at_user
def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes an activation from what `serialize` wrote."""
    if isinstance(config, str):
        return (custom_objects or {}).get(config) or get(config)
    return serialization.deserialize(config, custom_objects, table=TABLE)


if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
