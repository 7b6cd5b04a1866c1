"""Lamb: Adam with a rate for each layer, for large batches."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.moments import average, unbiased
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class Lamb(Optimizer):
    """Scales the update Adam would make to the length of the weight it changes.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: the decay of the average of gradients.
        beta_2: the decay of the average of squares.
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

    Source: You et al. (2020), "Large batch optimization for deep learning", algorithm 2.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
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
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def slots(self) -> Sequence[Slots]:
        return [{"momentum": "zeros", "velocity": "zeros"}]

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        step = self.step(variable.dtype)
        momentum = average(self.slot("momentum", variable), gradient, self.beta_1)
        velocity = average(self.slot("velocity", variable), ops.square(gradient), self.beta_2)
        scale = ops.sqrt(ops.divide(velocity, unbiased(self.beta_2, step)))
        update = ops.divide(
            ops.divide(momentum, unbiased(self.beta_1, step)), ops.add(scale, self.epsilon)
        )
        lengths = [ops.sqrt(ops.sum(ops.square(x))) for x in (variable, update)]
        known = ops.logical_and(ops.greater(lengths[0], 0.0), ops.greater(lengths[1], 0.0))
        ratio = ops.where(known, ops.divide(*lengths), 1.0)
        variable.assign_sub(ops.multiply(update, ops.multiply(ratio, learning_rate)))
