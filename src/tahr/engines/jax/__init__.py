"""The JAX engine: XLA on CPU, GPU and TPU. The default."""

import os
from typing import TYPE_CHECKING

from tahr.core.engines import About, lazily

if TYPE_CHECKING:
    from tahr.engines.jax.engine import ENGINE as ENGINE, JaxEngine as JaxEngine

ABOUT = About("jax", start=1.0, tensors=("jax", "jaxlib"))

os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")  # let GPU memory grow as needed

if not TYPE_CHECKING:
    __getattr__ = lazily(__name__)
