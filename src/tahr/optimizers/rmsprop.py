"""RMSprop: steps measured by the root of recent squared gradients."""

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
class RMSprop(Optimizer):
    """Divides gradients by the root of a moving average of their squares.

    Args:
        learning_rate: a number, a schedule, or a callable.
        rho: the decay of the average.
        momentum: how much of the last update is kept.
        epsilon: keeps the division finite.
        centered: whether to divide by the variance rather than the mean square.
        **shared: what every optimizer takes.

    Example:
        >>> weight = Variable([1.0])
        >>> RMSprop(0.1).apply([ops.ones(1)], [weight])
        >>> round(float(weight.numpy()[0]), 4)
        0.6838

    Source: Hinton (2012), "Neural networks for machine learning", lecture 6e; the centered
    form: Graves (2013), "Generating sequences with recurrent neural networks", eq. 38-45.
    """

    ordered_before = True

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: Fraction = 0.9,
        momentum: Fraction = 0.0,
        epsilon: NotNegative = 1e-7,
        centered: bool = False,
        *rest: Any,
        **shared: Unpack[OptimizerArguments],
    ) -> None:
        super().__init__(learning_rate, **by_name(self, rest, shared))
        self.rho = rho
        self.momentum = momentum
        self.epsilon = epsilon
        self.centered = centered

    def slots(self) -> Sequence[Slots]:
        wanted = {
            "velocity": True,
            "momentum": self.momentum > 0,
            "average_gradient": self.centered,
        }
        return [{name: "zeros"} for name, is_wanted in wanted.items() if is_wanted]

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        spread = average(self.slot("velocity", variable), ops.square(gradient), self.rho)
        if self.centered:
            mean = average(self.slot("average_gradient", variable), gradient, self.rho)
            spread = ops.subtract(spread, ops.square(mean))
        scale = ops.rsqrt(ops.add(spread, self.epsilon))
        update = ops.multiply(ops.multiply(learning_rate, gradient), scale)
        if self.momentum > 0:
            slot = self.slot("momentum", variable)
            update = ops.add(ops.multiply(slot, self.momentum), update)
            slot.assign(update)
        variable.assign_sub(update)
