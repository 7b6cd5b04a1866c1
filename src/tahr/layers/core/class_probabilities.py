"""Logits as probabilities of classes that have names."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.layers.base.layer import Layer


@known_as("tahr.layers", "ClassProbabilities")
@rows_apart
class ClassProbabilities(Layer):
    """Turns logits into probabilities, and knows what the classes are called.

    Args:
        labels: the names of the classes, in the order of the logits; of two classes with one
            logit, the second is the one whose probability is told.
        together: whether several classes may hold at once, each with a probability of its own.
        **kwargs: what every layer takes.

    Input: `(..., len(labels))`, or `(..., 1)` for two classes. Output: the same shape.

    Raises:
        ArgumentError: there are fewer than two names, or one twice; or other logits than names.

    Example:
        >>> import numpy as np
        >>> layer = ClassProbabilities(["cat", "dog"])
        >>> layer(np.array([[0.0, 0.0]], "float32")).tolist()
        [[0.5, 0.5]]
    """

    @checked
    def __init__(self, labels: Sequence[str], together: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.labels: list[str] = [str(label) for label in labels]
        self.together: bool = together
        few = len(self.labels) < (1 if together else 2)
        if few or len(set(self.labels)) < len(self.labels):
            raise ArgumentError(
                "the names of classes differ, and there are two or more",
                where=self.name,
                got=repr(labels)[:80],
            )

    def build(self, input_shape: Shape) -> None:
        logits, names = input_shape[-1], len(self.labels)
        single = logits == 1 and names == 2 and not self.together
        if logits != names and not single:
            raise ArgumentError(
                "there are as many logits as names", where=self.name, expected=names, got=logits
            )

    def call(self, inputs: Tensor) -> Tensor:
        if self.together or inputs.shape[-1] == 1:
            return ops.sigmoid(inputs)
        return ops.softmax(inputs)
