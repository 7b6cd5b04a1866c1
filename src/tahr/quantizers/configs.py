"""How a model is to be quantized."""

from typing import Any

from tahr.core.configurable import Configurable
from tahr.core.deserialization import deserialize
from tahr.core.errors import ArgumentError, told
from tahr.core.registry import known_as
from tahr.core.serialization import serialize
from tahr.core.typing import is_dict
from tahr.quantizers.abs_max import AbsMaxQuantizer


@known_as("keras.quantizers", "QuantizationConfig")
class QuantizationConfig(Configurable):
    """How layers are quantized: the base, of which a subclass says the mode.

    Args:
        weight_quantizer: quantizes the weights; the mode's own by default.
        activation_quantizer: quantizes the inputs; none by default.

    Example:
        >>> Int8QuantizationConfig().mode
        'int8'
    """

    def __init__(self, weight_quantizer: Any = None, activation_quantizer: Any = None) -> None:
        self.weight_quantizer: Any = _quantizer(weight_quantizer)
        self.activation_quantizer: Any = _quantizer(activation_quantizer)

    @property
    def mode(self) -> str:
        """How the weights are kept."""
        raise NotImplementedError(f"{type(self).__name__} says no mode: give it a property `mode`")

    @property
    def dtype_mode(self) -> str:
        """The mode as dtype policies have it."""
        return self.mode

    @staticmethod
    def weight_quantizer_or_default(config: "QuantizationConfig | None", default: Any) -> Any:
        """Returns what quantizes weights.

        Args:
            config: a configuration, or None.
            default: where that says nothing.
        """
        found = None if config is None else config.weight_quantizer
        return default if found is None else found

    @staticmethod
    def activation_quantizer_or_default(config: "QuantizationConfig | None", default: Any) -> Any:
        """Returns what quantizes inputs; None where they stay floats.

        Args:
            config: a configuration, or None.
            default: where there is no configuration.
        """
        return default if config is None else config.activation_quantizer

    def _written(self, name: str) -> Any:
        return serialize(super()._written(name))


def _quantizer(value: Any) -> Any:
    return deserialize(value) if is_dict(value) else value


@known_as("keras.quantizers", "Int8QuantizationConfig")
class Int8QuantizationConfig(QuantizationConfig):
    """Weights of 8 bits, with one scale a column; inputs are quantized row by row.

    Args:
        weight_quantizer: quantizes the weights, by the largest magnitude by default.
        activation_quantizer: quantizes the inputs; None leaves them floats.

    Raises:
        ArgumentError: the quantizer of weights gives another dtype than int8.

    Example:
        >>> Int8QuantizationConfig(activation_quantizer=None).get_config()
        {'weight_quantizer': None, 'activation_quantizer': None}
    """

    def __init__(self, weight_quantizer: Any = None, activation_quantizer: Any = "default") -> None:
        default = activation_quantizer == "default"
        super().__init__(weight_quantizer, AbsMaxQuantizer() if default else activation_quantizer)
        _check_dtype(self)

    @property
    def mode(self) -> str:
        """How the weights are kept: "int8"."""
        return "int8"


def _check_dtype(config: QuantizationConfig) -> None:
    found = getattr(config.weight_quantizer, "output_dtype", "int8")
    if found != "int8":
        raise ArgumentError(
            "the quantizer of weights must give int8", where=type(config).__name__, got=found
        )


@known_as("keras.quantizers", "Int4QuantizationConfig")
class Int4QuantizationConfig(QuantizationConfig):
    """Weights of 4 bits, two in a byte, with a scale and a zero point for each block of a column.

    Args:
        weight_quantizer: quantizes the weights where there are no blocks.
        activation_quantizer: quantizes the inputs where there are no blocks; none by default.
        block_size: how many weights of a column share a scale; None or -1 for one scale a
            column, without a zero point.

    Raises:
        ArgumentError: block_size is none of these, quantizers are given beside blocks, or the
            quantizer of weights has another range than -8 to 7.

    Example:
        >>> Int4QuantizationConfig(block_size=64).dtype_mode
        'int4/64'
    """

    def __init__(
        self,
        weight_quantizer: Any = None,
        activation_quantizer: Any = "default",
        block_size: int | None = 128,
    ) -> None:
        default = activation_quantizer == "default"
        super().__init__(weight_quantizer, None if default else activation_quantizer)
        whole = block_size is None or (isinstance(block_size, int) and block_size != 0)
        if not whole or (block_size is not None and block_size < -1):
            raise ArgumentError(
                "block_size must be a positive integer, -1 or None", got=told(block_size)
            )
        self.block_size = block_size
        if self.blocks > 0 and (self.weight_quantizer or self.activation_quantizer):
            raise ArgumentError(
                "with blocks there are no other quantizers",
                where="Int4QuantizationConfig",
                got=f"block_size={block_size}",
                todo="pass block_size=None for one scale a column",
            )
        _check_dtype(self)
        found = tuple(getattr(self.weight_quantizer, "value_range", (-8, 7)))
        if found != (-8, 7):
            raise ArgumentError("the quantizer of weights must have value_range=(-8, 7)", got=found)

    @property
    def blocks(self) -> int:
        """How many weights share a scale; -1 for a column."""
        return -1 if self.block_size is None else self.block_size

    @property
    def mode(self) -> str:
        """How the weights are kept: "int4"."""
        return "int4"

    @property
    def dtype_mode(self) -> str:
        """The mode as dtype policies have it."""
        return f"int4/{self.blocks}"


@known_as("keras.quantizers", "Float8QuantizationConfig")
class Float8QuantizationConfig(QuantizationConfig):
    """Products in 8-bit floats, for training; the weights stay floats.

    Example:
        >>> Float8QuantizationConfig().get_config()
        {}
    """

    def __init__(self) -> None:
        super().__init__()

    @property
    def mode(self) -> str:
        """How the weights are kept: "float8"."""
        return "float8"


class TernaryQuantizationConfig(QuantizationConfig):
    """Weights that are -1, 0 or 1 times one scale, five in a byte; files do not hold it."""

    @property
    def mode(self) -> str:
        """How the weights are kept: "ternary"."""
        return "ternary"
