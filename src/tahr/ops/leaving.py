"""Control flow whose functions change variables, or add to the loss, beside what they return."""

import sys
from collections.abc import Callable
from typing import Any

from tahr.core import trees
from tahr.core.current import engine
from tahr.core.penalties import collecting
from tahr.core.scopes import StateScope
from tahr.ops.axes import dims
from tahr.ops.left import Left, sums_of, values_of

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
    left = Left()

    def watched(before: Any, x: Any) -> tuple[Any, Any]:
        with left.watching():
            return step(before, x)

    found = run.scan(watched, state, xs, length, reverse)
    if not left:
        return found
    variables = left.variables

    def carrying(before: tuple[Any, list[Any]], x: Any) -> tuple[Any, Any]:
        own, values = before
        bound = zip(variables, values, strict=True)
        with StateScope(bound), collecting() as losses:
            after, outputs = step(own, x)
            return (after, values_of(variables)), (outputs, sums_of(losses))

    start = (state, values_of(variables))
    (last, values), (outputs, losses) = run.scan(carrying, start, xs, length, reverse)
    left.let_out(values, [run.sum(loss, (0,), False) for loss in losses])
    return last, outputs


def while_loop(
    condition: Callable[[Any], Any], body: Callable[[Any], Any], state: Any, limit: int | None
) -> Any:
    """Runs an engine's loop, and lets out what the rounds leave behind.

    Args:
        condition: whether to go on.
        body: one round.
        state: what it starts from.
        limit: a number of rounds that is never exceeded, if one is known.

    Returns:
        The last state.
    """
    run = engine()
    if not run.traces_loops(sys.maxsize):
        return run.while_loop(condition, body, state, limit)
    left = Left()

    def watched(before: Any) -> Any:
        with left.watching():
            return body(before)

    found = run.while_loop(condition, watched, state, limit)
    if not left:
        return found
    variables = left.variables

    def goes_on(before: tuple[Any, list[Any], list[Any]]) -> Any:
        own, values, _ = before
        with StateScope(zip(variables, values, strict=True)):
            return condition(own)

    def carrying(before: tuple[Any, list[Any], list[Any]]) -> tuple[Any, list[Any], list[Any]]:
        own, values, sums = before
        with StateScope(zip(variables, values, strict=True)), collecting() as losses:
            after = body(own)
            added = list(map(run.add, sums, sums_of(losses)))
            return after, values_of(variables), added

    start = (state, values_of(variables), left.zeros())
    last, values, losses = run.while_loop(goes_on, carrying, start, limit)
    left.let_out(values, losses)
    return last


def cond(predicate: Any, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
    """Runs an engine's branch, and lets out what the function that counts leaves behind.

    Args:
        predicate: a bool scalar that is not known yet.
        yes: gives a tree of tensors where it holds.
        no: gives one where it does not.

    Returns:
        What the function gives.
    """
    run = engine()
    if run.name == "spec":
        return run.cond(predicate, yes, no)
    first, second = Left(), Left()

    def watched(branch: Callable[[], Any], left: Left) -> Callable[[], Any]:
        def observed() -> Any:
            with left.watching():
                return branch()

        return observed

    found = run.cond(predicate, watched(yes, first), watched(no, second))
    if not first and not second:
        return found
    both = first.joined(second)

    def carrying(branch: Callable[[], Any], is_first: bool) -> Callable[[], Any]:
        def chosen() -> Any:
            with StateScope(), collecting() as losses:
                given, own = branch(), sums_of(losses)
                sums = own + second.zeros() if is_first else first.zeros() + own
                return given, values_of(both.variables), sums

        return chosen

    given, values, losses = run.cond(predicate, carrying(yes, True), carrying(no, False))
    both.let_out(values, losses)
    return given


def vectorized(function: Callable[[Any], Any], elements: Any) -> Any:
    """Applies a function to all slices along the first axis, and lets out what they leave behind.

    All slices begin with the variables as they are, so that they draw the same random numbers.

    Args:
        function: gets a tree of slices, gives a tree of tensors.
        elements: a tree of tensors of the same length.

    Returns:
        What the function gives, stacked.

    Raises:
        ArgumentError: the function assigns a variable: which slice's value it is to have is open.
    """
    run = engine()
    if run.name == "spec":
        return run.vmap(function, (0,))(elements)
    left = Left()

    def carrying(slices: Any) -> tuple[Any, list[Any], list[Any]]:
        with StateScope() as scope, collecting() as losses:
            found = function(slices)
            left.take(scope, losses)
            return found, values_of(left.variables), sums_of(losses)

    found, values, losses = run.vmap(carrying, (0,))(elements)
    left.check_random_alone()
    if dims(trees.leaves(elements)[0])[0]:
        last = [run.get_item(value, (-1,)) for value in values]
        left.let_out(last, [run.sum(loss, (0,), False) for loss in losses])
    return found
