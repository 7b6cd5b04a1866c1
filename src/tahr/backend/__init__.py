"""What programs ask of a backend: the names of `keras.backend`, those of old programs too."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tahr.compat import missing as _missing
from tahr.compat.backend_names import PLACES as _PLACES, TODAY as _TODAY
from tahr.config import backend, set_epsilon, set_floatx, set_image_data_format
from tahr.core.config import epsilon, floatx, image_data_format
from tahr.core.dtypes import (
    is_float as is_float_dtype,
    is_integer as is_int_dtype,
    result_type,
    standardize as standardize_dtype,
)
from tahr.core.names import next_number as get_uid
from tahr.core.notices import notice as _notice
from tahr.core.spelling import accepts_old_spellings as _accepts_old_spellings
from tahr.utils.session import clear_session
from tahr.utils.symbols import is_keras_tensor

__all__ = [
    "backend", "clear_session", "epsilon", "floatx", "get_uid", "image_data_format",
    "is_float_dtype", "is_int_dtype", "is_keras_tensor", "result_type", "set_epsilon",
    "set_floatx", "set_image_data_format", "standardize_dtype",
]  # fmt: skip

_MISSING = _missing.names_of(__name__)
_FOUND: dict[str, Any] = {}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Returns what a name of Keras 1 or 2 leads to, and says once what it is called today."""
        if name in _FOUND:
            return _FOUND[name]
        if name not in _PLACES:
            return _MISSING(name)
        module, inside = _PLACES[name]
        found = getattr(import_module(module), inside)
        if name in _TODAY:
            _notice(f"`keras.backend.{name}` is of an earlier Keras; today: {_TODAY[name]}")
        is_function = callable(found) and not isinstance(found, type)
        _FOUND[name] = _accepts_old_spellings(found) if is_function else found
        return _FOUND[name]
