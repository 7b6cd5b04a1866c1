"""The layer that runs a cell over a sequence."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core import trees
from tahr.core.errors import ArgumentError, told
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.scopes import autocast, drops
from tahr.core.serialization import deserialize
from tahr.core.specs import is_known
from tahr.core.typing import Shape, Tensor
from tahr.layers.base import calls
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.recurrent.cell import Cell
from tahr.layers.recurrent.stacked import StackedRNNCells, dropout_of, reset_dropout
from tahr.layers.recurrent.states import Carried, chosen
from tahr.ops.loops import scan

OPTIONS = ("return_sequences", "return_state", "go_backwards", "stateful", "unroll")


@known_as("keras.layers", "RNN")
@rows_apart
class RNN(Layer):
    """Runs a recurrent cell along a sequence.

    Args:
        cell: a layer called with `(inputs, states)` that gives `(output, next states)`, and
            has a `state_size`; or several, which are stacked.
        return_sequences: whether the output of every step is given, or the last alone.
        return_state: whether the last states are given too.
        go_backwards: whether it starts at the end; outputs come in the order computed.
        stateful: whether the last states of a batch are the first of the next.
        unroll: whether the steps are written out, which compiles longer and may run faster.
        zero_output_for_mask: whether the output of a skipped step is zero, or else the one
            before it.
        **kwargs: what every layer takes.

    Call with `initial_state`, a list of tensors, and `mask`, bool `(batch, time)`.

    Input: `(batch, time, ...)`. Output: `(batch, units)`, or `(batch, time, units)`, and the
    states.

    Raises:
        ArgumentError: the cell is none.
        ShapeError: the input has no time axis.

    Example:
        >>> import numpy as np
        >>> from tahr.layers.recurrent.lstm import LSTMCell
        >>> RNN(LSTMCell(4))(np.ones((2, 5, 3), "float32")).shape
        (2, 4)
    """

    def __init__(
        self,
        cell: Any,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        zero_output_for_mask: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        cell = StackedRNNCells(cell) if isinstance(cell, list | tuple) else cell
        if not callable(getattr(cell, "call", None)) or not hasattr(cell, "state_size"):
            raise ArgumentError(
                "a cell has a `call` method and a `state_size`", where=self.name, got=told(cell)
            )
        self.input_spec: Expected = InputSpec(min_ndim=3)
        self.cell = cell
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.zero_output_for_mask = zero_output_for_mask
        self.supports_masking = True
        self.carried: Carried | None = None

    @property
    def state_size(self) -> Any:
        """The lengths of the states."""
        size = self.cell.state_size
        return size if isinstance(size, list | tuple) else [size]

    @property
    def states(self) -> Any:
        """The states carried from batch to batch, where it is stateful."""
        return self.carried.states if self.carried else None

    def build(  # type: ignore[override]
        self, sequences_shape: Shape, initial_state_shape: Any = None
    ) -> None:
        batch, _, *features = sequences_shape
        if not self.cell.built:
            self.cell.build((batch, *features))
            self.cell.built = True
        if not self.stateful:
            return
        if batch is None:
            raise ArgumentError(
                "a stateful layer must know the batch size",
                where=self.name,
                got=sequences_shape,
                todo="give it with `Input(batch_shape=...)`",
            )
        self.carried = Carried(self._state_shapes((batch, *features)), self.variable_dtype)

    def _state_shapes(self, inputs: Shape) -> Any:
        """Returns the shapes of the states, for inputs of one step's shape."""
        return trees.map(lambda n: (inputs[0], *_lengths(n)), list(self.state_size))

    def get_initial_state(self, batch_size: int) -> Any:
        """Returns the states before the first step: the cell's own, or zeros."""
        own = getattr(self.cell, "get_initial_state", None)
        if own is not None:
            return _listed(own(batch_size=batch_size))
        return self._zeros(self._state_shapes((batch_size,)))

    def _zeros(self, shapes: Any) -> Any:
        return trees.map(
            lambda shape: ops.zeros(shape, dtype=self.compute_dtype), shapes, is_leaf=trees.is_shape
        )

    def _initial(self, sequences: Tensor) -> list[Any]:
        """Returns the states before the first step of these sequences."""
        return self.get_initial_state(sequences.shape[0])

    def call(
        self,
        sequences: Tensor,
        initial_state: Any = None,
        mask: Tensor | None = None,
        training: bool = False,
    ) -> Any:
        states = self._first_states(sequences, initial_state)
        try:
            if drops(training):
                dropout_of(self.cell, (sequences.shape[0], *sequences.shape[2:]))
            last, outputs, states = self.inner_loop(sequences, states, mask, training)
        finally:
            reset_dropout(self.cell)
        if self.carried is not None:
            self.carried.store(states)
        output = outputs if self.return_sequences else last
        return (output, *states) if self.return_state else output

    def _first_states(self, sequences: Tensor, given: Any) -> list[Any]:
        if given is None and self.carried is not None:
            return list(trees.map(lambda v: v.value, self.carried.states))
        own = self._initial(sequences)
        if given is None:
            return own
        given = list(given) if isinstance(given, list | tuple) else [given]
        if len(given) != len(own):
            raise ArgumentError(
                "another number of initial states than the cell has",
                where=self.name,
                expected=len(own),
                got=len(given),
            )
        return trees.map(lambda state: ops.cast(state, self.compute_dtype), given)

    def inner_loop(
        self,
        sequences: Tensor,
        initial_state: list[Any],
        mask: Tensor | None,
        training: bool = False,
    ) -> tuple[Any, Any, list[Any]]:
        """Runs the cell along the sequences; what a subclass replaces to run it otherwise.

        Args:
            sequences: `(batch, time, ...)`.
            initial_state: the states before the first step.
            mask: bool `(batch, time)`.
            training: whether it is training.

        Returns:
            The last output, all outputs `(batch, time, ...)` or None, the last states.
        """
        states = initial_state
        split = self._is_split()
        if split and mask is None and self._runs_whole(training):
            with autocast(self.cell.compute_dtype):
                given = ops.flip(sequences, 1) if self.go_backwards else sequences
                outputs, states = self.cell.run(given, states)
            return states[0], outputs if self.return_sequences else None, states
        if split:
            with autocast(self.cell.compute_dtype):
                sequences = self.cell.project(sequences, training)
        xs = [_time_first(sequences), None if mask is None else _time_first(mask)]
        if self.go_backwards:
            xs = [None if x is None else ops.flip(x, 0) for x in xs]

        def step(carry: tuple[Any, Any], x: list[Any]) -> tuple[tuple[Any, Any], Any]:
            before, old = carry
            inputs, counts = x
            output, new = self._step(inputs, old, split, training)
            shown = output
            if counts is not None:
                nothing = trees.map(ops.zeros_like, output)
                shown = chosen(counts, output, nothing if self.zero_output_for_mask else before)
                output, new = chosen(counts, output, before), chosen(counts, new, old)
            return (output, new), shown if self.return_sequences else None

        carry = (self._before(sequences.shape[0], states), states)
        (last, states), outputs = _loop(step, carry, xs, self.unroll)
        if not self.return_sequences:
            return last, None, states
        outputs = trees.map(_time_first, outputs)
        return last, outputs, states

    def _is_split(self) -> bool:
        """Returns whether the halves of a step are called one by one, as nobody sees the whole."""
        cell = self.cell
        own = isinstance(cell, Cell) and type(cell).call is Cell.call
        return own and cell.activity_regularizer is None

    def _runs_whole(self, training: bool) -> bool:
        """Returns whether the cell can run along the sequences by itself."""
        dropping = drops(training) and (self.cell.dropout or self.cell.recurrent_dropout)
        return self.cell.is_usual and not dropping and not self.unroll

    def _step(
        self, inputs: Tensor, states: list[Any], split: bool, training: bool
    ) -> tuple[Tensor, list[Any]]:
        if split:
            with autocast(self.cell.compute_dtype):
                return self.cell.advance(inputs, states, training)
        known = {"training": training} if _takes_training(self.cell) else {}
        output, new = self.cell(inputs, states, **known)
        return output, _listed(new)

    def _before(self, batch: int, states: list[Any]) -> Any:
        """Returns what counts as the output before the first step.

        Of Tahr's cells the first state is the output before, so that a sequence cut in two has the
        outputs of the whole. Of others nothing is known: zeros.
        """
        cell = self.cell
        if isinstance(cell, StackedRNNCells):
            cell, states = cell.cells[-1], states[-1]
        if isinstance(cell, Cell) and type(cell).call is Cell.call:
            return trees.leaves(states)[0]
        size = getattr(self.cell, "output_size", None)
        size = trees.leaves(self.state_size)[0] if size is None else size
        return ops.zeros((batch, *_lengths(size)), dtype=self.compute_dtype)

    def reset_states(self) -> None:
        """Sets the states of a stateful layer to zero."""
        if self.carried is not None:
            self.carried.reset()

    reset_state = reset_states

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        masks = trees.leaves(previous_mask)
        own = masks[0] if self.return_sequences and masks else None
        if self.return_state:
            return [own, *(None for _ in trees.leaves(self.state_size))]
        return own

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        if "cell" not in config:
            return cls(**config)
        return cls(**{**config, "cell": deserialize(config["cell"], custom_objects)})


def _lengths(size: Any) -> tuple[int, ...]:
    return tuple(size) if isinstance(size, Sequence) else (size,)


def _listed(states: Any) -> list[Any]:
    return list(states) if isinstance(states, list | tuple) else [states]


def _takes_training(cell: Any) -> bool:
    return calls.signature(type(cell).call).has_training


def _time_first(x: Tensor) -> Tensor:
    return ops.swapaxes(x, 0, 1)


def _loop(step: Any, carry: Any, xs: list[Any], unroll: bool) -> tuple[Any, Any]:
    """Runs the steps, in a scan or written out; gives the last carry and the stacked outputs."""
    length = xs[0].shape[0]
    if not unroll or not is_known(length):
        return scan(step, carry, xs)
    outputs = []
    for number in range(length):
        x = trees.map(lambda t, n=number: None if t is None else ops.get_item(t, n), xs)
        carry, output = step(carry, x)
        outputs.append(output)
    stacked = trees.map(lambda *many: None if many[0] is None else ops.stack(many), *outputs)
    return carry, stacked
