"""Layers on data, one after the other."""

from collections.abc import Sequence
from typing import Any

from tahr.core.errors import ArgumentError, told
from tahr.core.registry import known_as
from tahr.core.serialization import deserialize, serialize
from tahr.core.shown import shown
from tahr.layers.base import calls
from tahr.layers.preprocessing.image.data_layer import DataLayer


@known_as("keras.layers", "Pipeline")
class Pipeline(DataLayer):
    """Applies layers to data, each to what comes of the one before.

    Unlike a Sequential model it takes whatever its layers take, such as a dictionary of images
    and labels, and runs where the data are: in a model, or mapped over a data set.

    Args:
        layers: the layers.
        name: of the layer; derived from the class by default.

    Input: what the first layer takes. Output: what the last one gives.

    Raises:
        ArgumentError: one of them is no layer.

    Example:
        >>> from tahr.layers.preprocessing.rescaling import Rescaling
        >>> Pipeline([Rescaling(2.0), Rescaling(1.0, offset=1.0)])([1.0, 2.0]).tolist()
        [3.0, 5.0]
    """

    layers: list[Any] = shown("The layers.")

    def __init__(self, layers: Sequence[Any], name: str | None = None) -> None:
        super().__init__(name=name)
        for layer in layers:
            if not callable(getattr(layer, "call", None)):
                raise ArgumentError("a layer is needed", where=self.name, got=told(layer))
        self.layers = list(layers)

    def call(self, inputs: Any, training: bool = True, mask: Any = None) -> Any:
        """Applies the layers.

        Args:
            inputs: what the first layer takes.
            training: handed to the layers that take it.
            mask: handed to the layers that take it.
        """
        for layer in self.layers:
            signature = calls.signature(type(layer).call)
            given = {"training": training} if signature.has_training else {}
            if mask is not None and "mask" in signature.names:
                given["mask"] = mask
            inputs = layer(inputs, **given)
        return inputs

    def _written(self, name: str) -> Any:
        return (
            [serialize(one) for one in self.layers] if name == "layers" else super()._written(name)
        )

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        return cls(**{**config, "layers": [deserialize(one) for one in config["layers"]]})
