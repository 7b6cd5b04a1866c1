"""Attention by scaled dot products."""

import math

from tahr.core.current import engine
from tahr.core.dtypes import result_type, to_float
from tahr.core.errors import ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, true_divide
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.elementwise import absolute
from tahr.ops.nn.pieces import like
from tahr.ops.nn.softmax import softmax
from tahr.ops.op import op

MASKED = -1e30
"""What stands for minus infinity: a row that is masked all over then stays finite."""


@op()
def dot_product_attention(
    query: TensorLike,
    key: TensorLike,
    value: TensorLike,
    bias: TensorLike | None = None,
    mask: TensorLike | None = None,
    scale: float | None = None,
    is_causal: bool = False,
    flash_attention: bool | None = None,
    attn_logits_soft_cap: float | None = None,
) -> Tensor:
    """Averages the values, weighted by the softmax of `scale * query . key`, head by head.

    Args:
        query: `(batch, time, heads, depth)`.
        key: `(batch, source, key heads, depth)`; each serves `heads / key heads` queries.
        value: `(batch, source, key heads, value depth)`.
        bias: added to the logits; broadcasts to `(batch, heads, time, source)`.
        mask: where attention may go; broadcasts likewise.
        scale: of the logits; one over the square root of the depth by default.
        is_causal: whether a query sees only sources up to its own time.
        flash_attention: whether an engine's fused kernel is wanted, where it has one that fits;
            what `config.is_flash_attention_enabled()` says by default.
        attn_logits_soft_cap: the size that logits approach and never reach.

    Returns:
        `(batch, time, heads, value depth)`, in the dtype the three have in common; the
        softmax is computed in 32 bits or more.

    Raises:
        ShapeError: an input has not four axes, or the heads do not divide.

    Example:
        >>> import numpy as np
        >>> q, kv = np.zeros((1, 2, 1, 4), "float32"), np.ones((1, 3, 1, 4), "float32")
        >>> dot_product_attention(q, kv, kv)[0, 0, 0].tolist()
        [1.0, 1.0, 1.0, 1.0]

    Source: Vaswani et al. 2017, "Attention is all you need", equation 1; Ainslie et al. 2023,
    "GQA: training generalized multi-query transformer models".
    """
    run = engine()
    for tensor in (query, key, value):
        if rank(tensor) != 4:
            raise ShapeError(
                "attention takes tensors with four axes",
                expected="(batch, time, heads, depth)",
                got=show(dims(tensor)),
            )
    dtype = to_float(result_type(*map(dtype_of, (query, key, value))))
    q, k, v = (run.asarray(t, dtype) for t in (query, key, value))
    k, v = _for_heads(k, dims(q)[2]), _for_heads(v, dims(q)[2])
    wide = result_type(dtype, "float32")
    factor = 1.0 / math.sqrt(dims(q)[3]) if scale is None else scale
    logits = multiply(run.asarray(run.einsum("btnh,bsnh->bnts", q, k), wide), factor)
    if bias is not None:
        logits = add(logits, run.asarray(bias, wide))
    if attn_logits_soft_cap is not None:
        size = true_divide(absolute(logits), attn_logits_soft_cap)
        logits = true_divide(logits, add(1.0, size))
    weights = softmax(_masked(logits, mask, is_causal))
    return run.einsum("bnts,bsnh->btnh", run.asarray(weights, dtype), v)


def _for_heads(x: Tensor, heads: int) -> Tensor:
    """Repeats the heads of keys or values for the queries that share them."""
    batch, source, own, depth = dims(x)
    if own == heads:
        return x
    if heads % own:
        raise ShapeError(
            "the heads of the queries are not a multiple of the keys'", expected=own, got=heads
        )
    column = engine().reshape(x, (batch, source, own, 1, depth))
    repeated = engine().broadcast_to(column, (batch, source, own, heads // own, depth))
    return engine().reshape(repeated, (batch, source, heads, depth))


def _masked(logits: Tensor, mask: TensorLike | None, is_causal: bool) -> Tensor:
    run, nothing = engine(), like(MASKED, logits)
    if mask is not None:
        logits = run.where(run.asarray(mask, "bool"), logits, nothing)
    if is_causal:
        time, source = dims(logits)[-2:]
        row = run.reshape(run.arange(0, time, 1, "int32"), (time, 1))
        column = run.reshape(run.arange(0, source, 1, "int32"), (1, source))
        logits = run.where(run.less_equal(column, row), logits, nothing)
    return logits
