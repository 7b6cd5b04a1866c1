"""What the cells of recurrent layers share: states, dropout, and a step in two halves."""

from collections.abc import Callable
from typing import Any

from tahr import activations, ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, Fraction, Seed
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.checks import length_of_last
from tahr.layers.base.layer import Layer
from tahr.layers.base.weight_rules import WeightRules
from tahr.ops import random
from tahr.ops.random.seeds import SeedGenerator

ROLES = ("kernel", "recurrent", "bias")


class Recurrence:
    """What a cell and the layer that makes it and runs it along sequences both take.

    Args:
        units: length of the output and of each state.
        activation: of the output, or of the candidate for it.
        use_bias: whether a bias is added.
        kernel_initializer: for the weights on the inputs, `(inputs, gates * units)`; there are 4
            gates in an LSTM, 3 in a GRU, else 1.
        recurrent_initializer: for the weights on the states, `(units, gates * units)`.
        bias_initializer: for the bias.
        kernel_regularizer: penalty on the weights on the inputs.
        recurrent_regularizer: penalty on the weights on the states.
        bias_regularizer: penalty on the bias.
        kernel_constraint: maps the weights on the inputs back after each update.
        recurrent_constraint: maps the weights on the states back after each update.
        bias_constraint: maps the bias back after each update.
        dropout: fraction of the inputs to drop in training.
        recurrent_dropout: fraction of the states to drop in training.
        seed: of the dropout; None draws one.
        **kwargs: what every layer takes.
    """


@rows_apart
class Cell(Recurrence, Layer):
    """One step of a recurrence: `cell(inputs, states)` gives the output and the next states.

    The step has two halves. `project` is all that the input alone decides, so a recurrent
    layer computes it for the whole sequence in one product; `advance` needs the states.

    Args:
        kernel: initializer, regularizer and constraint of the weights on the inputs.
        recurrent: those of the weights on the states.
        bias: those of the bias.
    """

    gates = 1
    """How many blocks of `units` columns the weights have."""

    @checked
    def __init__(
        self,
        units: Count,
        activation: Any,
        use_bias: bool,
        kernel: tuple[Any, Any, Any],
        recurrent: tuple[Any, Any, Any],
        bias: tuple[Any, Any, Any],
        dropout: Fraction,
        recurrent_dropout: Fraction,
        seed: Seed | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.units: int = int(units)
        self.activation: Callable[..., Any] = activations.get(activation)
        self.use_bias = use_bias
        given = zip(ROLES, (kernel, recurrent, bias), strict=True)
        self.rules: dict[str, WeightRules] = {
            role: WeightRules(self, role, *three) for role, three in given
        }
        self.dropout: float = float(dropout)
        self.recurrent_dropout: float = float(recurrent_dropout)
        self.seed = seed
        self.seed_generator: SeedGenerator | None = (
            SeedGenerator(seed) if dropout or recurrent_dropout else None
        )
        self.state_size: int | list[int] = self.units
        self.output_size: int = self.units
        self._kept: dict[str, Tensor] = {}

    def build(self, input_shape: Shape) -> None:
        inputs = length_of_last(input_shape, self)
        columns = self.gates * self.units
        self.kernel: Variable = self.rules["kernel"].make((inputs, columns))
        self.recurrent_kernel: Variable = self.rules["recurrent"].make(
            (self.units, columns), name="recurrent_kernel"
        )
        self.bias: Any | None = self.make_bias((columns,)) if self.use_bias else None

    def make_bias(self, shape: Shape) -> Any:
        """Makes the bias."""
        return self.rules["bias"].make(shape)  # type: ignore[arg-type]

    def call(self, inputs: Tensor, states: Any, training: bool = False) -> tuple[Tensor, Any]:
        nested = isinstance(states, list | tuple)
        given = list(states) if nested else [states]
        output, after = self.advance(self.project(inputs, training), given, training)
        return output, after if nested else after[0]

    def project(self, inputs: Tensor, training: bool) -> Tensor:
        """Returns what the inputs alone decide, for one step or, with a time axis, for all."""
        outputs = self.weighted(inputs, training)
        return outputs if self.bias is None else ops.add(outputs, self.bias)

    def weighted(self, inputs: Tensor, training: bool) -> Tensor:
        """Returns the product of the inputs, dropout applied, with their weights."""
        kept = self.kept("inputs", self.dropout, inputs, training)
        inputs = inputs if kept is None else ops.multiply(inputs, kept)
        return ops.matmul(inputs, self.kernel)

    def advance(
        self, projected: Tensor, states: list[Tensor], training: bool
    ) -> tuple[Tensor, list[Tensor]]:
        """Returns the output and the next states; every cell writes its own."""
        raise NotImplementedError

    @property
    def is_usual(self) -> bool:
        """Whether it computes what an op computes for whole sequences, in `run`."""
        return False

    def run(self, sequences: Tensor, states: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """Returns the outputs `(batch, time, units)` and the last states, dropout apart."""
        raise NotImplementedError

    def dropped(self, state: Tensor, training: bool) -> Tensor:
        """Returns a state with the recurrent dropout applied."""
        kept = self.kept("states", self.recurrent_dropout, state, training)
        return state if kept is None else ops.multiply(state, kept)

    def kept(self, what: str, rate: float, x: Tensor, training: bool) -> Tensor | None:
        """Returns the factors of the dropout, the same at every step of one sequence.

        Source: Gal & Ghahramani 2016, "A theoretically grounded application of dropout in
        recurrent neural networks".
        """
        if not training or not rate:
            return None
        if what not in self._kept:
            shape = (x.shape[0], x.shape[-1])
            ones = ops.ones(shape, dtype=ops.dtype(x))
            self._kept[what] = random.dropout(ones, rate, seed=self.seed_generator)
        kept = self._kept[what]
        return ops.expand_dims(kept, 1) if len(x.shape) == 3 else kept

    def draw_dropout(self, inputs: int, batch: int) -> None:
        """Draws the dropout of a sequence before its first step."""
        rates = {"inputs": (self.dropout, inputs), "states": (self.recurrent_dropout, self.units)}
        for what, (rate, length) in rates.items():
            ones = ops.ones((batch, length), dtype=self.compute_dtype)
            self.kept(what, rate, ones, training=True)

    def reset_dropout_mask(self) -> None:
        """Forgets the dropout of the inputs, so that the next call draws another."""
        self._kept.pop("inputs", None)

    def reset_recurrent_dropout_mask(self) -> None:
        """Forgets the dropout of the states, so that the next call draws another."""
        self._kept.pop("states", None)

    def get_initial_state(self, batch_size: int | None = None) -> list[Tensor]:
        """Returns zeros for the states."""
        sizes = self.state_size if isinstance(self.state_size, list) else [self.state_size]
        return [ops.zeros((batch_size, size), dtype=self.compute_dtype) for size in sizes]
