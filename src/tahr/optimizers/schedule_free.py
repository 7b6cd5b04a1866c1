"""Adam whose weights are averaged in place of letting the rate fall."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.moments import average, unbiased
from tahr.optimizers.optimizer import Optimizer


@known_as("keras.optimizers")
class ScheduleFreeAdamW(Optimizer):
    """Takes Adam's steps from one point, averages these points, and trains between the two.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: how near the weights are to the average, 0 to 1.
        beta_2: the decay of the average of squares.
        epsilon: keeps the division finite.
        warmup_steps: over how many updates the rate rises from 0.
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

    Source: Defazio et al. (2024), "The road less scheduled", algorithm 1, with equal weights
    in the average.
    """

    def __init__(
        self,
        learning_rate: Any = 0.0025,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        warmup_steps: int = 0,
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
