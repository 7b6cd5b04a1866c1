"""The TensorFlow engine: eager, or a whole step as one graph over plain tensors."""

from tahr.core.streams import Stream
from tahr.engines.tensorflow.arrays import Arrays
from tahr.engines.tensorflow.checkpoints import share as share_checkpoints
from tahr.engines.tensorflow.control import Control
from tahr.engines.tensorflow.elementwise import Elementwise
from tahr.engines.tensorflow.gradients import Gradients
from tahr.engines.tensorflow.indexing import Indexing
from tahr.engines.tensorflow.linalg import Linalg
from tahr.engines.tensorflow.native import NATIVE
from tahr.engines.tensorflow.reductions import Reductions
from tahr.engines.tensorflow.running import Running
from tahr.engines.tensorflow.seeding import STREAM, seed_tensorflow
from tahr.engines.tensorflow.sparse import Sparse
from tahr.engines.tensorflow.variables import Shared, share
from tahr.engines.tensorflow.windows import Windows


class TensorFlowEngine(
    Elementwise,
    Arrays,
    Sparse,
    Reductions,
    Indexing,
    Linalg,
    Windows,
    Control,
    Gradients,
    Running,
    Shared,
):
    """Tensors are `tf.Tensor`s; `compile` makes one graph for each set of input specs."""

    name = "tensorflow"
    native = NATIVE

    def seed(self, seed: int) -> None:
        seed_tensorflow(seed)

    def stream(self) -> Stream:
        return STREAM


share()
share_checkpoints()
ENGINE = TensorFlowEngine()
