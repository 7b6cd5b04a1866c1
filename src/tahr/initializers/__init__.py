"""Initializers: what draws the first values of weights."""

from collections.abc import Callable as _Callable
from typing import Any as _Any

from tahr.compat.families import family as _family
from tahr.compat.public import publish as _publish
from tahr.core import current as _current
from tahr.core.forms import is_array as _is_array
from tahr.initializers.base import Initializer as Initializer
from tahr.initializers.constants import (
    Constant as Constant,
    Identity as Identity,
    Ones as Ones,
    Zeros as Zeros,
)
from tahr.initializers.distributions import (
    RandomNormal as RandomNormal,
    RandomUniform as RandomUniform,
    TruncatedNormal as TruncatedNormal,
)
from tahr.initializers.orthogonal import Orthogonal as Orthogonal
from tahr.initializers.scaling import (
    GlorotNormal as GlorotNormal,
    GlorotUniform as GlorotUniform,
    HeNormal as HeNormal,
    HeUniform as HeUniform,
    LecunNormal as LecunNormal,
    LecunUniform as LecunUniform,
    VarianceScaling as VarianceScaling,
)
from tahr.initializers.stft import STFT as STFT


def _get(identifier: _Any) -> _Callable[..., _Any] | None:
    """Finds an initializer from its name, a configuration, a class, numbers or a function.

    Raises:
        ArgumentError: nothing is called so.

    Example:
        >>> from tahr import initializers
        >>> initializers.get("he_normal").get_config()
        {'seed': None, 'input_axes': None, 'output_axes': None}
    """
    if _is_array(identifier) or _current.owner(identifier) is not None:
        return Constant(_current.to_numpy(identifier))
    return NAMED.find(identifier)


NAMED, get, serialize, deserialize = _family("keras.initializers", "initializer", get=_get)
_publish(__name__)
