"""Lion: steps by the sign of the momentum."""

from collections.abc import Sequence
from typing import Annotated, Any, Unpack

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Range
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.moments import average
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.shared import OptimizerArguments, by_name
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class Lion(Optimizer):
    """Moves each weight by the sign of its momentum, times the learning rate.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: how much the momentum counts against the gradient, above 0 and up to 1.
        beta_2: the decay of the momentum.
        **shared: what every optimizer takes.

    Raises:
        ArgumentError: beta_1 is not above 0 and up to 1.

    Source: Chen et al. (2023), "Symbolic discovery of optimization algorithms", program 1.
    """

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: Annotated[float, Range(0, 1, above=True)] = 0.9,
        beta_2: float = 0.99,
        *rest: Any,
        **shared: Unpack[OptimizerArguments],
    ) -> None:
        super().__init__(learning_rate, **by_name(self, rest, shared))
        self.beta_1 = beta_1
        self.beta_2 = beta_2

    def slots(self) -> Sequence[Slots]:
        return [{"momentum": "zeros"}]

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        slot = self.slot("momentum", variable)
        ahead = ops.add(ops.multiply(slot, self.beta_1), ops.multiply(gradient, 1.0 - self.beta_1))
        variable.assign_sub(ops.multiply(learning_rate, ops.sign(ahead)))
        average(slot, gradient, self.beta_2)
