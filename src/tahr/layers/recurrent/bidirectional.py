"""A recurrent layer in both directions."""

from typing import Any, Literal

from tahr import ops
from tahr.core import trees
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, told
from tahr.core.mistaken import advice_about
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.serialization import deserialize, serialize, sharing
from tahr.core.typing import Shape, Tensor
from tahr.layers.base.layer import Layer
from tahr.layers.core.wrapper import in_dtype_of

MERGES = {
    "concat": lambda x, y: ops.concatenate([x, y], axis=-1),
    "sum": ops.add,
    "ave": lambda x, y: ops.divide(ops.add(x, y), 2.0),
    "mul": ops.multiply,
    None: lambda x, y: (x, y),
}
"""How the outputs of both directions become one."""


@known_as("keras.layers", "Bidirectional")
@rows_apart
class Bidirectional(Layer):
    """Runs a recurrent layer forward and another backward, and merges what they give.

    Args:
        layer: a recurrent layer; its configuration makes the forward one.
        merge_mode: "concat", "sum", "ave", "mul", or None for both outputs.
        weights: first values for the weights.
        backward_layer: the backward one; like the forward one by default.
        **kwargs: what every layer takes.

    Call with `initial_state`, the states of the forward layer and then the backward one's.

    Input: `(batch, time, inputs)`. Output: that of the layer, merged, and all states.

    Raises:
        ArgumentError: there is no such merge_mode, or the layers do not go together.

    Example:
        >>> import numpy as np
        >>> from tahr.layers.recurrent.gru import GRU
        >>> Bidirectional(GRU(4))(np.ones((2, 5, 3), "float32")).shape
        (2, 8)

    Source: Schuster & Paliwal 1997, "Bidirectional recurrent neural networks".
    """

    not_in_config: tuple[str, ...] = ("weights",)

    @checked
    def __init__(
        self,
        layer: Layer,
        merge_mode: Literal["concat", "sum", "ave", "mul"] | None = "concat",
        weights: Any = None,
        backward_layer: Layer | None = None,
        **kwargs: Any,
    ) -> None:
        for one in (layer, backward_layer):
            if one is not None and not isinstance(one, Layer):
                raise ArgumentError(
                    "only a layer can be wrapped",
                    where="bidirectional",
                    got=told(one),
                    todo=advice_about(one),
                )
            if one is not None and not hasattr(one, "go_backwards"):
                raise ArgumentError(
                    "only a recurrent layer can be read in both directions",
                    where="bidirectional",
                    expected="LSTM, GRU, SimpleRNN or RNN",
                    got=told(one),
                )
        super().__init__(**kwargs)
        name = layer.name.removeprefix("forward_")
        self.merge_mode = merge_mode
        self.forward_layer: Any = _again(layer, name=f"forward_{name}")
        if backward_layer is None:
            turned = {"go_backwards": not self.forward_layer.go_backwards}
            self.backward_layer: Any = _again(layer, name=f"backward_{name}", **turned)
        else:
            self.backward_layer = _again(backward_layer)
        for one in (self.forward_layer, self.backward_layer):
            one.zero_output_for_mask = one.zero_output_for_mask or one.return_sequences
        self._check_pair()
        self.return_sequences: Any = self.forward_layer.return_sequences
        self.return_state: Any = self.forward_layer.return_state
        self.stateful: Any = self.forward_layer.stateful
        self.supports_masking = True
        self.initial_weights = weights

    def _check_pair(self) -> None:
        pair = (self.forward_layer, self.backward_layer)
        if pair[0].go_backwards == pair[1].go_backwards:
            raise ArgumentError("both layers go the same way", where=self.name)
        for option in ("stateful", "return_sequences", "return_state"):
            if getattr(pair[0], option) != getattr(pair[1], option):
                raise ArgumentError(f"the layers differ in {option}", where=self.name)

    def build(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, sequences_shape: Shape, initial_state_shape: Any = None
    ) -> None:
        for layer in (self.forward_layer, self.backward_layer):
            if not layer.built:
                layer.build(sequences_shape)
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)

    def call(
        self,
        sequences: Tensor,
        initial_state: Any = None,
        mask: Tensor | None = None,
        training: bool | None = None,
    ) -> Any:
        states = list(initial_state or ())
        half = len(states) // 2
        options = {"mask": mask, "training": training}
        pairs = ((self.forward_layer, states[:half]), (self.backward_layer, states[half:]))
        given = [layer(sequences, initial_state=own or None, **options) for layer, own in pairs]
        after: list[Any] = []
        if self.return_state:
            after = [state for outputs in given for state in outputs[1:]]
            given = [outputs[0] for outputs in given]
        forward, backward = given
        if self.return_sequences:
            backward = ops.flip(backward, 1)
        merged = in_dtype_of(self, MERGES[self.merge_mode](forward, backward))
        if not self.return_state:
            return merged
        return (*merged, *after) if self.merge_mode is None else (merged, *after)

    def reset_states(self) -> None:
        """Sets the states of stateful layers to zero."""
        self.forward_layer.reset_states()
        self.backward_layer.reset_states()

    reset_state = reset_states

    @property
    def states(self) -> Any:
        """The states carried from batch to batch, forward ones first; None where there are none."""
        pair = (self.forward_layer.states, self.backward_layer.states)
        return None if None in pair else tuple(trees.leaves(pair))

    def compute_mask(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, sequences: Any, previous_mask: Any = None
    ) -> Any:
        masks = trees.leaves(previous_mask)
        own = masks[0] if self.return_sequences and masks else None
        outputs = [own, own] if self.merge_mode is None else [own]
        if self.return_state:
            pair = (self.forward_layer, self.backward_layer)
            outputs += [None for layer in pair for _ in trees.leaves(layer.state_size)]
        return outputs[0] if len(outputs) == 1 else outputs

    def _written(self, name: str) -> Any:
        return super()._written("forward_layer" if name == "layer" else name)

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "Bidirectional":
        pair = {
            name: deserialize(config[name], custom_objects)
            for name in ("layer", "backward_layer")
            if config.get(name) is not None
        }
        return cls(**{**config, **pair})


def _again(layer: Layer, **changes: Any) -> Any:
    """Makes a layer anew from its configuration, some of it changed."""
    with sharing():
        written = serialize(layer)
        written["config"] = {**written["config"], **changes}
        written.pop("build_config", None)
        return deserialize(written)
