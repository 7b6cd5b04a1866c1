"""Attention with many heads."""

from collections.abc import Sequence
from typing import Any

from tahr import constraints, initializers, ops, regularizers
from tahr.core.arguments import checked
from tahr.core.ranges import Count, Fraction, Seed
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.serialization import serialize
from tahr.core.typing import Shape, Tensor
from tahr.layers.attention.flattening import Flattening, joined
from tahr.layers.attention.masks import causal
from tahr.layers.base.checks import not_offered
from tahr.layers.base.layer import Layer
from tahr.layers.core.einsum_dense import EinsumDense
from tahr.ops import nn, random
from tahr.ops.random.seeds import SeedGenerator

LETTERS = "abcdefghijklm"
KINDS = {"initializer": initializers, "regularizer": regularizers, "constraint": constraints}


@known_as("keras.layers", "MultiHeadAttention")
@rows_apart
class MultiHeadAttention(Layer):
    """Projects queries, keys and values for each head, attends, and projects back.

    Args:
        num_heads: how many heads.
        key_dim: depth of queries and keys in each head.
        value_dim: depth of values in each head; like key_dim by default.
        dropout: fraction of the weights to drop in training.
        use_bias: whether the projections have a bias.
        output_shape: of the last axes of the output; the query's depth by default.
        attention_axes: the axes that are attended over; all but batch and depth by default.
        sliding_window: not offered; None.
        flash_attention: whether an engine's fused kernel is wanted; the engine decides.
        kernel_initializer: for the projections.
        bias_initializer: for their biases.
        kernel_regularizer: penalty on the projections.
        bias_regularizer: penalty on the biases.
        activity_regularizer: penalty on queries, keys, values and outputs, as projected.
        kernel_constraint: maps the projections back after each update.
        bias_constraint: maps the biases back after each update.
        use_gate: not offered; False.
        seed: of the dropout; None draws one.
        **kwargs: what every layer takes.

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

    Source: Vaswani et al. 2017, "Attention is all you need", section 3.2.2.
    """

    not_in_config: tuple[str, ...] = ("flash_attention",)
    in_config_if_changed: tuple[str, ...] = ("autocast",)

    @checked
    def __init__(
        self,
        num_heads: Count,
        key_dim: Count,
        value_dim: Count | None = None,
        dropout: Fraction = 0.0,
        use_bias: bool = True,
        output_shape: int | Sequence[int] | None = None,
        attention_axes: int | Sequence[int] | None = None,
        sliding_window: int | None = None,
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
        super().__init__(**kwargs)
        not_offered(self, sliding_window=sliding_window, use_gate=use_gate)
        self.supports_masking = True
        self.num_heads: int = int(num_heads)
        self.key_dim: int = int(key_dim)
        self.value_dim: int = int(value_dim or key_dim)
        self.dropout: float = float(dropout)
        self.use_bias = use_bias
        self._given_output_shape = (
            (output_shape,) if isinstance(output_shape, int) else output_shape
        )
        axes = (attention_axes,) if isinstance(attention_axes, int) else attention_axes
        self.attention_axes = None if axes is None else tuple(axes)
        self.sliding_window = sliding_window
        self.use_gate = use_gate
        self.seed = seed
        self.seed_generator: SeedGenerator | None = SeedGenerator(seed) if dropout else None
        given = {
            "kernel_initializer": kernel_initializer,
            "bias_initializer": bias_initializer,
            "kernel_regularizer": kernel_regularizer,
            "bias_regularizer": bias_regularizer,
            "activity_regularizer": activity_regularizer,
            "kernel_constraint": kernel_constraint,
            "bias_constraint": bias_constraint,
        }
        self.rules: dict[str, Any] = {
            name: KINDS[name.split("_")[1]].get(rule) for name, rule in given.items()
        }

    def _written(self, name: str) -> Any:
        return serialize(self.rules[name]) if name in self.rules else super()._written(name)

    def build(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, query_shape: Shape, value_shape: Shape, key_shape: Shape | None = None
    ) -> None:
        key_shape = key_shape or value_shape
        rank = len(query_shape)
        self.attention_axes = self.attention_axes or tuple(range(1, rank - 1))
        Flattening(rank, self.attention_axes, self.name)
        self.query_dense: EinsumDense = self._into_heads(query_shape, self.key_dim, "query")
        self.key_dense: EinsumDense = self._into_heads(key_shape, self.key_dim, "key")
        self.value_dense: EinsumDense = self._into_heads(value_shape, self.value_dim, "value")
        free = LETTERS[: rank - 1]
        shape = tuple(self._given_output_shape or (query_shape[-1],))
        last = "xyzuvw"[: len(shape)]
        self.output_dense: EinsumDense = self._projection(
            f"{free}no,no{last}->{free}{last}",
            (*query_shape[1:-1], *shape),
            last,
            "attention_output",
        )
        inner = (*query_shape[:-1], self.num_heads, self.value_dim)
        self.output_dense.build(inner)

    def _into_heads(self, shape: Shape, depth: int, name: str) -> EinsumDense:
        free = LETTERS[: len(shape) - 1]
        outer = (*shape[1:-1], self.num_heads, depth)
        made = self._projection(f"{free}x,xno->{free}no", outer, "no", name)
        made.build(shape)
        return made

    def _projection(self, equation: str, shape: Shape, bias: str, name: str) -> EinsumDense:
        rules = {name: _fresh(rule) for name, rule in self.rules.items()}
        axes = bias if self.use_bias else None
        options = {"bias_axes": axes, "name": name, "dtype": self.dtype_policy, **rules}
        return EinsumDense(equation, shape, **options)

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
        q, k, v = self.query_dense(query), self.key_dense(wide), self.value_dense(value)
        times, sources = axes.flat(q), axes.flat(k)
        before = causal(times.shape[1], sources.shape[1]) if use_causal_mask else None
        allowed = joined(
            None if value_mask is None else axes.of_keys(value_mask),
            None if key_mask is None else axes.of_keys(key_mask),
            None if attention_mask is None else axes.mask(attention_mask, q, k),
            None if before is None else ops.expand_dims(before, 1),
        )
        drops = bool(training) and self.dropout > 0
        flat = (times, sources, axes.flat(v))
        if not drops and not return_attention_scores:
            return self.output_dense(axes.back(nn.dot_product_attention(*flat, mask=allowed), q))
        attended, weights = self._attend(*flat, allowed, drops)
        outputs = self.output_dense(axes.back(attended, q))
        return (outputs, axes.scores(weights, q, k)) if return_attention_scores else outputs

    def _attend(
        self, q: Tensor, k: Tensor, v: Tensor, allowed: Tensor | None, drops: bool
    ) -> tuple[Tensor, Tensor]:
        scores = ops.einsum("btnh,bsnh->bnts", ops.multiply(q, self.key_dim**-0.5), k)
        if allowed is not None:
            low = -65504.0 / 2 if ops.dtype(scores) == "float16" else -1e30
            scores = ops.where(allowed, scores, low)
        weights = nn.softmax(scores, axis=-1)
        if allowed is not None:
            weights = ops.where(allowed, weights, 0.0)
        kept = weights
        if drops:
            kept = random.dropout(weights, self.dropout, seed=self.seed_generator)
        return ops.einsum("bnts,bsnh->btnh", kept, v), weights


def _fresh(rule: Any) -> Any:
    """Returns a rule anew, so that each projection draws numbers of its own."""
    return rule.clone() if hasattr(rule, "clone") else rule
