"""Where randomness starts: seeds, and draws on the host that need no engine.

A draw is a pure function of its seed, by the counter-based generator Philox (Salmon et al.
2011, "Parallel random numbers: as easy as 1, 2, 3"), so one seed gives the same numbers on
every engine, in every process. Seeds that nobody gave are drawn from the stream that the program
has seeded last: Python's, as in Keras 3, NumPy's, as in Keras 1, or that of the framework in use.
"""

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tahr.core import current
from tahr.core.errors import ArgumentError, told
from tahr.core.streams import NUMPY, PYTHON, Stream
from tahr.core.tracebacks import ends_at_user

if TYPE_CHECKING:
    import numpy as np

    from tahr.core.variables import Variable

STATE = "seed_generator_state"
"""What the variable of every random generator is called."""


@dataclass
class _Root:
    generation: int = 0
    source: Stream = PYTHON


_ROOT = _Root()


@ends_at_user
def set_random_seed(seed: int) -> None:
    """Seeds Python, NumPy, Tahr and the framework in use, so that a program repeats itself.

    Args:
        seed: an integer, 0 to 2**32 - 1.

    Example:
        >>> set_random_seed(7); first = default_seed()
        >>> set_random_seed(7); first == default_seed()
        True
    """
    import numpy as np

    if isinstance(seed, bool) or not hasattr(seed, "__index__") or not 0 <= seed < 2**32:
        raise ArgumentError("a seed is a whole number", expected="0 to 4294967295", got=told(seed))
    _ROOT.generation += 1
    random.seed(seed)
    np.random.seed(seed)
    current.seed_frameworks(seed)
    for stream in (PYTHON, NUMPY, *_frameworks()):
        stream.look_away(pending=True)


def generation() -> int:
    """Returns how often `set_random_seed` has been called: who keeps a generator looks here."""
    return _ROOT.generation


def default_seed() -> int:
    """Draws a seed for something that was given none."""
    _look()
    return _ROOT.source.draw()


def order_seed() -> int:
    """Draws a seed for an order of samples: by NumPy, or by the framework where it is seeded."""
    _look()
    return next((s for s in _frameworks() if s.seeded), NUMPY).draw()


def look_away() -> None:
    """Takes the states of Python and NumPy as they are for none that the program has seeded."""
    PYTHON.look_away()
    NUMPY.look_away()


def _look() -> None:
    """Finds out what the program has seeded since the last time."""
    seeded = [s for s in (PYTHON, *_frameworks(), NUMPY) if s.was_seeded()]
    _ROOT.source = seeded[0] if seeded else _ROOT.source


def _frameworks() -> list[Stream]:
    stream = current.stream()
    return [] if stream is None else [stream]


def is_state(variable: "Variable") -> bool:
    """Returns whether a variable is the state of a random generator."""
    return variable.name == STATE


def generator(*seed: int) -> "np.random.Generator":
    """Returns a host generator whose draws depend on these integers alone."""
    import numpy as np

    return np.random.Generator(np.random.Philox(seed=np.random.SeedSequence(list(seed))))
