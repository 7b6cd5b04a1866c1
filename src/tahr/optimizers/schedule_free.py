"""Adam whose weights are averaged in place of letting the rate fall."""

from collections.abc import Sequence
from typing import Any, Unpack

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import BelowOne, Inside, NotNegative
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.moments import average, unbiased
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.shared import OptimizerArguments, by_name


@known_as("keras.optimizers")
class ScheduleFreeAdamW(Optimizer):
    """Takes Adam's steps from one point, averages these points, and trains between the two.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: how near the weights are to the average, 0 to 1.
        beta_2: the decay of the average of squares.
        epsilon: keeps the division finite.
        warmup_steps: over how many updates the rate rises from 0.
        **shared: what every optimizer takes.

    Source: Defazio et al. (2024), "The road less scheduled", algorithm 1, with equal weights
    in the average.
    """

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.0025,
        beta_1: Inside = 0.9,
        beta_2: BelowOne = 0.999,
        epsilon: NotNegative = 1e-8,
        warmup_steps: NotNegative = 0,
        *rest: Any,
        **shared: Unpack[OptimizerArguments],
    ) -> None:
        super().__init__(learning_rate, **by_name(self, rest, shared))
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.warmup_steps = warmup_steps

    def build(self, variables: Sequence[Variable]) -> None:
        if self.built:
            return
        super().build(variables)
        made: dict[str, list[Variable]] = {"momentum": [], "velocity": []}
        for variable in variables:
            first = self.copied(variable)
            made["momentum"].append(self.add_variable_from_reference(variable, "momentum", first))
            made["velocity"].append(self.add_variable_from_reference(variable, "velocity"))
        self._slots |= made

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        step = self.step(variable.dtype)
        if self.warmup_steps:
            share = ops.minimum(ops.divide(step, float(self.warmup_steps)), 1.0)
            learning_rate = ops.multiply(learning_rate, share)
        point = self.slot("momentum", variable)
        squares = average(self.slot("velocity", variable), ops.square(gradient), self.beta_2)
        scale = ops.sqrt(ops.divide(squares, unbiased(self.beta_2, step)))
        update = ops.divide(ops.multiply(gradient, learning_rate), ops.add(scale, self.epsilon))
        moved = ops.subtract(point, update)
        here = ops.multiply(point, 1.0 - self.beta_1)
        mean = ops.divide(ops.subtract(variable, here), self.beta_1)
        mean = ops.add(mean, ops.divide(ops.subtract(moved, mean), step))
        point.assign(moved)
        variable.assign(
            ops.add(ops.multiply(moved, 1.0 - self.beta_1), ops.multiply(mean, self.beta_1))
        )
