"""Lamb: Adam with a rate for each layer, for large batches."""

from collections.abc import Sequence
from typing import Any, Unpack

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Fraction, NotNegative
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.moments import average, unbiased
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.shared import OptimizerArguments, by_name
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class Lamb(Optimizer):
    """Scales the update Adam would make to the length of the weight it changes.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: the decay of the average of gradients.
        beta_2: the decay of the average of squares.
        epsilon: keeps the division finite.
        **shared: what every optimizer takes.

    Source: You et al. (2020), "Large batch optimization for deep learning", algorithm 2.
    """

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: Fraction = 0.9,
        beta_2: Fraction = 0.999,
        epsilon: NotNegative = 1e-7,
        *rest: Any,
        **shared: Unpack[OptimizerArguments],
    ) -> None:
        super().__init__(learning_rate, **by_name(self, rest, shared))
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def slots(self) -> Sequence[Slots]:
        return [{"momentum": "zeros", "velocity": "zeros"}]

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        step = self.step(variable.dtype)
        momentum = average(self.slot("momentum", variable), gradient, self.beta_1)
        velocity = average(self.slot("velocity", variable), ops.square(gradient), self.beta_2)
        scale = ops.sqrt(ops.divide(velocity, unbiased(self.beta_2, step)))
        update = ops.divide(
            ops.divide(momentum, unbiased(self.beta_1, step)), ops.add(scale, self.epsilon)
        )
        lengths = [ops.sqrt(ops.sum(ops.square(x))) for x in (variable, update)]
        known = ops.logical_and(ops.greater(lengths[0], 0.0), ops.greater(lengths[1], 0.0))
        ratio = ops.where(known, ops.divide(*lengths), 1.0)
        variable.assign_sub(ops.multiply(update, ops.multiply(ratio, learning_rate)))
