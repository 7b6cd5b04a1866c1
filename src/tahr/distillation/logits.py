"""Distillation of what a model gives in the end."""

from typing import Any

from tahr import losses, ops
from tahr.core.arguments import checked
from tahr.core.ranges import Positive
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.distillation.loss import ComparingLoss, same_shapes

OF_PROBABILITIES = (losses.KLDivergence, losses.CategoricalCrossentropy)
"""Losses that compare probabilities; all others are given what the models give."""


@known_as("keras.distillation")
class LogitsDistillation(ComparingLoss):
    """Compares what a student gives in the end with what a teacher gives, at a temperature.

    Logits are divided by the temperature. A divergence or crossentropy then gets their softmax, and
    is multiplied by the square of the temperature, so that its gradients keep their size; any other
    loss gets them as they are.

    Args:
        temperature: what logits are divided by; above zero.
        loss: compares the two; a list or dict of losses for several outputs, None for one that is
            not compared.

    Outputs: logits `(batch, ..., classes)`.

    Raises:
        ArgumentError: the temperature is not above zero, or there is no loss.

    Example:
        >>> loss = LogitsDistillation(temperature=2.0)
        >>> float(loss.compute_loss([[2.0, 0.0]], [[2.0, 0.0]]))
        0.0

    Source: Hinton et al. 2015, "Distilling the knowledge in a neural network", section 2.
    """

    @checked
    def __init__(self, temperature: Positive = 3.0, loss: Any = "kl_divergence") -> None:
        super().__init__(loss)
        self.temperature: float = float(temperature)

    def of_one(self, loss: Any, target: Tensor, output: Tensor) -> Tensor:
        theirs, own = (ops.divide(logits, self.temperature) for logits in (target, output))
        if not isinstance(loss, OF_PROBABILITIES):
            return loss(theirs, own)
        theirs = ops.softmax(theirs, axis=-1)
        own = own if _takes_logits(loss) else ops.softmax(own, axis=-1)
        return ops.multiply(loss(theirs, own), self.temperature**2)

    def validate_model_compatibility(self, teacher: Any, student: Any) -> None:
        theirs, own = teacher.known_outputs(), student.known_outputs()
        if theirs is not None and own is not None:
            self.validate_outputs(theirs, own)
            same_shapes(self, theirs, own)


def _takes_logits(loss: Any) -> bool:
    return bool(getattr(loss, "options", {}).get("from_logits", False))
