"""Variables as PyTorch's autograd sees them: leaves whose `grad` a `backward` fills in."""

from typing import Any

from tahr.engines.torch.widening import Tensor

NAME = "_tahr_leaf"


def leaf(tensor: Tensor) -> Tensor:
    """Returns the leaf that stands for a variable's tensor, always the same and in its memory.

    The tensor itself never requires a gradient, so that compiled steps take it as it is.
    """
    found = getattr(tensor, NAME, None)
    return bind(tensor, tensor.detach().requires_grad_()) if found is None else found


def bind(tensor: Tensor, found: Any) -> Tensor:
    """Lets a leaf in the memory of a tensor stand for it."""
    setattr(tensor, NAME, found)
    return found
