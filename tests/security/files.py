"""Files that mean harm, by what they are: each is made by code, and read by all that reads such."""

from collections.abc import Mapping

from tests.security import (
    data_files,
    hdf5_files,
    model_archives,
    older_files,
    onnx_files,
    texts,
    unpacking,
)
from tests.security.reads import Builder

GROUPS: Mapping[str, Mapping[str, Builder]] = {
    "hdf5": hdf5_files.FILES,
    "older": older_files.FILES,
    "archives": model_archives.FILES,
    "unpacking": unpacking.FILES,
    "data": data_files.FILES,
    "onnx": onnx_files.FILES,
    "texts": texts.FILES,
}
