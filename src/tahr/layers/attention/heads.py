"""What attention with many heads shares: projections, masks, a window, a gate."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tahr import constraints, initializers, ops, regularizers
from tahr.core.rows import rows_apart
from tahr.core.scopes import drops
from tahr.core.serialization import serialize
from tahr.core.typing import Shape, Tensor
from tahr.layers.attention.flattening import Flattening, joined
from tahr.layers.attention.masks import causal, near
from tahr.layers.base.layer import Layer
from tahr.layers.core.einsum_dense import EinsumDense
from tahr.ops import nn, random
from tahr.ops.random.seeds import SeedGenerator

LETTERS = "abcdefghijklm"
KINDS = {"initializer": initializers, "regularizer": regularizers, "constraint": constraints}


class Projections(NamedTuple):
    """The layers that project: into heads, and back."""

    query: EinsumDense
    key: EinsumDense
    value: EinsumDense
    output: EinsumDense
    gate: EinsumDense | None


class Masks(NamedTuple):
    """Where attention may go: masks of queries, keys and both, and whether back in time alone."""

    query: Tensor | None
    value: Tensor | None
    key: Tensor | None
    both: Tensor | None
    causal: bool


RULES = (
    "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer",
    "activity_regularizer", "kernel_constraint", "bias_constraint",
)  # fmt: skip
"""What every projection is made with."""


@rows_apart
class Heads(Layer):
    """Projects queries, keys and values for each head, attends, and projects back.

    Keras has the arguments in an order for each layer, so a subclass lists them; what they mean
    stands here.

    Args:
        dropout: fraction of the weights to drop in training.
        use_bias: whether the projections have a bias.
        sliding_window: how far a query sees: to keys less than so many steps away, of the axes that
            are attended over laid one after the other; None for all.
        flash_attention: whether an engine's fused kernel is wanted, where it has one that fits;
            what `config.is_flash_attention_enabled()` says by default.
        kernel_initializer: for the projections.
        bias_initializer: for their biases.
        kernel_regularizer: penalty on the projections.
        bias_regularizer: penalty on the biases.
        activity_regularizer: penalty on queries, keys, values and outputs, as projected.
        kernel_constraint: maps the projections back after each update.
        bias_constraint: maps the biases back after each update.
        use_gate: whether the sigmoid of one more projection of the query multiplies the result of
            each head (Qiu et al. 2025, "Gated attention for large language models").
        seed: of the dropout; None draws one.
        **kwargs: what every layer takes.
    """

    not_in_config: tuple[str, ...] = ("flash_attention",)
    in_config_if_changed: tuple[str, ...] = ("autocast",)

    def __init__(self, given: Mapping[str, Any], **kwargs: Any) -> None:
        """Takes up what all such layers have.

        Args:
            given: the arguments of the subclass by name, as its `locals()` are at the start.
            **kwargs: what every layer takes.
        """
        super().__init__(**kwargs)
        self.supports_masking = True
        self.dropout: float = float(given["dropout"])
        self.use_bias: bool = given["use_bias"]
        self.sliding_window: int | None = given["sliding_window"]
        self.flash_attention: bool | None = given["flash_attention"]
        self.use_gate: bool = given["use_gate"]
        self.seed: int | None = given["seed"]
        self.seed_generator: SeedGenerator | None = (
            SeedGenerator(self.seed) if self.dropout else None
        )
        self.rules: dict[str, Any] = {
            name: KINDS[name.split("_")[1]].get(given[name]) for name in RULES
        }

    def _written(self, name: str) -> Any:
        return serialize(self.rules[name]) if name in self.rules else super()._written(name)

    @property
    def projections(self) -> Projections:
        """The layers that project; every subclass keeps them under the names its files have."""
        raise NotImplementedError

    def into_heads(self, shape: Shape, heads: int, depth: int, name: str) -> EinsumDense:
        """Makes a projection of an input into heads, and builds it."""
        free = LETTERS[: len(shape) - 1]
        outer = (*shape[1:-1], heads, depth)
        made = self._projection(f"{free}x,xno->{free}no", outer, "no", name)
        made.build(shape)
        return made

    def out_of_heads(
        self, query_shape: Shape, lengths: Shape, heads: int, depth: int
    ) -> EinsumDense:
        """Makes the projection of the heads into the last axes of the output, and builds it."""
        free = LETTERS[: len(query_shape) - 1]
        last = "xyzuvw"[: len(lengths)]
        made = self._projection(
            f"{free}no,no{last}->{free}{last}",
            (*query_shape[1:-1], *lengths),
            last,
            "attention_output",
        )
        made.build((*query_shape[:-1], heads, depth))
        return made

    def _projection(self, equation: str, shape: Shape, bias: str, name: str) -> EinsumDense:
        rules = {name: _fresh(rule) for name, rule in self.rules.items()}
        axes = bias if self.use_bias else None
        options = {"bias_axes": axes, "name": name, "dtype": self.dtype_policy, **rules}
        return EinsumDense(equation, shape, **options)

    def attend(
        self,
        axes: Flattening,
        query: Tensor,
        value: Tensor,
        key: Tensor,
        masks: Masks,
        with_scores: bool,
        training: bool | None,
    ) -> Any:
        """Returns the output, and the weights where asked for."""
        to = self.projections
        projected = to.query(query), to.key(key), to.value(value)
        apart, scores = self.attend_projected(axes, *projected, masks, with_scores, training)
        if to.gate is not None:
            apart = ops.multiply(apart, ops.sigmoid(to.gate(query)))
        outputs = to.output(apart)
        return (outputs, scores) if with_scores else outputs

    def attend_projected(
        self,
        axes: Flattening,
        q: Tensor,
        k: Tensor,
        v: Tensor,
        masks: Masks,
        with_scores: bool,
        training: bool | None,
    ) -> tuple[Tensor, Tensor | None]:
        """Returns the result of each head, and the weights where asked for, else None."""
        flat = (axes.flat(q), axes.flat(k), axes.flat(v))
        allowed = self._allowed(axes, q, k, masks, flat[0].shape[1], flat[1].shape[1])
        dropping = drops(training) and self.dropout > 0
        weights: Any = None
        if dropping or with_scores:
            attended, weights = self._attend(*flat, allowed, dropping)
        else:
            attended = nn.dot_product_attention(
                *flat, mask=allowed, flash_attention=self.flash_attention
            )
        if masks.query is not None:
            attended = ops.where(axes.of_queries(masks.query, -1), attended, 0.0)
        return axes.back(attended, q), axes.scores(weights, q, k) if with_scores else None

    def _allowed(
        self, axes: Flattening, q: Tensor, k: Tensor, masks: Masks, time: int, source: int
    ) -> Tensor | None:
        before = causal(time, source) if masks.causal else None
        around = None if self.sliding_window is None else near(time, source, self.sliding_window)
        return joined(
            None if masks.query is None else axes.of_queries(masks.query, 1),
            None if masks.value is None else axes.of_keys(masks.value),
            None if masks.key is None else axes.of_keys(masks.key),
            None if masks.both is None else axes.mask(masks.both, q, k),
            None if before is None else ops.expand_dims(before, 1),
            None if around is None else ops.expand_dims(around, 1),
        )

    def _attend(
        self, q: Tensor, k: Tensor, v: Tensor, allowed: Tensor | None, dropping: bool
    ) -> tuple[Tensor, Tensor]:
        shared = q.shape[2] // k.shape[2]
        if shared > 1:
            k, v = ops.repeat(k, shared, axis=2), ops.repeat(v, shared, axis=2)
        scores = ops.einsum("btnh,bsnh->bnts", ops.multiply(q, q.shape[-1] ** -0.5), k)
        if allowed is not None:
            low = -65504.0 / 2 if ops.dtype(scores) == "float16" else -1e30
            scores = ops.where(allowed, scores, low)
        weights = nn.softmax(scores, axis=-1)
        if allowed is not None:
            weights = ops.where(allowed, weights, 0.0)
        kept = weights
        if dropping:
            kept = random.dropout(weights, self.dropout, seed=self.seed_generator)
        return ops.einsum("bnts,bsnh->btnh", kept, v), weights


def _fresh(rule: Any) -> Any:
    """Returns a rule anew, so that each projection draws numbers of its own."""
    return rule.clone() if hasattr(rule, "clone") else rule
