"""Attention in which several heads of queries share one of keys and values."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.ranges import Count, Fraction
from tahr.core.registry import known_as
from tahr.core.specs import show
from tahr.core.typing import Shape, Tensor
from tahr.layers.attention.flattening import Flattening
from tahr.layers.attention.heads import Heads, Masks, Projections
from tahr.layers.core.einsum_dense import EinsumDense


@known_as("keras.layers", "GroupQueryAttention")
class GroupedQueryAttention(Heads):
    """Attention with many heads of queries, of which several share one head of keys and values.

    Args:
        head_dim: depth of queries, keys and values in each head.
        num_query_heads: how many heads of queries.
        num_key_value_heads: how many heads of keys and values; one is multi-query attention.

    Call with `query` `(batch, time, depth)`, `value` and `key` `(batch, source, depth)`, with
    `attention_mask` `(batch, time, source)`, `use_causal_mask`, `return_attention_scores`.

    Output: `(batch, time, depth)`, and weights `(batch, heads, time, source)` where asked for.

    Raises:
        ArgumentError: a number is not positive, or the heads of queries do not divide.
        ShapeError: an input has not three axes.

    Example:
        >>> import numpy as np
        >>> x = np.ones((2, 5, 8), "float32")
        >>> GroupedQueryAttention(4, num_query_heads=6, num_key_value_heads=2)(x, x).shape
        (2, 5, 8)

    Source: Ainslie et al. 2023, "GQA: training generalized multi-query transformer models"; for
    the gate, Qiu et al. 2025, "Gated attention for large language models".
    """

    opens_lengths = False

    @checked
    def __init__(
        self,
        head_dim: Count,
        num_query_heads: Count,
        num_key_value_heads: Count,
        dropout: Fraction = 0.0,
        use_bias: bool = True,
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
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(locals(), **kwargs)
        self.head_dim: int = int(head_dim)
        self.num_query_heads: int = int(num_query_heads)
        self.num_key_value_heads: int = int(num_key_value_heads)
        if self.num_query_heads % self.num_key_value_heads:
            raise ArgumentError(
                "the heads of queries are not a multiple of those of keys and values",
                where=self.name,
                expected=f"a multiple of {num_key_value_heads}",
                got=num_query_heads,
            )

    def build(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, query_shape: Shape, value_shape: Shape, key_shape: Shape | None = None
    ) -> None:
        key_shape = key_shape or value_shape
        for shape in (query_shape, value_shape, key_shape):
            if len(shape) != 3:
                raise ShapeError(
                    "the input does not fit the layer",
                    where=self.name,
                    expected="(batch, time, depth)",
                    got=f"shape {show(shape)}",
                )
        many, few, depth = self.num_query_heads, self.num_key_value_heads, self.head_dim
        self._query_dense: EinsumDense = self.into_heads(query_shape, many, depth, "query")
        self._key_dense: EinsumDense = self.into_heads(key_shape, few, depth, "key")
        self._gate_dense: EinsumDense | None = None
        if self.use_gate:
            self._gate_dense = self.into_heads(query_shape, many, depth, "gate")
        self._value_dense: EinsumDense = self.into_heads(value_shape, few, depth, "value")
        self._output_dense: EinsumDense = self.out_of_heads(
            query_shape, (query_shape[-1],), many, depth
        )

    @property
    def projections(self) -> Projections:
        return Projections(
            self._query_dense,
            self._key_dense,
            self._value_dense,
            self._output_dense,
            self._gate_dense,
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
        axes = Flattening(3, (1,), self.name)
        wide = value if key is None else key
        masks = Masks(query_mask, value_mask, key_mask, attention_mask, use_causal_mask)
        return self.attend(axes, query, value, wide, masks, return_attention_scores, training)
