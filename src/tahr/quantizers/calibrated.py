"""How a model is to be quantized by what its layers compute on data."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Count, Fraction
from tahr.core.registry import known_as
from tahr.quantizers.configs import QuantizationConfig

NOT_KEPT = ("dataset", "tokenizer", "quantization_layer_structure")
"""Arguments that a configuration holds as None: data, functions and layers."""


class CalibratedConfig(QuantizationConfig):
    """What both kinds have in common.

    Args:
        dataset: texts, or integers of shape `(batch, length)`, in a list or any iterable; arrays
            of floats for a model that takes them.
        tokenizer: turns a text into integers; None where there are no texts.
        weight_bits: of the weights.
        num_samples: how many samples are taken.
        sequence_length: how many steps each has.
        group_size: how many weights of a column share a scale; -1 for all.
        quantization_layer_structure: what the model is made of: a dict with the lists
            "pre_block_layers" and "sequential_blocks".
    """

    def __init__(
        self,
        dataset: Any,
        tokenizer: Any,
        weight_bits: int,
        num_samples: int,
        sequence_length: int,
        group_size: int,
        quantization_layer_structure: Any,
    ) -> None:
        super().__init__()
        self.dataset = dataset
        self.tokenizer = tokenizer
        self.weight_bits = weight_bits
        self.num_samples = num_samples
        self.sequence_length = sequence_length
        self.group_size = group_size
        self.quantization_layer_structure = quantization_layer_structure
        if group_size < -1 or group_size == 0:
            raise ArgumentError(
                "group_size must be a positive integer, or -1 for a whole column", got=group_size
            )

    @property
    def dtype_mode(self) -> str:
        """The mode as dtype policies have it."""
        return f"{self.mode}/{self.weight_bits}/{self.group_size}"

    def dtype_policy_string(self) -> str:
        """Returns the mode as dtype policies have it, as "gptq/4/128"."""
        return self.dtype_mode

    def _written(self, name: str) -> Any:
        return None if name in NOT_KEPT else super()._written(name)


@known_as("keras.quantizers", "GPTQConfig")
class GPTQConfig(CalibratedConfig):
    """Quantizes one input after the other, and corrects those still to come for the error.

    Args:
        dataset: texts, or integers of shape `(batch, length)`, in a list or any iterable; arrays
            of floats for a model that takes them.
        tokenizer: turns a text into integers; None where there are no texts.
        weight_bits: 2, 3, 4 or 8.
        num_samples: how many samples are taken.
        per_channel: whether each column has scales of its own, rather than all one.
        sequence_length: how many steps each sample has.
        hessian_damping: what is added to the diagonal of the Hessian, as a fraction of its mean.
        group_size: how many weights of a column share a scale; -1 for all.
        symmetric: whether ranges are symmetric about zero.
        activation_order: whether inputs with large activations come first.
        quantization_layer_structure: what the model is made of: a dict with the lists
            "pre_block_layers" and "sequential_blocks"; the model's own by default.

    Raises:
        ArgumentError: an argument is none of those.

    Example:
        >>> GPTQConfig([[[1, 2, 3]]], None, weight_bits=4, group_size=64).dtype_policy_string()
        'gptq/4/64'

    Source: Frantar et al. (2022), "GPTQ: accurate post-training quantization for generative
    pre-trained transformers".
    """

    @checked
    def __init__(
        self,
        dataset: Any,
        tokenizer: Any,
        *,
        weight_bits: int = 4,
        num_samples: Count = 128,
        per_channel: bool = True,
        sequence_length: Count = 512,
        hessian_damping: Fraction = 0.01,
        group_size: int = 128,
        symmetric: bool = False,
        activation_order: bool = False,
        quantization_layer_structure: Any = None,
    ) -> None:
        super().__init__(
            dataset, tokenizer, weight_bits, num_samples, sequence_length, group_size,
            quantization_layer_structure,
        )  # fmt: skip
        self.per_channel = per_channel
        self.hessian_damping = hessian_damping
        self.symmetric = symmetric
        self.activation_order = activation_order
        _check_bits(weight_bits, (2, 3, 4, 8))

    @property
    def mode(self) -> str:
        """How the weights are kept: "gptq"."""
        return "gptq"


@known_as("keras.quantizers", "AWQConfig")
class AWQConfig(CalibratedConfig):
    """Scales up the weights of inputs with large activations before they are rounded.

    Args:
        dataset: texts, or integers of shape `(batch, length)`, in a list or any iterable; arrays
            of floats for a model that takes them.
        tokenizer: turns a text into integers; None where there are no texts.
        weight_bits: 4.
        num_samples: how many samples are taken.
        sequence_length: how many steps each sample has.
        group_size: how many weights of a column share a scale; -1 for all.
        num_grid_points: how many scales are tried.
        quantization_layer_structure: what the model is made of: a dict with the lists
            "pre_block_layers" and "sequential_blocks"; the model's own by default.

    Raises:
        ArgumentError: an argument is none of those.

    Example:
        >>> AWQConfig([[[1, 2, 3]]], None, group_size=-1).dtype_policy_string()
        'awq/4/-1'

    Source: Lin et al. (2023), "AWQ: activation-aware weight quantization for LLM compression and
    acceleration".
    """

    @checked
    def __init__(
        self,
        dataset: Any,
        tokenizer: Any,
        *,
        weight_bits: int = 4,
        num_samples: Count = 128,
        sequence_length: Count = 512,
        group_size: int = 128,
        num_grid_points: Count = 20,
        quantization_layer_structure: Any = None,
    ) -> None:
        super().__init__(
            dataset, tokenizer, weight_bits, num_samples, sequence_length, group_size,
            quantization_layer_structure,
        )  # fmt: skip
        self.num_grid_points = num_grid_points
        _check_bits(weight_bits, (4,))

    @property
    def mode(self) -> str:
        """How the weights are kept: "awq"."""
        return "awq"


def _check_bits(bits: int, choices: tuple[int, ...]) -> None:
    if bits not in choices:
        raise ArgumentError(f"weight_bits cannot be {bits}", expected=", ".join(map(str, choices)))
