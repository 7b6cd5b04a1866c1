"""Callbacks: the names of `keras.callbacks`."""

from tahr.training.callbacks import *  # noqa: F403
from tahr.training.callbacks import __all__  # noqa: F401  the same names stand here
