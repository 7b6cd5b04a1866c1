"""What a model on PyTorch offers to a loop written for PyTorch."""

from typing import Any


class TorchMethods:
    """What PyTorch's modules have, where a step under way has to find it too."""

    def zero_grad(self: Any, set_to_none: bool = True) -> None:
        """Forgets what PyTorch's `backward` left with the weights; other engines leave nothing.

        Args:
            set_to_none: whether there is no gradient then, rather than one of zeros.
        """
        for variable in self.trainable_variables:
            value: Any = variable.value
            if getattr(value, "grad", None) is not None:
                value.grad = None if set_to_none else value.grad.detach().zero_()
