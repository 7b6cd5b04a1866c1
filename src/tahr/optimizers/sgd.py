"""Gradient descent, plain or with momentum."""

from collections.abc import Sequence
from typing import Any, Unpack

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Fraction
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.shared import OptimizerArguments, by_name
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class SGD(Optimizer):
    """Gradient descent, with momentum on request.

    With momentum, v = momentum v - rate g and w = w + v; Nesterov's form looks ahead, with
    w = w + momentum v - rate g.

    Args:
        learning_rate: a number, a schedule, or a callable.
        momentum: how much of the last update is kept, 0 to 1.
        nesterov: whether to look ahead.
        **shared: what every optimizer takes.

    Raises:
        ArgumentError: the momentum is not between 0 and 1.

    Example:
        >>> weight = Variable([1.0])
        >>> SGD(0.5).apply([ops.ones(1)], [weight])
        >>> weight.numpy().tolist()
        [0.5]

    Source: Sutskever et al. (2013), "On the importance of initialization and momentum in deep
    learning", eq. 1-4.
    """

    ordered_before = True

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.01,
        momentum: Fraction = 0.0,
        nesterov: bool = False,
        *rest: Any,
        **shared: Unpack[OptimizerArguments],
    ) -> None:
        super().__init__(learning_rate, **by_name(self, rest, shared))
        self.momentum = momentum
        self.nesterov = nesterov

    def slots(self) -> Sequence[Slots]:
        return [{"momentum": "zeros"}] if self.momentum else []

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        update = ops.multiply(gradient, learning_rate)
        if not self.momentum:
            variable.assign_sub(update)
            return
        slot = self.slot("momentum", variable)
        moved = ops.subtract(ops.multiply(slot, self.momentum), update)
        slot.assign(moved)
        if self.nesterov:
            moved = ops.subtract(ops.multiply(moved, self.momentum), update)
        variable.assign_add(moved)
