"""Activation functions, by name or as functions."""

from collections.abc import Callable as _Callable

from tahr.activations.functions import (
    exponential as exponential,
    gelu as gelu,
    linear as linear,
    older_hard_sigmoid as _older_hard_sigmoid,
    relu as relu,
)
from tahr.compat.families import family as _family
from tahr.compat.public import publish as _publish
from tahr.core.registry import known_as as _known_as
from tahr.core.serialization import serialize_function as _serialize_function
from tahr.core.typing import Tensor as _Tensor
from tahr.ops.nn import (
    celu as celu,
    elu as elu,
    glu as glu,
    hard_shrink as hard_shrink,
    hard_sigmoid as hard_sigmoid,
    hard_silu as hard_silu,
    hard_tanh as hard_tanh,
    leaky_relu as leaky_relu,
    log_sigmoid as log_sigmoid,
    log_softmax as log_softmax,
    mish as mish,
    relu6 as relu6,
    selu as selu,
    sigmoid as sigmoid,
    silu as silu,
    soft_shrink as soft_shrink,
    softmax as softmax,
    softplus as softplus,
    softsign as softsign,
    sparse_plus as sparse_plus,
    sparse_sigmoid as sparse_sigmoid,
    sparsemax as sparsemax,
    squareplus as squareplus,
    tanh_shrink as tanh_shrink,
    threshold as threshold,
)
from tahr.ops.trigonometry import tanh as tanh

_known_as("keras.activations")(_older_hard_sigmoid)


def _get(identifier: object) -> _Callable[..., _Tensor]:
    """Finds an activation from its name, a configuration or a function; linear for None.

    Raises:
        ArgumentError: nothing is called so.

    Example:
        >>> from tahr import activations
        >>> activations.get("swish").__name__, activations.get(None).__name__
        ('silu', 'linear')
    """
    return linear if identifier is None else NAMED.find(identifier)


def _serialize(activation: _Callable[..., _Tensor]) -> object:
    return _serialize_function(activation, NAMED.table)


NAMED, get, serialize, deserialize = _family(
    "keras.activations", "activation", get=_get, write=_serialize
)
_publish(__name__)
for _name in set(globals()["__all__"]) - {"get", "serialize", "deserialize"}:
    _known_as("keras.activations", _name)(globals()[_name])
