"""The inner steps of attention with many heads, which layers of packages call one by one."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

ROOM = "tahr.layers.attention"


def compute_attention(
    layer: Any,
    query: Any,
    key: Any,
    value: Any,
    attention_mask: Any = None,
    training: bool | None = None,
    return_attention_scores: bool = False,
) -> tuple[Any, Any]:
    """Attends with what is projected into heads already.

    Args:
        layer: the attention layer.
        query: `(batch, time, heads, depth)`.
        key: `(batch, source, heads, depth)`.
        value: likewise.
        attention_mask: `(batch, time, source)`.
        training: whether weights are dropped.
        return_attention_scores: whether the weights are wanted too.

    Returns:
        The result of each head, and the weights or None.
    """
    heads: Any = import_module(f"{ROOM}.heads")
    flattening: Any = import_module(f"{ROOM}.flattening")
    rank = len(query.shape) - 1
    axes = flattening.Flattening(
        rank, layer.attention_axes or tuple(range(1, rank - 1)), layer.name
    )
    masks = heads.Masks(None, None, None, attention_mask, causal=False)
    return layer.attend_projected(axes, query, key, value, masks, return_attention_scores, training)


def masked_softmax(layer: Any, attention_scores: Any, attention_mask: Any = None) -> Any:
    """Returns the weights of scores `(batch, heads, time, source)`; 0 where the mask is False."""
    ops: Any = import_module("tahr.ops")
    if attention_mask is None:
        return ops.softmax(attention_scores, axis=-1)
    lacking = len(attention_scores.shape) - len(attention_mask.shape)
    for _ in range(lacking):
        attention_mask = ops.expand_dims(attention_mask, -3)
    low = -3e4 if ops.dtype(attention_scores) == "float16" else -1e9
    masked = ops.where(ops.cast(attention_mask, "bool"), attention_scores, low)
    return ops.softmax(masked, axis=-1)


def build_attention(layer: Any, rank: int) -> None:
    """Makes ready what scores and combines tensors `(batch, time, heads, depth)`.

    Args:
        layer: the attention layer.
        rank: how many axes the projected tensors have.
    """
    outer, depth = "abcdefghijklm"[: rank - 3], "h"
    layer._dot_product_equation = f"{outer}sn{depth},{outer}tn{depth}->{outer}nts"
    layer._combine_equation = f"{outer}nts,{outer}sn{depth}->{outer}tn{depth}"
    layers: Any = import_module("tahr.layers")
    layer._softmax = layers.Softmax(axis=-1, dtype=layer.dtype_policy)
    layer._dropout_layer = layers.Dropout(layer.dropout, dtype=layer.dtype_policy, seed=layer.seed)


def shared_options(layer: Any) -> dict[str, Any]:
    """Returns the arguments that every projection of a layer is made with."""
    rules = {
        name: rule.clone() if hasattr(rule, "clone") else rule for name, rule in layer.rules.items()
    }
    return {**rules, "dtype": layer.dtype_policy}


METHODS: dict[str, Callable[..., Any]] = {
    "_build_attention": build_attention,
    "_compute_attention": compute_attention,
    "_get_common_kwargs_for_sublayer": shared_options,
    "_masked_softmax": masked_softmax,
}
"""By their names inside Keras."""
