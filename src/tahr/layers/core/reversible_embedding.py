"""Vectors for whole numbers, and the way back to scores for each number."""

from typing import Any, ClassVar

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.dtypes import standardize
from tahr.core.ranges import Count, Positive
from tahr.core.registry import known_as
from tahr.core.scopes import autocast
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.core.embedding import Embedding


@known_as("keras.layers", "ReversibleEmbedding")
class ReversibleEmbedding(Embedding):
    """Turns whole numbers into trained vectors, and vectors into a score for each number.

    Args:
        input_dim: how many numbers there are: 0 to `input_dim - 1`.
        output_dim: length of the vectors.
        tie_weights: whether the way back uses the vectors themselves; a matrix of its own if not.
        embeddings_initializer: for the vectors, of shape `(input_dim, output_dim)`, and for the
            matrix of the way back.
        embeddings_regularizer: penalty on the vectors.
        embeddings_constraint: maps the vectors back after each update.
        mask_zero: whether 0 stands for a step to be skipped.
        reverse_dtype: what the way back is computed in; the layer's dtype by default.
        logit_soft_cap: the size that scores approach and never reach; none by default.
        **kwargs: what `Embedding` takes.

    Call with `reverse=True` for the way back.

    Input: whole numbers of any shape. Output: `(*shape, output_dim)`. In reverse:
    `(..., output_dim)` to `(..., input_dim)`.

    Raises:
        ArgumentError: a length is not a positive integer.

    Example:
        >>> layer = ReversibleEmbedding(10, 3)
        >>> vectors = layer([[1, 2, 3, 4]])
        >>> vectors.shape, layer(vectors, reverse=True).shape
        ((1, 4, 3), (1, 4, 10))

    Source: Press & Wolf 2017, "Using the output embedding to improve language models".
    """

    beside: ClassVar[tuple[str, ...]] = ("reverse_embeddings",)

    @checked
    def __init__(
        self,
        input_dim: Count,
        output_dim: Count,
        tie_weights: bool = True,
        embeddings_initializer: Any = "uniform",
        embeddings_regularizer: Any = None,
        embeddings_constraint: Any = None,
        mask_zero: bool = False,
        reverse_dtype: Any = None,
        logit_soft_cap: Positive | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            input_dim,
            output_dim,
            embeddings_initializer,
            embeddings_regularizer,
            embeddings_constraint,
            mask_zero,
            **kwargs,
        )
        self.tie_weights = tie_weights
        self.reverse_dtype: str | None = (
            None if reverse_dtype is None else standardize(reverse_dtype)
        )
        self.logit_soft_cap = logit_soft_cap

    def build(self, input_shape: Shape | None = None) -> None:
        super().build(input_shape)
        self.reverse_embeddings: Variable | None = None
        if not self.tie_weights:
            self.reverse_embeddings = self.add_weight(
                shape=(self.output_dim, self.input_dim),
                initializer=self.embeddings_initializer,  # type: ignore[attr-defined]
                name="reverse_embeddings",
            )

    def call(  # type: ignore[override]
        self, inputs: Tensor, reverse: bool = False, training: bool = False
    ) -> Tensor:
        return self._scores(inputs) if reverse else super().call(inputs, training)

    def _scores(self, vectors: Tensor) -> Tensor:
        dtype = self.reverse_dtype or self.compute_dtype
        with autocast(self.compute_dtype):
            own = self.reverse_embeddings
            matrix = ops.transpose(self.float_weight()) if own is None else own.value
        scores = ops.matmul(ops.cast(vectors, dtype), ops.cast(matrix, dtype))
        if self.logit_soft_cap is None:
            return scores
        cap = self.logit_soft_cap
        return ops.multiply(ops.tanh(ops.divide(scores, cap)), cap)

    def compute_mask(self, inputs: Tensor, previous_mask: Tensor | None = None) -> Tensor | None:
        if "int" in ops.dtype(inputs):
            return super().compute_mask(inputs, previous_mask)
        return previous_mask

    def compute_output_shape(self, input_shape: Shape, reverse: bool = False) -> Shape:
        if reverse:
            return (*input_shape[:-1], self.input_dim)
        return super().compute_output_shape(input_shape)
