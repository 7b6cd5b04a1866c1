"""Adagrad: steps measured by all squared gradients so far."""

from collections.abc import Sequence
from typing import Any, Unpack

from tahr import initializers, ops
from tahr.core.arguments import checked
from tahr.core.ranges import NotNegative
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.shared import OptimizerArguments, by_name
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class Adagrad(Optimizer):
    """Divides gradients by the root of the sum of all their squares.

    Args:
        learning_rate: a number, a schedule, or a callable.
        initial_accumulator_value: where the sum starts.
        epsilon: keeps the division finite.
        **shared: what every optimizer takes.

    Source: Duchi et al. (2011), "Adaptive subgradient methods for online learning and
    stochastic optimization", eq. 1 with a diagonal matrix.
    """

    ordered_before = True

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.001,
        initial_accumulator_value: NotNegative = 0.1,
        epsilon: NotNegative = 1e-7,
        *rest: Any,
        **shared: Unpack[OptimizerArguments],
    ) -> None:
        super().__init__(learning_rate, **by_name(self, rest, shared))
        self.initial_accumulator_value = initial_accumulator_value
        self.epsilon = epsilon

    def slots(self) -> Sequence[Slots]:
        return [{"accumulator": initializers.Constant(self.initial_accumulator_value)}]

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        slot = self.slot("accumulator", variable)
        total = ops.add(slot, ops.square(gradient))
        slot.assign(total)
        scale = ops.sqrt(ops.add(total, self.epsilon))
        variable.assign_sub(ops.divide(ops.multiply(learning_rate, gradient), scale))
