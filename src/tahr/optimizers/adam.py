"""Adam: steps measured by the first two moments of the gradient."""

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
class Adam(Optimizer):
    """Divides a moving average of gradients by the root of one of their squares.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: the decay of the average of gradients.
        beta_2: the decay of the average of squares.
        epsilon: keeps the division finite ("epsilon hat" in the paper).
        amsgrad: whether to divide by the largest average of squares so far.
        **shared: what every optimizer takes.

    Example:
        >>> weight = Variable([1.0])
        >>> Adam(0.1).apply([ops.ones(1)], [weight])
        >>> round(float(weight.numpy()[0]), 4)
        0.9

    Source: Kingma and Ba (2015), "Adam", algorithm 1 in the order of section 2; Reddi et al.
    (2018), "On the convergence of Adam and beyond", algorithm 2.
    """

    ordered_before = True

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: Fraction = 0.9,
        beta_2: Fraction = 0.999,
        epsilon: NotNegative = 1e-7,
        amsgrad: bool = False,
        *rest: Any,
        **shared: Unpack[OptimizerArguments],
    ) -> None:
        super().__init__(learning_rate, **by_name(self, rest, shared))
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.amsgrad = amsgrad

    def slots(self) -> Sequence[Slots]:
        moments = {"momentum": "zeros", "velocity": "zeros"}
        return [moments, {"velocity_hat": "zeros"}] if self.amsgrad else [moments]

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        step = self.step(variable.dtype)
        correction = ops.divide(ops.sqrt(unbiased(self.beta_2, step)), unbiased(self.beta_1, step))
        rate = ops.multiply(learning_rate, correction)
        momentum, velocity = (self.slot(name, variable) for name in ("momentum", "velocity"))
        if self.amsgrad:
            self._update_by_largest(gradient, variable, rate)
            return
        found = ops.adam_update(
            variable, gradient, momentum, velocity, rate, self.beta_1, self.beta_2, self.epsilon
        )
        for slot, value in zip((variable, momentum, velocity), found, strict=True):
            slot.assign(value)

    def _update_by_largest(self, gradient: Tensor, variable: Variable, rate: Tensor) -> None:
        momentum = average(self.slot("momentum", variable), gradient, self.beta_1)
        velocity = average(self.slot("velocity", variable), ops.square(gradient), self.beta_2)
        largest = self.slot("velocity_hat", variable)
        largest.assign(ops.maximum(largest, velocity))
        scale = ops.add(ops.sqrt(largest), self.epsilon)
        variable.assign_sub(ops.divide(ops.multiply(momentum, rate), scale))
