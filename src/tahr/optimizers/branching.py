"""Updating variables only when a condition holds that is known at run time."""

from collections.abc import Callable, Sequence

from tahr import ops
from tahr.core.scopes import StateScope
from tahr.core.typing import Tensor
from tahr.core.variables import Variable


def branch(
    predicate: Tensor,
    yes: Callable[[], None],
    no: Callable[[], None],
    variables: Sequence[Variable],
) -> None:
    """Runs one of two functions that assign to variables.

    Args:
        predicate: a bool scalar, which may be part of a trace.
        yes: runs where it holds.
        no: runs where it does not.
        variables: all that either of the two assigns to.
    """

    def after(update: Callable[[], None]) -> Callable[[], list[Tensor]]:
        def run() -> list[Tensor]:
            with StateScope():
                update()
                return [v.value for v in variables]

        return run

    for variable, value in zip(variables, ops.cond(predicate, after(yes), after(no)), strict=True):
        variable.assign(value)
