"""What programs ask of a backend: the names of `keras.backend`, those of old programs too."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.config import backend, set_epsilon, set_floatx, set_image_data_format
from tahr.core.config import epsilon, floatx, image_data_format
from tahr.core.dtypes import (
    is_float as is_float_dtype,
    is_integer as is_int_dtype,
    result_type,
    standardize as standardize_dtype,
)
from tahr.core.names import next_number as get_uid
from tahr.utils.session import clear_session
from tahr.utils.symbols import is_keras_tensor

__all__ = [
    "backend", "clear_session", "epsilon", "floatx", "get_uid", "image_data_format",
    "is_float_dtype", "is_int_dtype", "is_keras_tensor", "result_type", "set_epsilon",
    "set_floatx", "set_image_data_format", "standardize_dtype",
]  # fmt: skip

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
