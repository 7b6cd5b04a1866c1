"""The JAX engine: XLA on CPU, GPU and TPU. The default."""

from tahr.engines.jax.arrays import Arrays
from tahr.engines.jax.control import Control
from tahr.engines.jax.elementwise import Elementwise
from tahr.engines.jax.indexing import Indexing
from tahr.engines.jax.keeping import keep_programs
from tahr.engines.jax.linalg import Linalg
from tahr.engines.jax.native import NATIVE
from tahr.engines.jax.reductions import Reductions
from tahr.engines.jax.running import Running
from tahr.engines.jax.sparse import Sparse
from tahr.engines.jax.variables import share
from tahr.engines.jax.windows import Windows


class JaxEngine(
    Elementwise, Arrays, Sparse, Reductions, Indexing, Linalg, Windows, Control, Running
):
    """Tensors are `jax.Array`s; `compile` is `jax.jit`."""

    name = "jax"
    native = NATIVE


keep_programs()
share()
ENGINE = JaxEngine()
