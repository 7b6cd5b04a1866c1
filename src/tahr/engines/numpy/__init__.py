"""The NumPy engine: inference with no framework at all."""

from typing import TYPE_CHECKING

from tahr.core.engines import About, lazily

if TYPE_CHECKING:
    from tahr.engines.numpy.engine import ENGINE as ENGINE, NumpyEngine as NumpyEngine

ABOUT = About("numpy", trains=False, start=0.1)

if not TYPE_CHECKING:
    __getattr__ = lazily(__name__)
