"""The PyTorch engine: eager, or a whole step recorded once and replayed; CPU and CUDA."""

from tahr.core.streams import Stream
from tahr.engines import triton
from tahr.engines.torch.arrays import Arrays
from tahr.engines.torch.control import Control
from tahr.engines.torch.elementwise import Elementwise
from tahr.engines.torch.gradients import Gradients
from tahr.engines.torch.indexing import Indexing
from tahr.engines.torch.kin import share
from tahr.engines.torch.linalg import Linalg
from tahr.engines.torch.native import NATIVE
from tahr.engines.torch.reductions import Reductions
from tahr.engines.torch.running import Running
from tahr.engines.torch.seeding import STREAM, seed_torch
from tahr.engines.torch.windows import Windows


class TorchEngine(
    Elementwise, Arrays, Reductions, Indexing, Linalg, Windows, Control, Gradients, Running
):
    """Tensors are `torch.Tensor`s; `compile` records ATen calls and replays them."""

    name = "torch"
    native = NATIVE

    def seed(self, seed: int) -> None:
        seed_torch(seed)

    def stream(self) -> Stream:
        return STREAM


triton.bind()
share()
ENGINE = TorchEngine()
