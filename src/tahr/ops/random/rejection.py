"""Drawing again until what was drawn is accepted, in a loop that can be compiled."""

from collections.abc import Callable

from tahr.core.current import engine
from tahr.core.typing import Tensor

Attempt = Callable[[Tensor], tuple[Tensor, Tensor]]
"""Given a key, gives what was drawn and where it is accepted."""


def split(key: Tensor, number: int) -> list[Tensor]:
    """Returns that many keys, each as good as the one."""
    words = engine().random_bits(key, (number, 2))
    return [engine().get_item(words, (i,)) for i in range(number)]


def until_accepted(key: Tensor, attempt: Attempt, shape: tuple[int, ...], dtype: str) -> Tensor:
    """Repeats an attempt, keeping for each element the first that was accepted."""
    run = engine()

    def undone(state: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        return run.logical_not(run.all(state[1], tuple(range(len(shape))), False))

    def again(state: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        last, done, kept = state
        now, following = split(last, 2)
        drawn, accepted = attempt(now)
        kept = run.where(done, kept, drawn)
        return following, run.logical_or(done, accepted), kept

    start = (key, run.full(shape, False, "bool"), run.full(shape, 0.0, dtype))
    return run.while_loop(undone, again, start)[2]
