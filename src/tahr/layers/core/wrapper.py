"""Layers that wrap another layer."""

from typing import Any

from tahr import ops
from tahr.core import trees
from tahr.core.dtypes import is_float, standardize
from tahr.core.errors import ArgumentError, told
from tahr.core.mistaken import advice_about
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.serialization import deserialize
from tahr.layers.base.layer import Layer


def in_dtype_of(layer: Layer, outputs: Any) -> Any:
    """Returns what a layer inside gave, in the dtype in which the layer around it computes.

    Args:
        layer: the one around.
        outputs: a tensor, or several; those that are not of a float dtype stay as they are.
    """

    def cast(tensor: Any) -> Any:
        known = is_float(standardize(tensor.dtype))
        return ops.cast(tensor, layer.compute_dtype) if known else tensor

    return trees.map(cast, outputs)


@known_as("keras.layers", "Wrapper")
@rows_apart
class Wrapper(Layer):
    """The base of layers that wrap another layer.

    Args:
        layer: the layer inside.
        **kwargs: what every layer takes.

    Raises:
        ArgumentError: it is no layer.

    Example:
        >>> from tahr.layers.core.dense import Dense
        >>> Wrapper(Dense(2)).layer.units
        2
    """

    def __init__(self, layer: Layer, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not isinstance(layer, Layer):
            raise ArgumentError(
                "only a layer can be wrapped",
                where=self.name,
                got=told(layer),
                todo=advice_about(layer),
            )
        self.layer = layer

    def build(self, input_shape: Any = None) -> None:
        if not self.layer.built:
            self.layer.build(input_shape)

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "Wrapper":
        layer = deserialize(config["layer"], custom_objects=custom_objects)
        return cls(**{**config, "layer": layer})
