"""What a model on PyTorch offers to a loop written for PyTorch."""

from collections.abc import Iterator
from typing import Any


class TorchMethods:
    """Methods of PyTorch's modules, by the same names."""

    def zero_grad(self: Any) -> None:
        """Forgets what PyTorch's `backward` left with the weights; other engines leave nothing."""
        for variable in self.trainable_variables:
            value: Any = variable.value
            if getattr(value, "grad", None) is not None:
                value.grad = None

    def parameters(self: Any, recurse: bool = True) -> Iterator[Any]:
        """Returns the trained weights as PyTorch's tensors, for an optimizer of PyTorch's.

        Args:
            recurse: taken as in PyTorch, where False leaves out the layers inside.

        Raises:
            AttributeError: the model is on another engine.
        """
        return (tensor for _, tensor in self.named_parameters(recurse=recurse))

    def named_parameters(
        self: Any, prefix: str = "", recurse: bool = True
    ) -> Iterator[tuple[str, Any]]:
        """Returns the trained weights as PyTorch's tensors, with their paths.

        Args:
            prefix: what the names begin with.
            recurse: taken as in PyTorch, where False leaves out the layers inside.

        Raises:
            AttributeError: the model is on another engine.
        """
        if self.engine.name != "torch":
            raise AttributeError(
                f"{self.name} is on the {self.engine.name} engine, and has PyTorch's parameters "
                'on PyTorch alone: model.to("torch"), or use trainable_variables'
            )
        variables = self.trainable_variables
        if not recurse:
            variables = [v for v in self.own_variables if v.trainable]
        start = f"{prefix}." if prefix else ""
        with self.placed():
            return iter([(f"{start}{v.path.replace('/', '.')}", v.value) for v in variables])
