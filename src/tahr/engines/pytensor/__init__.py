"""The PyTensor engine: graphs compiled by Numba, or run operation by operation."""

from typing import TYPE_CHECKING

from tahr.core.engines import About, lazily

if TYPE_CHECKING:
    from tahr.engines.pytensor.engine import ENGINE as ENGINE, PytensorEngine as PytensorEngine

ABOUT = About("pytensor", start=30.0, tensors=("pytensor",))

if not TYPE_CHECKING:
    __getattr__ = lazily(__name__)
