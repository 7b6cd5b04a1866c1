"""Adam with weight decay of its own."""

from typing import Any, Unpack

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Fraction, NotNegative
from tahr.core.registry import known_as
from tahr.optimizers.adam import Adam
from tahr.optimizers.shared import PLACES, SharedArguments, by_name


@known_as("keras.optimizers")
class AdamW(Adam):
    """Adam that shrinks the weights apart from the gradient.

    Args:
        learning_rate: a number, a schedule, or a callable.
        weight_decay: the share of each weight, times the learning rate, taken off each update.
        beta_1: the decay of the average of gradients.
        beta_2: the decay of the average of squares.
        epsilon: keeps the division finite.
        amsgrad: whether to divide by the largest average of squares so far.
        **shared: what every optimizer takes.

    Raises:
        ArgumentError: the weight decay is None.

    Source: Loshchilov and Hutter (2019), "Decoupled weight decay regularization", algorithm 2.
    """

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.001,
        weight_decay: float | None = 0.004,
        beta_1: Fraction = 0.9,
        beta_2: Fraction = 0.999,
        epsilon: NotNegative = 1e-7,
        amsgrad: bool = False,
        *rest: Any,
        **shared: Unpack[SharedArguments],
    ) -> None:
        super().__init__(
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
            amsgrad,
            weight_decay,
            **by_name(self, rest, shared, PLACES[1:]),
        )
        if weight_decay is None:
            raise ArgumentError("AdamW needs a weight decay", where=self.name, todo="use Adam")
