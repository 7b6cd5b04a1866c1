"""Adagrad: steps measured by all squared gradients so far."""

from collections.abc import Sequence
from typing import Any

from tahr import initializers, ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class Adagrad(Optimizer):
    """Divides gradients by the root of the sum of all their squares.

    Args:
        learning_rate: a number, a schedule, or a callable.
        initial_accumulator_value: where the sum starts.
        epsilon: keeps the division finite.
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

    Source: Duchi et al. (2011), "Adaptive subgradient methods for online learning and
    stochastic optimization", eq. 1 with a diagonal matrix.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7,
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
        self.initial_accumulator_value = initial_accumulator_value
        self.epsilon = epsilon

    def slots(self) -> Sequence[Slots]:
        return [{"accumulator": initializers.Constant(self.initial_accumulator_value)}]

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        slot = self.slot("accumulator", variable)
        total = ops.add(slot, ops.square(gradient))
        slot.assign(total)
        scale = ops.sqrt(ops.add(total, self.epsilon))
        variable.assign_sub(ops.divide(ops.multiply(learning_rate, gradient), scale))
