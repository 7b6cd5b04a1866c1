"""Loops whose body changes variables, or adds to the loss, beside what it returns."""

from collections.abc import Callable
from typing import Any

from tahr.core.current import engine
from tahr.core.penalties import collecting
from tahr.core.scopes import StateScope, autocast
from tahr.core.variables import Variable

Step = Callable[[Any, Any], tuple[Any, Any]]


def scan(step: Step, state: Any, xs: Any, length: int, reverse: bool = False) -> tuple[Any, Any]:
    """Runs an engine's scan, and lets out what the steps leave behind.

    Where the engine traces a body, values that were assigned inside cannot get out by themselves.
    So variables that are assigned become a part of the state; losses are summed over the steps.

    Args:
        step: gets the state and a tree of slices, gives the next state and a tree of tensors.
        state: the first.
        xs: a tree of tensors of the same length, or None.
        length: how often the step runs.
        reverse: whether it goes from the end.

    Returns:
        The last state, and what the steps gave, stacked.
    """
    run = engine()
    if not run.traces_loops(length):
        return run.scan(step, state, xs, length, reverse)
    written: dict[int, Variable] = {}
    owners: list[Any] = []

    def watched(before: Any, x: Any) -> tuple[Any, Any]:
        with StateScope() as scope, collecting() as losses:
            found = step(before, x)
        written.update({id(v): v for v in scope.written()})
        owners[:] = [owner for owner, _ in losses]
        return found

    found = run.scan(watched, state, xs, length, reverse)
    if not written and not owners:
        return found
    variables = list(written.values())

    def carrying(before: tuple[Any, list[Any]], x: Any) -> tuple[Any, Any]:
        own, values = before
        bound = zip(variables, values, strict=True)
        with StateScope(bound), collecting() as losses:
            after, outputs = step(own, x)
            values = _values(variables)
        return (after, values), (outputs, [loss for _, loss in losses])

    start = (state, _values(variables))
    (last, values), (outputs, losses) = run.scan(carrying, start, xs, length, reverse)
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
    for owner, loss in zip(owners, losses, strict=True):
        owner.add_loss(run.sum(loss, (0,), False))
    return last, outputs


def _values(variables: list[Variable]) -> list[Any]:
    with autocast(None):
        return [variable.value for variable in variables]
