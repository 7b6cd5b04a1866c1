"""A layer applied to every step."""

from typing import Any

from tahr import ops
from tahr.core import seeds, trees
from tahr.core.logits import hand_on
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.layers.base import calls
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.base.rows import is_known_row_wise
from tahr.layers.core.wrapper import Wrapper, in_dtype_of
from tahr.ops.filled import repeated
from tahr.ops.rows import is_node_row_wise


@known_as("keras.layers", "TimeDistributed")
class TimeDistributed(Wrapper):
    """Applies a layer to every step of a sequence, with the same weights.

    A layer that looks at several samples, or adds to the loss, sees the samples of one step at a
    time, as in Keras 3: batch normalization has the mean and the variance of each step.

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
        self.input_spec: Expected = InputSpec(min_ndim=3)

    def build(self, input_shape: Any = None) -> None:
        super().build((input_shape[0], *input_shape[2:]))

    def call(self, inputs: Tensor, training: bool | None = None, mask: Tensor | None = None) -> Any:
        known = calls.signature(type(self.layer).call)
        options = {"training": training} if known.has_training else {}
        masked = mask if "mask" in known.names else None
        if _treats_rows_apart(self.layer, training):
            outputs = self._at_once(inputs, masked, options)
        else:
            outputs = self._one_by_one(inputs, masked, options)
        return in_dtype_of(self, outputs)

    def _at_once(self, inputs: Tensor, mask: Tensor | None, options: dict[str, Any]) -> Any:
        batch, time = inputs.shape[:2]
        flat = ops.reshape(inputs, (batch * time, *inputs.shape[2:]))
        if mask is not None:
            options = {**options, "mask": ops.reshape(mask, (batch * time, *mask.shape[2:]))}
        with repeated(time):
            outputs = self.layer(flat, **options)
        return trees.map(lambda y: _in_steps(y, batch, time), outputs)

    def _one_by_one(self, inputs: Tensor, mask: Tensor | None, options: dict[str, Any]) -> Any:
        def once(given: tuple[Tensor, dict[str, Tensor]]) -> Any:
            step, rest = given
            return self.layer(step, **options, **rest)

        rest = {} if mask is None else {"mask": mask}
        steps = ops.map(once, trees.map(_turned, (inputs, rest)))
        return trees.map(_turned, steps)


def _treats_rows_apart(layer: Layer, training: bool | None) -> bool:
    """Returns whether a layer does with many samples what it does with each."""
    if training and any(_is_state(variable) for variable in layer.variables):
        return False
    return all(
        is_known_row_wise(part) and all(is_node_row_wise(node) for node in _nodes(part))
        for part in layer.flatten_layers()
    )


def _is_state(variable: Variable) -> bool:
    return not variable.made_trainable and not seeds.is_state(variable)


def _nodes(part: Layer) -> list[Any]:
    graph = getattr(part, "graph", None)
    return graph.nodes if graph else []


def _turned(x: Tensor) -> Tensor:
    """Returns a tensor with its first two axes in the other order."""
    return ops.swapaxes(x, 0, 1)


def _in_steps(flat: Tensor, batch: int, time: int) -> Tensor:
    """Returns what came of all steps by sequence; probabilities keep what they were made of."""

    def change(y: Tensor) -> Tensor:
        return ops.reshape(y, (batch, time, *y.shape[1:]))

    steps = change(flat)
    hand_on(steps, flat, change)
    return steps
