"""The base of quantizers."""

from typing import Any

from tahr.core.configurable import Configurable
from tahr.core.registry import known_as


@known_as("keras", "Quantizer")
@known_as("keras.quantizers", "Quantizer")
class Quantizer(Configurable):
    """Maps floats to numbers of fewer bits.

    A subclass says in `__call__` how; this one leaves its input as it is.

    Args:
        output_dtype: the dtype of the results.

    Example:
        >>> Quantizer()(1.5)
        1.5
    """

    def __init__(self, output_dtype: str = "int8") -> None:
        self.output_dtype = output_dtype

    def __call__(self, x: Any) -> Any:
        """Quantizes a tensor.

        Args:
            x: tensor of floats.
        """
        return x
