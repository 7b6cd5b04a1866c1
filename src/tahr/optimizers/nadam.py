"""Adam that looks ahead as Nesterov's momentum does."""

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


class NadamArguments(OptimizerArguments, total=False):
    """What Nadam takes by name."""

    schedule_decay: float | None


@known_as("keras.optimizers")
class Nadam(Optimizer):
    """Adam whose average of gradients is taken one step further.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: the decay of the average of gradients, which it approaches from one half.
        beta_2: the decay of the average of squares.
        epsilon: keeps the division finite.
        **shared: what every optimizer takes.
        schedule_decay: how fast beta_1 is approached: 1 today, 0.004 by default in Keras 1 and 2.

    Source: Dozat (2016), "Incorporating Nesterov momentum into Adam", algorithm 2 with the
    momentum schedule of its section 2.
    """

    ordered_before = True

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: Fraction = 0.9,
        beta_2: Fraction = 0.999,
        epsilon: NotNegative = 1e-7,
        *rest: Any,
        **shared: Unpack[NadamArguments],
    ) -> None:
        given = shared.pop("schedule_decay", None)
        self.schedule_decay: float = 1.0 if given is None else float(given)
        super().__init__(learning_rate, **by_name(self, rest, shared))
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def slots(self) -> Sequence[Slots]:
        return [{"momentum": "zeros", "velocity": "zeros"}]

    def build(self, variables: Sequence[Variable]) -> None:
        if self.built:
            return
        super().build(variables)
        self._u_product = self.add_variable(initializer="ones", name="u_product")

    def prepare(self) -> None:
        step = self.step(self._u_product.dtype)
        self._u_product.assign(ops.multiply(self._u_product, self._decay(step)))

    def _decay(self, step: Tensor) -> Tensor:
        """Returns the decay of the average of gradients at a step."""
        passed = ops.multiply(step, self.schedule_decay)
        warmup = ops.multiply(0.5, ops.power(ops.cast(0.96, step.dtype), passed))
        return ops.multiply(self.beta_1, ops.subtract(1.0, warmup))

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        step = self.step(variable.dtype)
        momentum = average(self.slot("momentum", variable), gradient, self.beta_1)
        velocity = average(self.slot("velocity", variable), ops.square(gradient), self.beta_2)
        now, then = self._decay(step), self._decay(ops.add(step, 1.0))
        past = ops.cast(self._u_product, variable.dtype)
        ahead = ops.divide(then, ops.subtract(1.0, ops.multiply(past, then)))
        here = ops.divide(ops.subtract(1.0, now), ops.subtract(1.0, past))
        moved = ops.add(ops.multiply(momentum, ahead), ops.multiply(gradient, here))
        scale = ops.sqrt(ops.divide(velocity, unbiased(self.beta_2, step)))
        scale = ops.add(scale, self.epsilon)
        variable.assign_sub(ops.divide(ops.multiply(moved, learning_rate), scale))

    def get_config(self) -> dict[str, Any]:
        slower = {} if self.schedule_decay == 1.0 else {"schedule_decay": self.schedule_decay}
        return {**super().get_config(), **slower}
