"""Data sets that Keras offers: read from disk, or fetched once when asked for."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.datasets import (
    boston_housing,
    california_housing,
    cifar10,
    cifar100,
    fashion_mnist,
    imdb,
    mnist,
    reuters,
)

__all__ = [
    "boston_housing", "california_housing", "cifar10", "cifar100", "fashion_mnist", "imdb",
    "mnist", "reuters",
]  # fmt: skip

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
