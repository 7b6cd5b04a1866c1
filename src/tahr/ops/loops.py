"""Loops whose state is a tree of tensors."""

import sys
from collections.abc import Callable
from typing import Any

from tahr.core import trees
from tahr.core.current import engine
from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorTree
from tahr.ops import leaving
from tahr.ops.axes import axis_of, dims, rank
from tahr.ops.carried import Body, carrying
from tahr.ops.control import tensors, truth_of
from tahr.ops.op import op, to_tensor


def _traces(length: object) -> bool:
    run = engine()
    return run.name == "spec" or run.traces_loops(length)


@op(open=("loop_vars",))
def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: TensorTree,
    maximum_iterations: int | None = None,
) -> TensorTree:
    """Repeats a body while a condition holds.

    Args:
        cond: gets the state, gives a bool scalar.
        body: gets the state, gives the next, of the same shapes and dtypes.
        loop_vars: the state: a tree of tensors. A list or tuple is given as arguments.
        maximum_iterations: how often the body runs at most.

    Returns:
        The last state.

    Example:
        >>> int(while_loop(lambda n: n < 10, lambda n: n * 2, 1))
        16
    """
    run, spread = engine(), isinstance(loop_vars, list | tuple)
    limit = None if maximum_iterations is None else to_tensor(maximum_iterations, "int32")

    def holds(state: tuple[Tensor, Any]) -> Tensor:
        count, values = state
        goes_on = truth_of(cond(*values) if spread else cond(values))
        return goes_on if limit is None else run.logical_and(run.less(count, limit), goes_on)

    most = maximum_iterations if isinstance(maximum_iterations, int) else None

    def loop(start: Any, like: Body) -> Any:
        def step(state: tuple[Tensor, Any]) -> tuple[Tensor, Any]:
            count, values = state
            after = body(*values) if spread else body(values)
            return run.add(count, run.full((), 1, "int32")), like(values, after)

        return leaving.while_loop(holds, step, (run.full((), 0, "int32"), start), most)[1]

    found = carrying(loop, loop_vars, _traces(sys.maxsize), raw=run.leaves_numbers())
    return tensors(found)


@ends_at_user
def fori_loop(
    lower: int | Tensor, upper: int | Tensor, body_fun: Callable[[Any, Any], Any], init_val: Any
) -> Any:
    """Repeats `value = body_fun(i, value)` for each integer from lower to below upper.

    Args:
        lower: the first integer.
        upper: one above the last. Where both are Python integers, gradients flow through.
        body_fun: gets an int32 scalar and the value, gives the next.
        init_val: the first value, a tree of tensors.

    Returns:
        The last value.

    Example:
        >>> int(fori_loop(0, 5, lambda i, total: total + i, 0))
        10
    """
    if isinstance(lower, int) and isinstance(upper, int):
        numbers = engine().arange(lower, max(lower, upper), 1, "int32")
        return scan(lambda value, i: (body_fun(i, value), None), init_val, numbers)[0]
    state = (to_tensor(lower, "int32"), init_val)
    last = to_tensor(upper, "int32")
    return while_loop(
        lambda i, _: engine().less(i, last),
        lambda i, value: (engine().add(i, engine().full((), 1, "int32")), body_fun(i, value)),
        state,
    )[1]


@op(open=("init",))
def scan(
    f: Callable[[Any, Any], tuple[Any, Any]],
    init: TensorTree,
    xs: TensorTree = None,
    length: int | None = None,
    reverse: bool = False,
    unroll: int | bool = 1,
) -> TensorTree:
    """Runs a function along the first axis, its state carried from step to step.

    Args:
        f: gets the state and a tree of slices, gives the next state and a tree of tensors.
        init: the first state.
        xs: a tree of tensors of the same length; None for none.
        length: how often f runs; needed where xs is None.
        reverse: whether it goes from the end.
        unroll: unused, kept for Keras's signature: the engine decides.

    Returns:
        The last state, and what f gave, stacked along the first axis.

    Raises:
        ArgumentError: the length is not known, or not that of xs.

    Example:
        >>> import numpy as np
        >>> numbers = np.array([1, 2, 3], "int32")
        >>> last, sums = scan(lambda total, x: (total + x, total + x), 0, numbers)
        >>> int(last), sums.tolist()
        (6, [1, 3, 6])
    """
    leaves = [leaf for leaf in trees.leaves(xs) if leaf is not None]
    found = dims(leaves[0])[0] if leaves else length
    if found is None or (length is not None and length != found):
        raise ArgumentError(
            "the length of a scan is not known", expected="that of xs", got=length, where="scan"
        )

    length = found

    def loop(start: Any, like: Body) -> Any:
        def step(state: Any, x: Any) -> tuple[Any, Any]:
            after, out = f(state, x)
            return like(state, after), tensors(out)

        return leaving.scan(step, start, xs if leaves else None, length, reverse)

    return carrying(loop, init, _traces(length))


@op()
def associative_scan(
    f: Callable[[Any, Any], Any], elems: TensorTree, reverse: bool = False, axis: int = 0
) -> TensorTree:
    """Returns all the partial results of an associative function, many at once.

    Args:
        f: an associative function of two trees of slices; it works along the whole axis.
        elems: a tree of tensors of the same length along the axis.
        reverse: whether it goes from the end.
        axis: along which it goes.

    Returns:
        A tree like elems.

    Example:
        >>> import numpy as np
        >>> associative_scan(lambda a, b: a + b, np.array([1, 2, 3, 4])).tolist()
        [1, 3, 6, 10]

    Source: Hillis & Steele 1986, "Data parallel algorithms".
    """
    run = engine()
    first = trees.leaves(elems)[0]
    place = axis_of(axis, rank(first))
    length, before = dims(first)[place], (slice(None),) * place

    def cut(tree: Any, start: int, stop: int) -> Any:
        return trees.map(lambda x: run.get_item(x, (*before, slice(start, stop))), tree)

    def flipped(tree: Any) -> Any:
        return trees.map(lambda x: run.flip(x, (place,)), tree) if reverse else tree

    done, reach = flipped(elems), 1
    while reach < length:
        joined = tensors(f(cut(done, 0, length - reach), cut(done, reach, length)))
        head = cut(done, 0, reach)
        done = trees.map(lambda a, b: run.concatenate([a, b], place), head, joined)
        reach *= 2
    return flipped(done)
