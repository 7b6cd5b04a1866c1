"""Configurations of layers whose attributes are what they were made with."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tahr.layers.base.layer import Layer


def attributes(layer: "Layer", *names: str) -> dict[str, Any]:
    """Returns attributes of a layer by name, as its configuration holds them."""
    return {name: getattr(layer, name) for name in names}
