"""The TensorFlow engine: eager, or a whole step as one graph over plain tensors."""

from typing import TYPE_CHECKING

from tahr.core.engines import About, lazily

if TYPE_CHECKING:
    from tahr.engines.tensorflow.engine import (
        ENGINE as ENGINE,
        TensorFlowEngine as TensorFlowEngine,
    )

ABOUT = About("tensorflow", start=5.0, tensors=("tensorflow",))

if not TYPE_CHECKING:
    __getattr__ = lazily(__name__)
