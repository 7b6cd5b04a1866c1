"""Attention by dot products or sums, without weights of its own but scales."""

from collections.abc import Sequence
from typing import Any, Literal

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Fraction, Seed
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.scopes import drops
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.layers.attention.masks import causal
from tahr.layers.base.layer import Layer
from tahr.ops import nn, random
from tahr.ops.random.seeds import SeedGenerator


@known_as("keras.layers", "Attention")
@rows_apart
class Attention(Layer):
    """Dot-product attention: averages values, weighted by how well their keys match each query.

    Args:
        use_scale: whether a trained number multiplies the scores.
        score_mode: "dot" for `query . key`, "concat" for `sum(tanh(query + key))`.
        dropout: fraction of the weights to drop in training.
        seed: of the dropout; None draws one.
        **kwargs: what every layer takes.

    Call with `[query, value]` or `[query, value, key]`, of shapes `(batch, ..., time, depth)` and
    `(batch, ..., source, depth)`, and with `mask`, a list for query and value,
    `return_attention_scores` and `use_causal_mask`.

    Output: `(batch, ..., time, depth)`, and the weights `(batch, ..., time, source)` where asked
    for.

    Raises:
        ArgumentError: there is no such score_mode, or the inputs are not two or three.

    Example:
        >>> import numpy as np
        >>> x = np.ones((1, 2, 4), "float32")
        >>> Attention()([x, x])[0, 0].tolist()
        [1.0, 1.0, 1.0, 1.0]

    Source: Luong et al. 2015, "Effective approaches to attention-based neural machine
    translation".
    """

    opens_lengths = False

    @checked
    def __init__(
        self,
        use_scale: bool = False,
        score_mode: Literal["dot", "concat"] = "dot",
        dropout: Fraction = 0.0,
        seed: Seed | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.use_scale = use_scale
        self.score_mode: str = score_mode
        self.dropout: float = float(dropout)
        self.seed = seed
        self.seed_generator: SeedGenerator | None = SeedGenerator(seed) if dropout else None
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        listed = all(isinstance(shape, list | tuple) for shape in input_shape)
        if not listed or len(input_shape) not in (2, 3):
            raise ArgumentError(
                "attention takes its inputs in a list",
                where=self.name,
                expected="[query, value] or [query, value, key]",
                got=input_shape,
            )
        self.scale: Any | None = self.make_scale(input_shape) if self.use_scale else None
        self.concat_score_weight: Variable | None = None
        if self.score_mode == "concat":
            self.concat_score_weight = self.add_weight(
                shape=(), initializer="ones", name="concat_score_weight"
            )

    def make_scale(self, input_shape: Any) -> Any:
        """Makes what multiplies the scores."""
        return self.add_weight(shape=(), initializer="ones", name="scale")

    def scores(self, query: Tensor, key: Tensor) -> Tensor:
        """Returns how well each key fits each query, `(batch, ..., time, source)`."""
        if self.score_mode == "dot":
            found = ops.einsum("...td,...sd->...ts", query, key)
            return found if self.scale is None else ops.multiply(found, self.scale)
        together = ops.add(ops.expand_dims(query, -2), ops.expand_dims(key, -3))
        if self.scale is not None:
            together = ops.multiply(together, self.scale)
        found = ops.sum(ops.tanh(together), axis=-1)
        return ops.multiply(self.concat_score_weight, found)  # type: ignore[arg-type]

    def call(
        self,
        inputs: Sequence[Tensor],
        mask: Any = None,
        training: bool = False,
        return_attention_scores: bool = False,
        use_causal_mask: bool = False,
    ) -> Any:
        query, value = inputs[:2]
        key = inputs[2] if len(inputs) > 2 else value
        query_mask, value_mask = (*(mask or ()), None, None)[:2]
        weights = nn.softmax(
            self._masked(self.scores(query, key), value_mask, use_causal_mask), axis=-1
        )
        if drops(training) and self.dropout:
            weights = random.dropout(weights, self.dropout, seed=self.seed_generator)
        outputs = ops.matmul(weights, value)
        if query_mask is not None:
            kept = ops.cast(ops.expand_dims(query_mask, -1), ops.dtype(outputs))
            outputs = ops.multiply(outputs, kept)
        return (outputs, weights) if return_attention_scores else outputs

    def _masked(self, scores: Tensor, value_mask: Tensor | None, use_causal: bool) -> Tensor:
        allowed = None if value_mask is None else ops.expand_dims(value_mask, -2)
        if use_causal:
            before = causal(*scores.shape[-2:])
            allowed = before if allowed is None else ops.logical_and(allowed, before)
        if allowed is None:
            return scores
        low = 65504.0 if ops.dtype(scores) == "float16" else 1e9
        left_out = ops.cast(ops.logical_not(allowed), ops.dtype(scores))
        return ops.subtract(scores, ops.multiply(left_out, low))

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        return previous_mask[0] if previous_mask else None


@known_as("keras.layers", "AdditiveAttention")
class AdditiveAttention(Attention):
    """Additive attention: weights are the softmax of `sum(scale * tanh(query + key))`.

    Args:
        use_scale: whether a trained vector multiplies the sums.
        dropout: fraction of the weights to drop in training.
        **kwargs: what every layer takes, and `seed`.

    Call and output as for `Attention`.

    Example:
        >>> import numpy as np
        >>> x = np.ones((1, 2, 4), "float32")
        >>> AdditiveAttention()([x, x])[0, 0].tolist()
        [1.0, 1.0, 1.0, 1.0]

    Source: Bahdanau et al. 2015, "Neural machine translation by jointly learning to align and
    translate".
    """

    not_in_config: tuple[str, ...] = ("score_mode",)

    def __init__(self, use_scale: bool = True, dropout: Fraction = 0.0, **kwargs: Any) -> None:
        super().__init__(use_scale=use_scale, dropout=dropout, **kwargs)

    def make_scale(self, input_shape: Any) -> Any:
        length = input_shape[0][-1]
        return self.add_weight(shape=(length,), initializer="glorot_uniform", name="scale")

    def scores(self, query: Tensor, key: Tensor) -> Tensor:
        together = ops.tanh(ops.add(ops.expand_dims(query, -2), ops.expand_dims(key, -3)))
        weighted = together if self.scale is None else ops.multiply(together, self.scale)
        return ops.sum(weighted, axis=-1)
