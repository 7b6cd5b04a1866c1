"""Gradient descent, plain or with momentum."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.errors import ArgumentError
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class SGD(Optimizer):
    """Goes down the gradient.

    With momentum, v = momentum v - rate g and w = w + v; Nesterov's form looks ahead, with
    w = w + momentum v - rate g.

    Args:
        learning_rate: a number, a schedule, or a callable.
        momentum: how much of the last update is kept, 0 to 1.
        nesterov: whether to look ahead.
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
        ArgumentError: the momentum is not between 0 and 1.

    Example:
        >>> weight = Variable([1.0])
        >>> SGD(0.5).apply([ops.ones(1)], [weight])
        >>> weight.numpy().tolist()
        [0.5]

    Source: Sutskever et al. (2013), "On the importance of initialization and momentum in deep
    learning", eq. 1-4.
    """

    def __init__(
        self,
        learning_rate: Any = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
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
        if not 0 <= momentum <= 1:
            raise ArgumentError("momentum lies between 0 and 1", where=self.name, got=momentum)
        self.momentum = momentum
        self.nesterov = nesterov

    def slots(self) -> Sequence[Slots]:
        return [{"momentum": "zeros"}] if self.momentum else []

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        update = ops.multiply(gradient, learning_rate)
        if not self.momentum:
            variable.assign_sub(update)
            return
        slot = self.slot("momentum", variable)
        moved = ops.subtract(ops.multiply(slot, self.momentum), update)
        slot.assign(moved)
        if self.nesterov:
            moved = ops.subtract(ops.multiply(moved, self.momentum), update)
        variable.assign_add(moved)
