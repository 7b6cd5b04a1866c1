"""The list that `model.layers` gives, from which programs of Keras 1 and 2 took layers away."""

from collections.abc import Callable, Iterable
from typing import SupportsIndex

from tahr.compat.formats import PROGRAM
from tahr.core.notices import notice
from tahr.layers.base.layer import Layer


class ShownLayers(list[Layer]):
    """The layers of a model. What is taken from its end is no longer shown, as in Keras 1 and 2.

    That counts in a program that runs as it is (`tahr run`); elsewhere it is a list like others.

    Args:
        layers: the layers in order.
        hide: is told of a layer that is taken away.
    """

    def __init__(self, layers: Iterable[Layer], hide: Callable[[Layer], None]) -> None:
        super().__init__(layers)
        self._hide = hide

    def pop(self, index: SupportsIndex = -1) -> Layer:
        """Takes a layer away."""
        layer = super().pop(index)
        if PROGRAM.plain is not None:
            self._hide(layer)
            notice(
                "`model.layers.pop()` leaves the layer out of `model.layers`, as in Keras 1 and 2; "
                "the model computes what it did. A model without it: "
                "Model(model.inputs, model.layers[-2].output), or pop() of a Sequential"
            )
        return layer

    def __reduce__(self) -> tuple[type[list[Layer]], tuple[list[Layer]]]:
        return list, ([*self],)
