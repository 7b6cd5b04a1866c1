"""Recurrences by PyTorch's fused kernels: oneDNN's on the CPU, cuDNN's on NVIDIA's GPUs."""

from typing import Any

import torch

from tahr.engines.torch.tracing import is_transforming
from tahr.engines.torch.widening import Tensor

FUSED = {
    "cpu": (torch.float32, torch.bfloat16),
    "cuda": (torch.float32, torch.float64, torch.float16, torch.bfloat16),
}
"""Where and in which dtypes there are fused kernels."""


def lstm(
    sequences: Tensor,
    state: Tensor,
    carry: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    bias: Tensor | None = None,
) -> Any:
    """Runs the op `lstm`, whose gates stand in PyTorch's order."""
    if not _is_fused(sequences):
        return NotImplemented
    weights = [kernel.t().contiguous(), recurrent_kernel.t().contiguous()]
    weights += [] if bias is None else [bias, torch.zeros_like(bias)]
    outputs, last, after = torch.lstm(
        sequences, (state[None], carry[None]), weights, *_options(bias is not None)
    )
    return outputs, last[0], after[0]


def gru(
    sequences: Tensor,
    state: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    bias: Tensor | None = None,
    recurrent_bias: Tensor | None = None,
) -> Any:
    """Runs the op `gru` where there is a fused kernel: on the CPU there is none."""
    if not _is_fused(sequences) or sequences.device.type == "cpu":
        return NotImplemented
    return fused_gru(sequences, state, kernel, recurrent_kernel, bias, recurrent_bias)


def fused_gru(
    sequences: Tensor,
    state: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    bias: Tensor | None,
    recurrent_bias: Tensor | None,
) -> tuple[Tensor, Tensor]:
    """Runs a GRU by PyTorch's function, which has the reset gate first."""
    weights = [_turned(kernel).t().contiguous(), _turned(recurrent_kernel).t().contiguous()]
    biased = bias is not None or recurrent_bias is not None
    if biased:
        nothing = sequences.new_zeros(kernel.shape[-1])
        weights += [_turned(nothing if b is None else b) for b in (bias, recurrent_bias)]
    outputs, last = torch.gru(sequences, state[None], weights, *_options(biased))
    return outputs, last[0]


def _turned(x: Tensor) -> Tensor:
    update, reset, candidate = x.chunk(3, -1)
    return torch.cat([reset, update, candidate], -1)


def _is_fused(x: Tensor) -> bool:
    known = x.dtype in FUSED.get(x.device.type, ())
    return known and x.numel() > 0 and not is_transforming()


def _options(biased: bool) -> tuple[bool, int, float, bool, bool, bool]:
    """Returns: has biases, layers, dropout, trains, runs both ways, has the batch first."""
    return biased, 1, 0.0, torch.is_grad_enabled(), False, True
