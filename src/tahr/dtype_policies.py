"""Dtype policies: the names of `keras.dtype_policies`."""

from tahr.core.deserialization import deserialize
from tahr.core.policies import DTypePolicy, get
from tahr.core.serialization import serialize

FloatDTypePolicy = DTypePolicy

__all__ = ["DTypePolicy", "FloatDTypePolicy", "deserialize", "get", "serialize"]
