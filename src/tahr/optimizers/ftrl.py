"""Follow the regularized leader: sparse weights."""

from collections.abc import Sequence
from typing import Annotated, Any, Unpack

from tahr import initializers, ops
from tahr.core.arguments import checked
from tahr.core.ranges import NotNegative, Range
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.shared import OptimizerArguments, by_name
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class Ftrl(Optimizer):
    """Follow the regularized leader: the best value of each weight for all gradients so far.

    Args:
        learning_rate: a number, a schedule, or a callable.
        learning_rate_power: how the rate falls with the sum of squares, 0 or less.
        initial_accumulator_value: where that sum starts, 0 or more.
        l1_regularization_strength: the weight of the absolute values of weights, 0 or more.
        l2_regularization_strength: the weight of their squares, 0 or more.
        l2_shrinkage_regularization_strength: the same, added to gradients only, 0 or more.
        beta: added to the root of the sum of squares.
        **shared: what every optimizer takes.

    Raises:
        ArgumentError: an argument is out of its range.

    Source: McMahan et al. (2013), "Ad click prediction: a view from the trenches",
    algorithm 1.
    """

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.001,
        learning_rate_power: Annotated[float, Range(most=0)] = -0.5,
        initial_accumulator_value: NotNegative = 0.1,
        l1_regularization_strength: NotNegative = 0.0,
        l2_regularization_strength: NotNegative = 0.0,
        l2_shrinkage_regularization_strength: NotNegative = 0.0,
        beta: float = 0.0,
        *rest: Any,
        **shared: Unpack[OptimizerArguments],
    ) -> None:
        super().__init__(learning_rate, **by_name(self, rest, shared))
        self.learning_rate_power = learning_rate_power
        self.initial_accumulator_value = initial_accumulator_value
        self.l1_regularization_strength = l1_regularization_strength
        self.l2_regularization_strength = l2_regularization_strength
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength
        self.beta = beta

    def slots(self) -> Sequence[Slots]:
        first = initializers.Constant(self.initial_accumulator_value)
        return [{"accumulator": first, "linear": "zeros"}]

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        squares, linear = self.slot("accumulator", variable), self.slot("linear", variable)
        total = ops.add(squares, ops.square(gradient))
        new, old = (ops.power(x, -self.learning_rate_power) for x in (total, squares))
        sigma = ops.divide(ops.subtract(new, old), learning_rate)
        shrunk = ops.multiply(variable, 2.0 * self.l2_shrinkage_regularization_strength)
        slope = ops.subtract(ops.add(gradient, shrunk), ops.multiply(sigma, variable))
        slope = ops.add(linear, slope)
        ridge = ops.add(2.0 * self.l2_regularization_strength, ops.divide(self.beta, learning_rate))
        curvature = ops.add(ops.divide(new, learning_rate), ridge)
        kept = ops.clip(slope, -self.l1_regularization_strength, self.l1_regularization_strength)
        variable.assign(ops.divide(ops.subtract(kept, slope), curvature))
        linear.assign(slope)
        squares.assign(total)
