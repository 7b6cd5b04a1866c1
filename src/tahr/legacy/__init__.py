"""What earlier Keras versions wrote objects by: the names of `keras.legacy`."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.legacy import saving as saving

__all__ = ["saving"]

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
