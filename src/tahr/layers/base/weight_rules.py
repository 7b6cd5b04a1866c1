"""How a weight starts, what it costs and where it may go: the three rules of every weight."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tahr import constraints, initializers, regularizers
from tahr.core.variables import Variable

if TYPE_CHECKING:
    from tahr.layers.base.layer import Layer

FAMILIES = {
    "initializer": initializers,
    "regularizer": regularizers,
    "constraint": constraints,
}


class WeightRules:
    """The initializer, regularizer and constraint of one weight of a layer.

    They stand in the layer as `<weight>_initializer`, `<weight>_regularizer` and
    `<weight>_constraint`, where a user may look them up or replace them before it is built.

    Args:
        layer: the layer that has the weight.
        weight: the weight's name.
        initializer: name, object or callable.
        regularizer: name, object or callable.
        constraint: name, object or callable.
    """

    def __init__(
        self,
        layer: "Layer",
        weight: str,
        initializer: Any,
        regularizer: Any = None,
        constraint: Any = None,
    ) -> None:
        self.layer = layer
        self.weight = weight
        given = dict(zip(FAMILIES, (initializer, regularizer, constraint), strict=True))
        for kind, value in given.items():
            setattr(layer, f"{weight}_{kind}", FAMILIES[kind].get(value))

    def make(self, shape: Sequence[int], **options: Any) -> Variable:
        """Makes the weight, with the rules as they now stand in the layer."""
        rules = {kind: getattr(self.layer, f"{self.weight}_{kind}") for kind in FAMILIES}
        return self.layer.add_weight(shape=shape, **{"name": self.weight, **rules, **options})
