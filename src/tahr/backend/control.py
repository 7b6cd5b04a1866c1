"""Loops and choices in the words of old programs."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any

from tahr import ops
from tahr.backend.phases import made
from tahr.backend.symbols import recorded
from tahr.core import trees
from tahr.core.typing import Tensor
from tahr.ops.symbolic import is_symbolic


def switch(condition: Any, then_expression: Any, else_expression: Any) -> Any:
    """Returns one of two tensors, or elements of both.

    Args:
        condition: a scalar; or a tensor whose axes are the first of the two.
        then_expression: a tensor, or a function that returns one: where it is true.
        else_expression: likewise, where it is false.

    Example:
        >>> import numpy as np
        >>> switch([True, False], np.ones((2, 2), int), np.zeros((2, 2), int)).tolist()
        [[1, 1], [0, 0]]
    """
    if isinstance(condition, bool | int | float):
        return made(then_expression if condition else else_expression)
    is_true = ops.cast(condition, "bool")
    rank = len(ops.shape(is_true))
    both_are_functions = callable(then_expression) and callable(else_expression)
    if rank == 0 and both_are_functions and not is_symbolic([condition]):
        return ops.cond(is_true, then_expression, else_expression)
    one, other = made(then_expression), made(else_expression)
    return trees.map(lambda x, y: _chosen(is_true, rank, x, y), one, other)


def _chosen(is_true: Tensor, rank: int, x: Any, y: Any) -> Tensor:
    for _ in range(max(len(ops.shape(x)), len(ops.shape(y))) - rank if rank else 0):
        is_true = ops.expand_dims(is_true, -1)
    return ops.where(is_true, x, y)


def map_fn(
    fn: Callable[..., Any], elems: Any, name: str | None = None, dtype: object = None
) -> Any:
    """Calls a function on each element along the first axis.

    Args:
        fn: gets an element of each tensor.
        elems: a tensor or several.
        name: unused.
        dtype: of the result; that of what the function returns by default.

    Example:
        >>> import numpy as np
        >>> map_fn(lambda x: x * 2, np.arange(3)).tolist()
        [0, 2, 4]
    """
    found = recorded(lambda given: ops.map(fn, given), elems)
    return found if dtype is None else trees.map(lambda x: ops.cast(x, str(dtype)), found)


def foldl(
    fn: Callable[..., Any], elems: Any, initializer: Any = None, name: str | None = None
) -> Any:
    """Folds a tensor along its first axis, from its beginning.

    Args:
        fn: gets what has been found so far and the next element, and returns the next.
        elems: tensor.
        initializer: what has been found at first; the first element by default.
        name: unused.

    Example:
        >>> import numpy as np
        >>> int(foldl(lambda total, x: total * 2 + x, np.array([1, 0, 1])))
        5
    """
    return recorded(lambda given, first: _folded(fn, given, first), elems, initializer)


def foldr(
    fn: Callable[..., Any], elems: Any, initializer: Any = None, name: str | None = None
) -> Any:
    """Folds a tensor along its first axis, from its end, as `foldl` does from its beginning."""
    return recorded(
        lambda given, first: _folded(fn, ops.flip(given, axis=0), first), elems, initializer
    )


def _folded(fn: Callable[..., Any], elems: Any, first: Any) -> Any:
    given = elems if hasattr(elems, "ndim") else ops.convert_to_tensor(elems)
    start, rest = (given[0], given[1:]) if first is None else (ops.convert_to_tensor(first), given)
    return ops.scan(lambda total, x: (fn(total, x), None), start, rest)[0]


def rnn(
    step_function: Callable[..., Any],
    inputs: Any,
    initial_states: Sequence[Any],
    go_backwards: bool = False,
    mask: Any = None,
    constants: Sequence[Any] | None = None,
    unroll: bool = False,
    input_length: int | None = None,
    time_major: bool = False,
    zero_output_for_mask: bool = False,
    return_all_outputs: bool = True,
) -> tuple[Any, Any, list[Any]]:
    """Runs a step along sequences.

    Args:
        step_function: gets the inputs of a step and a list of states and constants; returns the
            output and the next states.
        inputs: `(batch, time, ...)`, or a structure of such.
        initial_states: before the first step.
        go_backwards: whether it starts at the end.
        mask: `(batch, time)`: which steps count; the others leave the states as they are.
        constants: handed to each step behind the states.
        unroll: whether the steps are written out.
        input_length: unused: the shape says it.
        time_major: whether time is the first axis, of the results too.
        zero_output_for_mask: whether the output of a step that does not count is zero, or else the
            one before it.
        return_all_outputs: whether the outputs of all steps are returned, or the last alone.

    Returns:
        The last output, all outputs `(batch, time, ...)`, the last states.
    """

    def run(inputs: Any, states: list[Any], mask: Any, constants: list[Any]) -> Any:
        xs = inputs if time_major else trees.map(_swapped, inputs)
        counts = None if mask is None else _counting(mask, time_major)
        if go_backwards:
            xs = trees.map(lambda x: ops.flip(x, axis=0), xs)
            counts = None if counts is None else ops.flip(counts, axis=0)

        def step(x: Any, states: list[Any]) -> tuple[Any, list[Any]]:
            output, new = step_function(x, [*states, *constants])
            return output, list(new)

        loop = _Loop(step, zero_output_for_mask)
        last, outputs, states = loop.run(xs, states, counts, unroll)
        if not return_all_outputs:
            outputs = trees.map(lambda x: ops.expand_dims(x, 0), last)
        return last, outputs if time_major else trees.map(_swapped, outputs), states

    return recorded(run, inputs, list(initial_states), mask, list(constants or ()))


def _swapped(x: Any) -> Tensor:
    return ops.swapaxes(x, 0, 1)


def _counting(mask: Any, time_major: bool) -> Tensor:
    counts = ops.cast(mask, "bool")
    if len(ops.shape(counts)) == 3:
        counts = ops.squeeze(counts, axis=-1)
    return counts if time_major else _swapped(counts)


class _Loop:
    """The steps of a recurrence, one after another.

    Args:
        step: gets the inputs of a step and the states; returns the output and the next states.
        zeros: whether the output of a step that does not count is zero.
    """

    def __init__(self, step: Callable[..., Any], zeros: bool) -> None:
        self._step = step
        self._zeros = zeros

    def run(
        self, xs: Any, states: list[Any], counts: Any, unroll: bool
    ) -> tuple[Any, Any, list[Any]]:
        """Runs them: the first by itself, as it says what an output looks like."""
        first, rest = (_part((xs, counts), which) for which in (0, slice(1, None)))
        output, new = self._step(first[0], states)
        before = trees.map(ops.zeros_like, output)
        shown, carry = self._judged(first[1], output, new, before, states)

        def step(carry: Any, now: Any) -> tuple[Any, Any]:
            before, old = carry
            output, new = self._step(now[0], old)
            shown, carry = self._judged(now[1], output, new, before, old)
            return carry, shown

        length = ops.shape(trees.leaves(xs)[0])[0]
        if unroll and isinstance(length, int):
            outputs = [shown]
            for number in range(length - 1):
                carry, shown = step(carry, _part(rest, number))
                outputs.append(shown)
            all_outputs = trees.map(lambda *parts: ops.stack(parts, axis=0), *outputs)
        else:
            carry, shown_later = ops.scan(step, carry, rest)
            all_outputs = trees.map(
                lambda one, others: ops.concatenate([ops.expand_dims(one, 0), others], axis=0),
                shown,
                shown_later,
            )
        last, states = carry
        return last, all_outputs, states

    def _judged(
        self, counts: Any, output: Any, new: list[Any], before: Any, old: list[Any]
    ) -> tuple[Any, tuple[Any, list[Any]]]:
        """Returns what a step shows, and what it carries on: the last output and the states."""
        if counts is None:
            return output, (output, new)
        other = trees.map(ops.zeros_like, output) if self._zeros else before
        shown = trees.map(lambda x, y: _where(counts, x, y), output, other)
        states = [_where(counts, x, y) for x, y in zip(new, old, strict=True)]
        return shown, (shown, states)


def _part(tensors: Any, which: Any) -> Any:
    return trees.map(lambda x: None if x is None else x[which], tensors)


def _where(counts: Any, x: Any, y: Any) -> Tensor:
    axes = (1,) * (len(ops.shape(x)) - 1)
    return ops.where(ops.reshape(counts, (-1, *axes)), x, y)


@contextmanager
def control_dependencies(control_inputs: Any) -> Generator[None]:
    """Runs the block: what is computed first follows from what needs it.

    Args:
        control_inputs: unused.
    """
    yield


def as_it_is(func: Callable[..., Any]) -> Callable[..., Any]:
    """Returns the function: there are no separate modes for graphs and values."""
    return func
