"""Attention with many heads."""

from collections.abc import Sequence
from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import Count, Fraction, Seed
from tahr.core.registry import known_as
from tahr.core.shown import shown
from tahr.core.typing import Shape, Tensor
from tahr.layers.attention.flattening import Flattening
from tahr.layers.attention.heads import Heads, Masks, Projections
from tahr.layers.core.einsum_dense import EinsumDense, OutputShape


@known_as("keras.layers", "MultiHeadAttention")
class MultiHeadAttention(Heads):
    """Projects queries, keys and values for each head, attends, and projects back.

    Args:
        num_heads: how many heads.
        key_dim: depth of queries and keys in each head.
        value_dim: depth of values in each head; like key_dim by default.
        output_shape: of the last axes of the output; the query's depth by default.
        attention_axes: the axes that are attended over; all but batch and depth by default.

    Call with `query` `(batch, time, depth)`, `value` and `key` `(batch, source, depth)`, with
    `attention_mask` `(batch, time, source)`, `use_causal_mask`, `return_attention_scores`.

    Output: `(batch, time, depth)`, and weights `(batch, heads, time, source)` where asked for. Of
    inputs with more axes, time and source are the axes that are attended over.

    Raises:
        ArgumentError: a number is not positive.

    Example:
        >>> import numpy as np
        >>> x = np.ones((2, 5, 8), "float32")
        >>> MultiHeadAttention(2, 4)(x, x).shape
        (2, 5, 8)

    Source: Vaswani et al. 2017, "Attention is all you need", section 3.2.2; for the gate, Qiu et
    al. 2025, "Gated attention for large language models".
    """

    opens_lengths = False

    num_heads: int = shown("How many heads.")
    key_dim: int = shown("The depth of queries and keys in each head.")
    value_dim: int = shown("The depth of values in each head.")
    dropout: float = shown("The share of attention weights that training drops.")
    use_bias: bool = shown("Whether the projections have biases.")
    attention_axes: tuple[int, ...] | None = shown("The axes that are attended over.")
    query_dense: EinsumDense = shown("What projects queries for each head, once built.")
    key_dense: EinsumDense = shown("What projects keys for each head, once built.")
    value_dense: EinsumDense = shown("What projects values for each head, once built.")
    output_dense: EinsumDense = shown("What projects back, once built.")

    @checked
    def __init__(
        self,
        num_heads: Count,
        key_dim: Count,
        value_dim: Count | None = None,
        dropout: Fraction = 0.0,
        use_bias: bool = True,
        output_shape: OutputShape | None = None,
        attention_axes: int | Sequence[int] | None = None,
        sliding_window: Count | None = None,
        flash_attention: bool | None = None,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        use_gate: bool = False,
        seed: Seed | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(locals(), **kwargs)
        self.num_heads = int(num_heads)
        self.key_dim = int(key_dim)
        self.value_dim = int(value_dim or key_dim)
        self._given_output_shape = (
            (output_shape,) if isinstance(output_shape, int) else output_shape
        )
        axes = (attention_axes,) if isinstance(attention_axes, int) else attention_axes
        self.attention_axes = None if axes is None else tuple(axes)

    def build(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, query_shape: Shape, value_shape: Shape, key_shape: Shape | None = None
    ) -> None:
        key_shape = key_shape or value_shape
        rank, heads = len(query_shape), self.num_heads
        self.attention_axes = self.attention_axes or tuple(range(1, rank - 1))
        Flattening(rank, self.attention_axes, self.name)
        self.query_dense = self.into_heads(query_shape, heads, self.key_dim, "query")
        self.key_dense = self.into_heads(key_shape, heads, self.key_dim, "key")
        self._gate_dense: EinsumDense | None = None
        if self.use_gate:
            self._gate_dense = self.into_heads(query_shape, heads, self.value_dim, "gate")
        self.value_dense = self.into_heads(value_shape, heads, self.value_dim, "value")
        shape = tuple(self._given_output_shape or (query_shape[-1],))
        self.output_dense = self.out_of_heads(query_shape, shape, heads, self.value_dim)

    @property
    def projections(self) -> Projections:
        return Projections(
            self.query_dense, self.key_dense, self.value_dense, self.output_dense, self._gate_dense
        )

    def call(
        self,
        query: Tensor,
        value: Tensor,
        key: Tensor | None = None,
        query_mask: Tensor | None = None,
        value_mask: Tensor | None = None,
        key_mask: Tensor | None = None,
        attention_mask: Tensor | None = None,
        return_attention_scores: bool = False,
        training: bool | None = None,
        use_causal_mask: bool = False,
    ) -> Any:
        axes = Flattening(len(query.shape), self.attention_axes or (), self.name)
        wide = value if key is None else key
        masks = Masks(None, value_mask, key_mask, attention_mask, use_causal_mask)
        return self.attend(axes, query, value, wide, masks, return_attention_scores, training)
