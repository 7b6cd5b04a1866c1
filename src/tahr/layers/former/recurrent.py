"""The base of recurrent layers in Keras 1 and 2.0, of which programs made layers of their own."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from tahr import ops
from tahr.core.mistaken import missing_method
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.layers.base import calls
from tahr.layers.base.layer import Layer


@rows_apart
class Recurrent(Layer):
    """Runs a `step` along a sequence.

    A subclass makes its weights in `build`, where it sets `states` to a list of None, one for each
    state; `step(x, states)` returns the output and the next states. The length of states is
    `output_dim` or `units`.

    Args:
        return_sequences: whether the output of every step is given, or the last alone.
        return_state: whether the last states are given too.
        go_backwards: whether it starts at the end.
        stateful: whether the last states of a batch are the first of the next.
        unroll: whether the steps are written out.
        consume_less: unused: steps are computed one way.
        implementation: unused, as well.
        input_dim: the length of the vectors it gets, where it is the first layer.
        **kwargs: what every layer takes, and `input_length`.

    Example:
        >>> class Sum(Recurrent):
        ...     output_dim = 3
        ...     states = [None]
        ...
        ...     def step(self, x, states):
        ...         return x + states[0], [x + states[0]]
        >>> Sum()(ops.ones((1, 4, 3))).tolist()
        [[4.0, 4.0, 4.0]]
    """

    supports_masking: bool = True
    states: Any = None

    def __init__(
        self,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        consume_less: str = "cpu",
        implementation: int = 0,
        input_dim: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.input_dim = input_dim
        if input_dim is not None:
            kwargs["input_dim"] = input_dim
        super().__init__(**kwargs)
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.consume_less = consume_less
        self.implementation = implementation

    def step(self, x: Tensor, states: list[Any]) -> tuple[Tensor, Sequence[Tensor]]:
        """Computes one step; every layer writes its own.

        Args:
            x: the input of the step.
            states: before it, and the constants behind them.

        Returns:
            The output and the next states.
        """
        raise missing_method(self, "step")

    def get_constants(self, inputs: Tensor, training: Any = None) -> list[Any]:
        """Returns what every step gets behind the states."""
        return []

    def preprocess_input(self, inputs: Tensor, training: Any = None) -> Tensor:
        """Returns what the steps get of the inputs `(batch, time, ...)`."""
        return inputs

    def get_initial_states(self, inputs: Tensor) -> list[Any]:
        """Returns the states before the first step: zeros."""
        length = getattr(self, "output_dim", None) or getattr(self, "units")  # noqa: B009
        states = self.states if self.states is not None else [None]
        return [ops.zeros((inputs.shape[0], length), dtype=inputs.dtype) for _ in states]

    def get_initial_state(self, inputs: Tensor) -> list[Any]:
        """Returns the states before the first step, by the name of Keras 2."""
        return self.get_initial_states(inputs)

    def reset_states(self, states: Any = None) -> None:
        """Sets the states of a stateful layer back.

        Args:
            states: arrays; zeros by default.
        """
        kept = [state for state in self.states or () if isinstance(state, Variable)]
        given = states if isinstance(states, list | tuple) else [states] * len(kept)
        for state, value in zip(kept, given, strict=True):
            state.assign(ops.zeros(state.shape) if value is None else value)

    def call(
        self, inputs: Any, mask: Any = None, training: Any = None, initial_state: Any = None
    ) -> Any:
        if isinstance(inputs, list | tuple):
            inputs, *initial_state = inputs
            mask = mask[0] if isinstance(mask, list | tuple) else mask
        states = self._first(inputs, initial_state)
        constants = _called(self.get_constants, inputs, training)
        run: Any = import_module("tahr.backend").rnn  # stands below the layers
        last, outputs, states = run(
            self.step,
            _called(self.preprocess_input, inputs, training),
            states,
            go_backwards=self.go_backwards,
            mask=mask,
            constants=constants,
            unroll=self.unroll,
        )
        if self.stateful:
            for kept, new in zip(self.states, states, strict=True):
                kept.assign(new)
        output = outputs if self.return_sequences else last
        return [output, *states] if self.return_state else output

    def _first(self, inputs: Tensor, given: Any) -> list[Any]:
        if given:
            return list(given) if isinstance(given, list | tuple) else [given]
        if not self.stateful:
            return list(self.get_initial_states(inputs))
        if any(not isinstance(state, Variable) for state in self.states or [None]):
            zeros = self.get_initial_states(inputs)
            self.states = [
                self.add_weight(shape=zero.shape, initializer="zeros", trainable=False)
                for zero in zeros
            ]
        return [state.value for state in self.states]

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        mask = previous_mask[0] if isinstance(previous_mask, list | tuple) else previous_mask
        kept = mask if self.return_sequences else None
        return [kept, *(None for _ in self.states)] if self.return_state else kept


def _called(method: Callable[..., Any], inputs: Tensor, training: Any) -> Any:
    """Calls a method that takes `training` in Keras 2 and does not in Keras 1."""
    known = "training" in calls.signature(method).names
    return method(inputs, training=training) if known else method(inputs)


def time_distributed_dense(
    x: Tensor,
    w: Any,
    b: Any = None,
    dropout: float | None = None,
    input_dim: int | None = None,
    output_dim: int | None = None,
    timesteps: int | None = None,
    training: Any = None,
) -> Tensor:
    """Returns `x w + b` for every step of sequences.

    Args:
        x: `(batch, time, features)`.
        w: `(features, units)`.
        b: `(units,)`, or None.
        dropout: the fraction of the features that are dropped in training, the same in each step.
        input_dim: unused: shapes say it, like those that follow.
        output_dim: unused.
        timesteps: unused.
        training: whether features are dropped; what is under way by default.

    Example:
        >>> time_distributed_dense(ops.ones((1, 2, 3)), ops.ones((3, 1))).tolist()
        [[[3.0], [3.0]]]
    """
    if dropout is not None and 0 < dropout < 1:
        backend: Any = import_module("tahr.backend")
        ones = ops.ones((x.shape[0], 1, x.shape[2]), dtype=x.dtype)
        dropped = backend.dropout(ones, dropout)
        x = ops.multiply(x, backend.in_train_phase(dropped, ones, training=training))
    y = ops.matmul(x, w)
    return y if b is None else ops.add(y, b)
