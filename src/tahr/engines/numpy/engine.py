"""The NumPy engine: inference with no framework at all."""

from tahr.engines.numpy.control import Control
from tahr.engines.numpy.elementwise import Elementwise
from tahr.engines.numpy.images import NATIVE
from tahr.engines.numpy.indexing import Indexing
from tahr.engines.numpy.linalg import LinearAlgebra
from tahr.engines.numpy.reductions import Reductions
from tahr.engines.numpy.running import Running
from tahr.engines.numpy.shapes import Shapes
from tahr.engines.numpy.tensors import Tensors
from tahr.engines.numpy.windows import Windows


class NumpyEngine(
    Tensors,
    Elementwise,
    Reductions,
    Shapes,
    Indexing,
    LinearAlgebra,
    Windows,
    Control,
    Running,
):
    """Tensors are `np.ndarray`s; everything runs at once, on the CPU."""

    name = "numpy"
    gradients = False
    compiles = False
    native = NATIVE


ENGINE = NumpyEngine()
