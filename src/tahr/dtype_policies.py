"""Dtype policies: the names of `keras.dtype_policies`."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.core.deserialization import deserialize
from tahr.core.policies import DTypePolicy, get
from tahr.core.serialization import serialize

FloatDTypePolicy = DTypePolicy

__all__ = ["DTypePolicy", "FloatDTypePolicy", "deserialize", "get", "serialize"]

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
