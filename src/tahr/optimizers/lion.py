"""Lion: steps by the sign of the momentum."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.errors import ArgumentError
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.moments import average
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class Lion(Optimizer):
    """Moves each weight by the learning rate, in the direction of the momentum.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: how much the momentum counts against the gradient, above 0 and up to 1.
        beta_2: the decay of the momentum.
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
        ArgumentError: beta_1 is not above 0 and up to 1.

    Source: Chen et al. (2023), "Symbolic discovery of optimization algorithms", program 1.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.99,
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
        if not 0 < beta_1 <= 1:
            raise ArgumentError("beta_1 is above 0 and up to 1", where=self.name, got=beta_1)
        self.beta_1 = beta_1
        self.beta_2 = beta_2

    def slots(self) -> Sequence[Slots]:
        return [{"momentum": "zeros"}]

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        slot = self.slot("momentum", variable)
        ahead = ops.add(ops.multiply(slot, self.beta_1), ops.multiply(gradient, 1.0 - self.beta_1))
        variable.assign_sub(ops.multiply(learning_rate, ops.sign(ahead)))
        average(slot, gradient, self.beta_2)
