"""Layers with one large weight, as what quantizes and adapts the weight knows them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from tahr.core.variables import Variable
from tahr.layers.base.layer import Layer


class Weighted(Layer):
    """A layer with one large weight, which may stand in parts."""

    main: ClassVar[str] = "kernel"
    lora_rank: int | None = None
    lora_alpha: float | None = None
    lora_enabled: bool = False
    quantization_config: Any = None

    def add_part(self, name: str, shape: Sequence[int], **options: Any) -> Variable:
        """Makes a variable after `build`, under the path of the layer."""
        variable = self.add_weight(shape=shape, name=name, **options)
        variable.path = f"{self.path}/{name}"
        return variable

    def part(self, attribute: str) -> Any:
        """Returns a variable of the form: `"{}_scale"` is that of the weight."""
        return vars(self)[attribute.format(self.main)]

    def float_weight(self) -> Any:
        """Returns the weight of floats, with its adapter."""
        raise NotImplementedError
