"""A layer applied to every step."""

from typing import Any

from tahr import ops
from tahr.core import trees
from tahr.core.logits import hand_on
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.base import calls
from tahr.layers.base.input_spec import InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.core.wrapper import Wrapper
from tahr.ops.filled import repeated


@known_as("keras.layers", "TimeDistributed")
class TimeDistributed(Wrapper):
    """Applies a layer to every step of a sequence, with the same weights.

    Args:
        layer: the layer.
        **kwargs: what every layer takes.

    Input: `(batch, time, ...)`. Output: `(batch, time, ...)`.

    Raises:
        ArgumentError: it is no layer.
        ShapeError: the input has less than three axes.

    Example:
        >>> import numpy as np
        >>> from tahr.layers.core.dense import Dense
        >>> TimeDistributed(Dense(4))(np.ones((2, 5, 3), "float32")).shape
        (2, 5, 4)
    """

    def __init__(self, layer: Layer, **kwargs: Any) -> None:
        super().__init__(layer, **kwargs)
        self.supports_masking = True
        self.input_spec = InputSpec(min_ndim=3)

    def build(self, input_shape: Any = None) -> None:
        super().build((input_shape[0], *input_shape[2:]))

    def call(self, inputs: Tensor, training: bool | None = None, mask: Tensor | None = None) -> Any:
        batch, time = inputs.shape[:2]
        known = calls.signature(type(self.layer).call)
        options: dict[str, Any] = {}
        if known.has_training:
            options["training"] = training
        if mask is not None and "mask" in known.names:
            options["mask"] = ops.reshape(mask, (batch * time, *mask.shape[2:]))
        flat = ops.reshape(inputs, (batch * time, *inputs.shape[2:]))
        with repeated(time):
            outputs = self.layer(flat, **options)
        return trees.map(lambda y: _in_steps(y, batch, time), outputs)


def _in_steps(flat: Tensor, batch: int, time: int) -> Tensor:
    """Gives what came of all steps by sequence; probabilities keep what they were made of."""

    def change(y: Tensor) -> Tensor:
        return ops.reshape(y, (batch, time, *y.shape[1:]))

    steps = change(flat)
    hand_on(steps, flat, change)
    return steps
