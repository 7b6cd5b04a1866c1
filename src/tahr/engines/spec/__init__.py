"""The engine of shapes and dtypes: no values, unknown dimensions, no framework.

It infers shapes, finds mistakes before anything runs, and counts what a model costs.
"""

from tahr.engines.spec.control import Control
from tahr.engines.spec.elementwise import Elementwise
from tahr.engines.spec.indexing import Indexing
from tahr.engines.spec.linalg import LinearAlgebra
from tahr.engines.spec.reductions import Reductions
from tahr.engines.spec.runtime import Runtime
from tahr.engines.spec.shapes import Shapes
from tahr.engines.spec.tensors import Tensors
from tahr.engines.spec.windows import Windows


class SpecEngine(
    Tensors,
    Elementwise,
    Reductions,
    Shapes,
    Indexing,
    LinearAlgebra,
    Windows,
    Control,
    Runtime,
):
    """Computes the shape and dtype of every result, and checks those of every argument."""

    name = "spec"


ENGINE = SpecEngine()
