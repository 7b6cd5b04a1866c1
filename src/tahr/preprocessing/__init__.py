"""Preparing data: sequences and images."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.preprocessing import image, sequence

__all__ = ["image", "sequence"]

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
