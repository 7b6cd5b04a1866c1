"""Objects as the configurations of Keras 1 and 2: the names of `keras.utils.legacy`."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.legacy.saving import deserialize_keras_object, serialize_keras_object

__all__ = ["deserialize_keras_object", "serialize_keras_object"]

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
