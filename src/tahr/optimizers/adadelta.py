"""Adadelta: steps in the unit of the weights."""

from collections.abc import Sequence
from typing import Any, Unpack

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Fraction, NotNegative
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.moments import average
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.shared import OptimizerArguments, by_name
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class Adadelta(Optimizer):
    """Scales gradients by the ratio of the sizes of recent updates and recent gradients.

    Args:
        learning_rate: a number, a schedule, or a callable.
        rho: the decay of both averages.
        epsilon: starts the updates, and keeps the division finite.
        **shared: what every optimizer takes.

    Source: Zeiler (2012), "Adadelta: an adaptive learning rate method", algorithm 1.
    """

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: Fraction = 0.95,
        epsilon: NotNegative = 1e-7,
        *rest: Any,
        **shared: Unpack[OptimizerArguments],
    ) -> None:
        super().__init__(learning_rate, **by_name(self, rest, shared))
        self.rho = rho
        self.epsilon = epsilon

    def slots(self) -> Sequence[Slots]:
        return [{"accumulated_grad": "zeros", "accumulated_delta_var": "zeros"}]

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        updates = self.slot("accumulated_delta_var", variable)
        grads = average(self.slot("accumulated_grad", variable), ops.square(gradient), self.rho)
        scale = ops.divide(self._root(updates), self._root(grads))
        update = ops.multiply(scale, gradient)
        average(updates, ops.square(update), self.rho)
        variable.assign_sub(ops.multiply(learning_rate, update))

    def _root(self, mean_square: TensorLike) -> Tensor:
        return ops.sqrt(ops.add(mean_square, self.epsilon))
