"""Where randomness starts: one root seed, and draws on the host that need no engine.

A draw is a pure function of its seed, by the counter-based generator Philox (Salmon et al.
2011, "Parallel random numbers: as easy as 1, 2, 3"), so one seed gives the same numbers on
every engine, in every process.
"""

import os
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tahr.core.tracebacks import ends_at_user

if TYPE_CHECKING:
    import numpy as np

LARGEST = 2**31 - 1


@dataclass
class _Root:
    seed: int | None = None
    drawn: int = 0
    generation: int = 0
    entropy: int = int.from_bytes(os.urandom(8), "little")


_ROOT = _Root()


@ends_at_user
def set_random_seed(seed: int) -> None:
    """Seeds Python, NumPy and Tahr, so that a program gives the same result each time.

    Args:
        seed: an integer, 0 to 2**32 - 1.

    Example:
        >>> set_random_seed(7); first = default_seed()
        >>> set_random_seed(7); first == default_seed()
        True
    """
    import numpy as np

    _ROOT.seed = seed
    _ROOT.drawn = 0
    _ROOT.generation += 1
    random.seed(seed)
    np.random.seed(seed)


def generation() -> int:
    """Gives how often `set_random_seed` has been called: who keeps a generator looks here."""
    return _ROOT.generation


def default_seed() -> int:
    """Draws a seed for something that was given none."""
    root = _ROOT.entropy if _ROOT.seed is None else _ROOT.seed
    _ROOT.drawn += 1
    return int(generator(root, _ROOT.drawn).integers(1, LARGEST))


def generator(*seed: int) -> "np.random.Generator":
    """Gives a host generator whose draws depend on these integers alone."""
    import numpy as np

    return np.random.Generator(np.random.Philox(seed=np.random.SeedSequence(list(seed))))
