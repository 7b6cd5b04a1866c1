"""Preparing data: sequences, images and trees."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.preprocessing import image, sequence
from tahr.preprocessing.brackets import Trees, trees_from_brackets

__all__ = ["Trees", "image", "sequence", "trees_from_brackets"]

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
