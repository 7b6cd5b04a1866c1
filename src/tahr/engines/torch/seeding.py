"""PyTorch's own random numbers, which a program seeds by `torch.manual_seed`."""

import numpy as np
import torch

from tahr.core.streams import LARGEST, State, Stream

UNSEEDED = 67280421310721
"""What PyTorch says its seed is before there is one."""
WORDS_AT = 24
"""Where the words of its Mersenne Twister begin in the bytes of a state, each in eight bytes."""


def seed_torch(seed: int) -> None:
    """Seeds PyTorch on all devices."""
    torch.manual_seed(seed)


def _state() -> State:
    state = torch.random.get_rng_state().numpy().tobytes()
    words = np.frombuffer(state, "uint64", 624, WORDS_AT)
    left = int(np.frombuffer(state, "int32", 1, 8)[0])
    return words.astype("uint32"), 625 - left


STREAM = Stream(
    _state,
    lambda: int(torch.randint(1, LARGEST, (), device="cpu")),
    seeded=torch.initial_seed() != UNSEEDED,
)
