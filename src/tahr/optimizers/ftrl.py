"""Follow the regularized leader: sparse weights."""

from collections.abc import Sequence
from typing import Any

from tahr import initializers, ops
from tahr.core.errors import ArgumentError
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class Ftrl(Optimizer):
    """Solves, weight by weight, for the best value in the light of all gradients so far.

    Args:
        learning_rate: a number, a schedule, or a callable.
        learning_rate_power: how the rate falls with the sum of squares, 0 or less.
        initial_accumulator_value: where that sum starts, 0 or more.
        l1_regularization_strength: the weight of the absolute values of weights, 0 or more.
        l2_regularization_strength: the weight of their squares, 0 or more.
        l2_shrinkage_regularization_strength: the same, added to gradients only, 0 or more.
        beta: added to the root of the sum of squares.
        weight_decay: see `Optimizer`, as are all that follow.
        clipnorm: the longest each gradient may be.
        clipvalue: the largest an element of a gradient may be.
        global_clipnorm: the longest all gradients may be together.
        use_ema: whether to keep a moving average of the weights.
        ema_momentum: how slowly it moves.
        ema_overwrite_frequency: after how many updates the weights take its value.
        loss_scale_factor: what the loss is multiplied with.
        gradient_accumulation_steps: how many gradients make one update.
        name: for paths and files.
        **kwargs: nothing; old names are translated.

    Raises:
        ArgumentError: an argument is out of its range.

    Source: McMahan et al. (2013), "Ad click prediction: a view from the trenches",
    algorithm 1.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        l2_shrinkage_regularization_strength: float = 0.0,
        beta: float = 0.0,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            learning_rate,
            weight_decay,
            clipnorm,
            clipvalue,
            global_clipnorm,
            use_ema,
            ema_momentum,
            ema_overwrite_frequency,
            loss_scale_factor,
            gradient_accumulation_steps,
            name,
            **kwargs,
        )
        self.learning_rate_power = learning_rate_power
        self.initial_accumulator_value = initial_accumulator_value
        self.l1_regularization_strength = l1_regularization_strength
        self.l2_regularization_strength = l2_regularization_strength
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength
        self.beta = beta
        if learning_rate_power > 0:
            raise ArgumentError(
                "learning_rate_power is 0 or less", where=self.name, got=learning_rate_power
            )
        for option in OPTIONS[1:5]:
            if getattr(self, option) < 0:
                raise ArgumentError(
                    f"{option} is 0 or more", where=self.name, got=getattr(self, option)
                )

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


OPTIONS = (
    "learning_rate_power", "initial_accumulator_value", "l1_regularization_strength",
    "l2_regularization_strength", "l2_shrinkage_regularization_strength", "beta",
)  # fmt: skip
