"""Code of Tahr's own in a trace of a program's, in which lengths are not known."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr.core import current


def opened(
    run: Callable[..., Any],
    args: Any,
    kwargs: Any,
    variables: Callable[[], Sequence[Any]],
    is_own: Callable[[], bool],
) -> Any:
    """Runs a function; where lengths are unknown, on tensors that stand-ins for them go along with.

    Code of a program's own gets the framework's tensors as they are.

    Args:
        run: the function.
        args: what it is called with by position.
        kwargs: what it is called with by name.
        variables: returns those that it reads and assigns.
        is_own: returns whether all that it runs is Tahr's own code.
    """
    engine = current.engine()
    if not engine.has_open_lengths((args, kwargs)) or not is_own():
        return run(*args, **kwargs)

    def with_stand_ins(given: Any) -> Any:
        places, names = given
        return run(*places, **names)

    return engine.with_open_lengths(with_stand_ins, (args, kwargs), variables())
