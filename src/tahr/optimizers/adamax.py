"""Adam by the largest gradients rather than the mean square."""

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
class Adamax(Optimizer):
    """Divides a moving average of gradients by a decaying maximum of their sizes.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: the decay of the average.
        beta_2: the decay of the maximum.
        epsilon: keeps the division finite.
        **shared: what every optimizer takes.

    Source: Kingma and Ba (2015), "Adam", algorithm 2.
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
        return [{"momentum": "zeros", "norm": "zeros"}]

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        momentum = average(self.slot("momentum", variable), gradient, self.beta_1)
        slot = self.slot("norm", variable)
        norm = ops.maximum(ops.multiply(slot, self.beta_2), ops.absolute(gradient))
        slot.assign(norm)
        rate = ops.divide(learning_rate, unbiased(self.beta_1, self.step(variable.dtype)))
        scale = ops.add(norm, self.epsilon)
        variable.assign_sub(ops.divide(ops.multiply(momentum, rate), scale))
