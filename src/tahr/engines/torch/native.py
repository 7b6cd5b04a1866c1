"""Ops that PyTorch has a faster version of than the common one."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch.nn import functional

from tahr.core import config
from tahr.engines.torch.images import affine_transform, resize
from tahr.engines.torch.recurrence import gru, lstm
from tahr.engines.torch.tracing import is_transforming
from tahr.engines.torch.widening import SINGLE, WIDER, Tensor, widened


def _tile(x: Tensor, repeats: int | Sequence[int]) -> Tensor:
    return torch.tile(x, (repeats,) if isinstance(repeats, int) else tuple(repeats))


def _logs(x: Tensor, axis: int | Sequence[int] | None = -1) -> Tensor:
    if isinstance(axis, int):
        return torch.log_softmax(x, axis) if x.ndim else torch.zeros_like(x)
    axes = range(x.ndim) if axis is None else axis
    return x - torch.logsumexp(x, tuple(axes), keepdim=True)


def _shares(x: Tensor, axis: int | Sequence[int] | None = -1) -> Tensor:
    if isinstance(axis, int) and x.ndim:
        return torch.softmax(x, axis)
    return torch.exp(_logs(x, axis))


def _split(x: Tensor, indices_or_sections: int | Sequence[int], axis: int = 0) -> Any:
    """Splits in one call, whose gradient is one concatenation."""
    length = x.shape[axis] if x.ndim else 0
    if not isinstance(indices_or_sections, int):
        ends = [*indices_or_sections, length]
        sizes = [end - start for start, end in zip([0, *ends], ends, strict=False)]
        return list(torch.split(x, sizes, axis)) if min(sizes) >= 0 else NotImplemented
    if length == 0 or length % indices_or_sections:
        return NotImplemented
    return list(torch.split(x, length // indices_or_sections, axis))


def _attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    bias: Tensor | None = None,
    mask: Tensor | None = None,
    scale: float | None = None,
    is_causal: bool = False,
    flash_attention: bool | None = None,
    attn_logits_soft_cap: float | None = None,
) -> Any:
    """Attends by the fused kernel, which does not write the weights down."""
    heads = query.ndim == key.ndim == value.ndim == 4 and query.shape[2] == key.shape[2]
    same = query.dtype == key.dtype == value.dtype
    known = same and (query.dtype is torch.float32 or query.is_cuda)
    wanted = config.CONFIG.flash_attention if flash_attention is None else flash_attention
    odd = bias is not None or attn_logits_soft_cap is not None or (mask is not None and is_causal)
    if not wanted or not heads or not known or odd or is_transforming():
        return NotImplemented
    q, k, v = (x.transpose(1, 2) for x in (query, key, value))
    if mask is not None:
        # A row that is masked all over averages the values, whatever query and keys are.
        seen = mask.bool().any(-1, keepdim=True)
        q, mask = torch.where(seen, q, 0), mask.bool() | ~seen
    found = functional.scaled_dot_product_attention(q, k, v, mask, 0.0, is_causal, scale=scale)
    return found.transpose(1, 2)


def _layer_norm(
    x: Tensor,
    gamma: Tensor | None = None,
    beta: Tensor | None = None,
    axis: int | Sequence[int] = -1,
    epsilon: float | None = None,
    rms_scaling: bool = False,
) -> Any:
    axes = [axis] if isinstance(axis, int) else list(axis)
    last = [a + x.ndim if a < 0 else a for a in axes] == list(range(x.ndim - len(axes), x.ndim))
    shape = x.shape[x.ndim - len(axes) :]
    fits = all(w is None or (w.shape, w.dtype) == (shape, x.dtype) for w in (gamma, beta))
    if rms_scaling or not axes or not last or not fits or x.dtype is not torch.float32:
        return NotImplemented
    small = config.epsilon() if epsilon is None else epsilon
    return functional.layer_norm(x, shape, gamma, beta, small)


def _normalize_batch(
    x: Tensor,
    axis: int = -1,
    offset: Tensor | None = None,
    scale: Tensor | None = None,
    epsilon: float = 0.001,
) -> Any:
    """Normalizes in one pass over the batch, and another one for its gradient."""
    last = axis in (-1, x.ndim - 1)
    if not last or x.dtype is not torch.float32 or not x.numel() or is_transforming():
        return NotImplemented
    rows = x.reshape(-1, x.shape[-1])
    run = torch.ops.aten._native_batch_norm_legit.no_stats
    found, mean, factor = run(rows, scale, offset, True, 0.0, epsilon)
    variance = (factor.detach() ** -2 - epsilon).clamp_min(0)
    return found.reshape(x.shape), mean.detach(), variance


def _adam_update(
    weight: Tensor,
    gradient: Tensor,
    momentum: Tensor,
    velocity: Tensor,
    rate: Tensor,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> Any:
    """Updates in one pass that has no gradient; its correction of the averages is switched off."""
    parts = (weight, gradient, momentum, velocity)
    if any(t.dtype is not torch.float32 or t.shape != weight.shape for t in parts):
        return NotImplemented
    if rate.ndim or is_transforming() or any(t.requires_grad for t in (*parts, rate)):
        return NotImplemented
    # The kernel goes through memory, whatever the strides are.
    lists = ([t.contiguous()] for t in parts)
    weights, _, momenta, velocities, _ = torch.ops.aten._fused_adam.tensor_lr(
        *lists, [], [torch.full((), math.inf, device=weight.device)], lr=rate.float(),
        beta1=beta_1, beta2=beta_2, weight_decay=0.0, eps=epsilon, amsgrad=False, maximize=False,
    )  # fmt: skip
    return weights[0], momenta[0], velocities[0]


NATIVE: Mapping[str, Callable[..., Any]] = {
    "digamma": widened(torch.digamma, SINGLE),
    "gammainc": widened(lambda a, x: torch.special.gammainc(a.detach(), x), SINGLE),
    "lgamma": widened(torch.lgamma, SINGLE),
    "affine_transform": affine_transform,
    "erfinv": widened(torch.erfinv, SINGLE),
    "sigmoid": widened(torch.sigmoid, WIDER),
    "relu": widened(torch.relu, WIDER),
    "softmax": widened(_shares),
    "log_softmax": widened(_logs),
    "adam_update": _adam_update,
    "dot_product_attention": _attention,
    "layer_normalization": _layer_norm,
    "normalize_batch": _normalize_batch,
    "lstm": lstm,
    "gru": gru,
    "split": _split,
    "resize": resize,
    "tile": _tile,
}
