"""Vectors for whole numbers."""

from collections.abc import Sequence
from typing import Any, ClassVar

from tahr import ops, quantizers
from tahr.core.arguments import checked
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.scopes import autocast, drops
from tahr.core.typing import Shape, Tensor
from tahr.layers.adapters.adapted import Adapted
from tahr.layers.adapters.layout import RowsLayout
from tahr.layers.adapters.weight import MainWeight
from tahr.layers.base.checks import fraction
from tahr.layers.base.weight_rules import WeightRules
from tahr.ops import random
from tahr.ops.random import SeedGenerator


@known_as("keras.layers", "Embedding")
@rows_apart
class Embedding(Adapted):
    """Turns each whole number into a trained vector.

    Args:
        input_dim: how many numbers there are: 0 to `input_dim - 1`.
        output_dim: length of the vectors.
        embeddings_initializer: for the vectors, of shape `(input_dim, output_dim)`.
        embeddings_regularizer: penalty on the vectors.
        embeddings_constraint: maps the vectors back after each update.
        mask_zero: whether 0 stands for a step to be skipped.
        weights: first values for the vectors.
        lora_rank: of an adapter beside the frozen weight (`enable_lora`); none by default.
        lora_alpha: the adapter counts `lora_alpha / lora_rank` times; once by default.
        quantization_config: how the weight is quantized, under a dtype policy that says so.
        dropout: the share of the numbers whose vectors are zero in a step of training, where all
            others are scaled up, as Keras 1 had it.
        **kwargs: what every layer takes.

    Input: whole numbers of any shape. Output: `(*shape, output_dim)`.

    Raises:
        ArgumentError: a length is not a positive integer.

    Example:
        >>> Embedding(10, 3)([[1, 2, 3, 4]]).shape
        (1, 4, 3)

    Source: Gal & Ghahramani 2016, "A theoretically grounded application of dropout in recurrent
    neural networks", section 4.2, for the dropout.
    """

    not_in_config: tuple[str, ...] = ("autocast", "weights")
    in_config_if_changed: tuple[str, ...] = ("lora_rank", "lora_alpha")
    main = "embeddings"
    modes = ("int8", "int4")
    beside: ClassVar[tuple[str, ...]] = ()
    embeddings = MainWeight()

    @checked
    def __init__(
        self,
        input_dim: Count,
        output_dim: Count,
        embeddings_initializer: Any = "uniform",
        embeddings_regularizer: Any = None,
        embeddings_constraint: Any = None,
        mask_zero: bool = False,
        weights: Any = None,
        lora_rank: int | None = None,
        lora_alpha: float | None = None,
        quantization_config: Any = None,
        **kwargs: Any,
    ) -> None:
        kwargs.pop("autocast", None)
        dropout = kwargs.pop("dropout", 0.0)
        length = kwargs.pop("input_length", None)
        if length is not None:
            kwargs.setdefault("input_shape", length if isinstance(length, Sequence) else (length,))
        super().__init__(autocast=False, **kwargs)
        self.set_up(lora_rank, lora_alpha)
        self.quantization_config = quantizers.get(quantization_config)
        self.input_dim: int = int(input_dim)
        self.output_dim: int = int(output_dim)
        self.embeddings_rules: WeightRules = WeightRules(
            self,
            "embeddings",
            embeddings_initializer,
            embeddings_regularizer,
            embeddings_constraint,
        )
        self.dropout: float = fraction(dropout, "dropout", self)
        self.seed_generator: SeedGenerator | None = SeedGenerator() if dropout else None
        self.mask_zero = mask_zero
        self.supports_masking = mask_zero
        if weights is not None:
            self.build()
            self.set_weights(weights if isinstance(weights, Sequence) else [weights])

    def build(self, input_shape: Shape | None = None) -> None:
        shape = (self.input_dim, self.output_dim)
        self.embeddings: MainWeight = self.make_main(self.embeddings_rules, shape)

    def layout(self) -> RowsLayout:
        return RowsLayout(self._main_shape)

    @property
    def input_dtype(self) -> str:
        """The dtype of the numbers."""
        return "int32"

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        places = inputs if "int" in ops.dtype(inputs) else ops.cast(inputs, "int32")
        with autocast(None):
            rows = (
                self._dropped(places)
                if drops(training) and self.dropout
                else self.apply_main(places)
            )
        return ops.cast(rows, self.compute_dtype)

    def _dropped(self, places: Tensor) -> Tensor:
        shape, vectors = (self.input_dim, 1), ops.convert_to_tensor(self.float_weight())
        kept = random.dropout(vectors, self.dropout, noise_shape=shape, seed=self.seed_generator)
        return ops.take(kept, places, axis=0)

    def compute_mask(self, inputs: Tensor, previous_mask: Tensor | None = None) -> Tensor | None:
        return ops.not_equal(inputs, 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape, self.output_dim)

    def get_config(self) -> dict[str, Any]:
        more = {"dropout": self.dropout} if self.dropout else {}
        return {**super().get_config(), **more}
