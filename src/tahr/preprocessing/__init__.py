"""Preparing data: sequences, images and trees."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.preprocessing import image, sequence
from tahr.preprocessing.brackets import Trees, trees_from_brackets
from tahr.preprocessing.pictures import image_dataset_from_directory
from tahr.preprocessing.texts import text_dataset_from_directory
from tahr.preprocessing.timeseries import timeseries_dataset_from_array

__all__ = [
    "Trees", "image", "image_dataset_from_directory", "sequence",
    "text_dataset_from_directory", "timeseries_dataset_from_array", "trees_from_brackets",
]  # fmt: skip

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
