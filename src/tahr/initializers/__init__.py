"""Initializers: what draws the first values of weights."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tahr.compat import missing as _missing
from tahr.core import current, serialization
from tahr.core.forms import is_array
from tahr.core.tracebacks import ends_at_user
from tahr.initializers.base import Initializer
from tahr.initializers.constants import Constant, Identity, Ones, Zeros
from tahr.initializers.distributions import RandomNormal, RandomUniform, TruncatedNormal
from tahr.initializers.orthogonal import Orthogonal
from tahr.initializers.scaling import (
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    VarianceScaling,
)
from tahr.initializers.stft import STFT

IdentityInitializer = identity = Identity
OrthogonalInitializer = orthogonal = Orthogonal
STFTInitializer = stft = STFT
constant, ones, zeros = Constant, Ones, Zeros
glorot_normal, glorot_uniform = GlorotNormal, GlorotUniform
he_normal, he_uniform = HeNormal, HeUniform
lecun_normal, lecun_uniform = LecunNormal, LecunUniform
random_normal, random_uniform = RandomNormal, RandomUniform
truncated_normal, variance_scaling = TruncatedNormal, VarianceScaling

TABLE: dict[str, Any] = serialization.table_of(
    Constant, GlorotNormal, GlorotUniform, HeNormal, HeUniform, Identity, Initializer,
    LecunNormal, LecunUniform, Ones, Orthogonal, RandomNormal, RandomUniform, STFT,
    TruncatedNormal, VarianceScaling, Zeros, IdentityInitializer=Identity,
    OrthogonalInitializer=Orthogonal, STFTInitializer=STFT, normal=RandomNormal,
    uniform=RandomUniform, one=Ones, zero=Zeros,
)  # fmt: skip
"""Every initializer by its names."""


@ends_at_user
def get(identifier: Any) -> Callable[..., Any] | None:
    """Finds an initializer from its name, a configuration, a class, numbers or a function.

    Raises:
        ArgumentError: nothing is called so.

    Example:
        >>> get("he_normal").get_config()
        {'seed': None, 'input_axes': None, 'output_axes': None}
    """
    if is_array(identifier) or current.owner(identifier) is not None:
        return Constant(current.to_numpy(identifier))
    return serialization.find(identifier, TABLE, "initializer")


@ends_at_user
def serialize(initializer: Any) -> Any:
    """Writes an initializer as a configuration."""
    return serialization.serialize(initializer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes an initializer from what `serialize` wrote."""
    return serialization.deserialize(config, custom_objects, table=TABLE)


if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
