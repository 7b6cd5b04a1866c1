"""The PyTorch engine: eager, or a whole step recorded once and replayed; CPU and CUDA."""

from typing import TYPE_CHECKING

from tahr.core.engines import About, lazily

if TYPE_CHECKING:
    from tahr.engines.torch.engine import ENGINE as ENGINE, TorchEngine as TorchEngine

ABOUT = About("torch", start=3.0, tensors=("torch",), kin=True)

if not TYPE_CHECKING:
    __getattr__ = lazily(__name__)
