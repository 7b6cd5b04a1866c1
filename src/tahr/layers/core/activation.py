"""An activation as a layer."""

from collections.abc import Callable
from typing import Any

from tahr import activations
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "Activation")
@rows_apart
class Activation(Layer):
    """Applies an activation to every element.

    Args:
        activation: name or function.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Raises:
        ArgumentError: no activation has that name.

    Example:
        >>> Activation("relu")([-1.0, 2.0]).tolist()
        [0.0, 2.0]
    """

    def __init__(self, activation: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.activation: Callable[..., Any] = activations.get(activation)

    def call(self, inputs: Tensor) -> Tensor:
        return self.activation(inputs)
