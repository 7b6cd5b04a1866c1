"""Callbacks: the names of `keras.callbacks`."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.training.callbacks import *  # noqa: F403
from tahr.training.callbacks import __all__  # noqa: F401  the same names stand here

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
