"""Adadelta: steps in the unit of the weights."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.moments import average
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class Adadelta(Optimizer):
    """Scales gradients by the ratio of the sizes of recent updates and recent gradients.

    Args:
        learning_rate: a number, a schedule, or a callable.
        rho: the decay of both averages.
        epsilon: starts the updates, and keeps the division finite.
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

    Source: Zeiler (2012), "Adadelta: an adaptive learning rate method", algorithm 1.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: float = 0.95,
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
