"""Adafactor: the squares of a matrix of gradients, remembered by rows and columns only."""

from collections.abc import Sequence
from typing import Annotated, Any, Unpack

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import NotNegative, Positive, Range
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.shared import OptimizerArguments, by_name


@known_as("keras.optimizers")
class Adafactor(Optimizer):
    """Divides gradients by the root of their mean squares, kept for rows and columns.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_2_decay: the power of the step by which the average of squares slows down.
        epsilon_1: added to squared gradients.
        epsilon_2: the least size a weight is taken to have.
        clip_threshold: the largest root mean square of an update.
        relative_step: whether the rate is at most one over the root of the step.
        **shared: what every optimizer takes.

    Source: Shazeer and Stern (2018), "Adafactor", algorithms 4 and 5.
    """

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_2_decay: Annotated[float, Range(most=0)] = -0.8,
        epsilon_1: NotNegative = 1e-30,
        epsilon_2: NotNegative = 1e-3,
        clip_threshold: Positive = 1.0,
        relative_step: bool = True,
        *rest: Any,
        **shared: Unpack[OptimizerArguments],
    ) -> None:
        super().__init__(learning_rate, **by_name(self, rest, shared))
        self.beta_2_decay = beta_2_decay
        self.epsilon_1 = epsilon_1
        self.epsilon_2 = epsilon_2
        self.clip_threshold = clip_threshold
        self.relative_step = relative_step

    def build(self, variables: Sequence[Variable]) -> None:
        if self.built:
            return
        super().build(variables)
        made: dict[str, list[Variable]] = {"row": [], "column": [], "velocity": []}
        for variable in variables:
            path, shape = variable.path.replace("/", "_"), variable.shape
            lines = (shape[:-1], (*shape[:-2], shape[-1])) if len(shape) > 1 else ((), ())
            for name, line in zip(("row", "column"), lines, strict=True):
                slot = self.add_variable(line, dtype=variable.dtype, name=f"{path}_{name}")
                made[name].append(slot)
            made["velocity"].append(self.add_variable_from_reference(variable, "velocity"))
        self._slots |= made

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        step = self.step(variable.dtype)
        if self.relative_step:
            learning_rate = ops.minimum(learning_rate, ops.rsqrt(step))
        size = ops.maximum(_root_mean_square(variable), self.epsilon_2)
        keep = ops.subtract(1.0, ops.power(step, self.beta_2_decay))
        squares = ops.add(ops.square(gradient), self.epsilon_1)
        update = ops.divide(gradient, ops.sqrt(self._spread(variable, squares, keep)))
        excess = ops.divide(_root_mean_square(update), self.clip_threshold)
        update = ops.divide(update, ops.maximum(1.0, excess))
        variable.assign_sub(ops.multiply(ops.multiply(size, learning_rate), update))

    def _spread(self, variable: Variable, squares: Tensor, keep: Tensor) -> Tensor:
        """Moves the averages of squares, and gives the mean square of each element."""
        if len(variable.shape) < 2:
            return _moved(self.slot("velocity", variable), squares, keep)
        rows = _moved(self.slot("row", variable), ops.mean(squares, axis=-1), keep)
        columns = _moved(self.slot("column", variable), ops.mean(squares, axis=-2), keep)
        shares = ops.divide(rows, ops.mean(rows, axis=-1, keepdims=True))
        return ops.multiply(ops.expand_dims(shares, -1), ops.expand_dims(columns, -2))


def _root_mean_square(x: TensorLike) -> Tensor:
    return ops.sqrt(ops.mean(ops.square(x)))


def _moved(slot: Variable, value: Tensor, keep: Tensor) -> Tensor:
    moved = ops.add(ops.multiply(slot, keep), ops.multiply(value, ops.subtract(1.0, keep)))
    slot.assign(moved)
    return moved
