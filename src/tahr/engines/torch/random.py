"""Random bits out of tensor arithmetic, so that a recorded step draws anew at each replay."""

import math

import torch

from tahr.engines.torch.widening import Tensor

WORD = 2**32 - 1
FACTOR = 0xD256D193
BUMP = 0x9E3779B9
ROUNDS = 10


def random_bits(key: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Returns uniform uint32 numbers from a key, a uint32 tensor of shape (2,).

    Philox 2x32: the key's last word is its key, the first the upper half of its counter. The
    words are kept in 64 bits, where products are exact.

    Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.3.
    """
    count = math.prod(shape)
    upper, word = key.to(torch.int64).unbind()
    steps = torch.arange(ROUNDS, device=key.device) * BUMP
    left = torch.arange((count + 1) // 2, device=key.device)
    right: Tensor = upper
    for round_key in ((word + steps) & WORD).unbind():
        product = left * FACTOR
        left = ((product >> 32) ^ (right ^ round_key)) & WORD
        right = product
    pairs = (left << 32) | (right & WORD)
    return pairs.view(torch.uint32)[:count].reshape(shape)
