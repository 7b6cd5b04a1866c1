"""Branches and mapping of functions over tensors."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr.core import trees
from tahr.core.current import engine
from tahr.core.errors import ArgumentError
from tahr.core.typing import Tensor, TensorLike, TensorTree
from tahr.ops import leaving
from tahr.ops.axes import dims
from tahr.ops.op import op, to_tensor


def tensors(tree: Any) -> Any:
    """Converts what a user's function gives back: every leaf but None to a tensor."""
    return trees.map(lambda leaf: None if leaf is None else to_tensor(leaf), tree)


def truth_of(value: Any) -> Tensor:
    """Returns a condition as a bool scalar."""
    return engine().reshape(to_tensor(value, "bool"), ())


@op()
def cond(pred: TensorLike, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> TensorTree:
    """Runs one of two functions.

    Args:
        pred: a bool scalar.
        true_fn: run where it holds; gives a tree of tensors.
        false_fn: run where it does not; gives a tree of the same shapes and dtypes.

    Returns:
        What the function gives.

    Example:
        >>> int(cond(True, lambda: 1, lambda: 2))
        1
    """
    run, chosen = engine(), truth_of(pred)
    if run.name != "spec" and run.is_concrete(chosen):
        return tensors(true_fn() if bool(run.to_numpy(chosen)) else false_fn())
    return leaving.cond(chosen, lambda: tensors(true_fn()), lambda: tensors(false_fn()))


@op()
def switch(
    index: TensorLike, branches: Sequence[Callable[..., Any]], *operands: TensorLike
) -> TensorTree:
    """Runs one of several functions.

    Args:
        index: an integer scalar; one out of range stands for the nearest in range.
        branches: functions that give trees of the same shapes and dtypes.
        *operands: tensors given to the function.

    Returns:
        What the function gives.

    Raises:
        ArgumentError: there is no function.

    Example:
        >>> float(switch(1, [lambda x: x, lambda x: -x], 2.0))
        -2.0
    """
    if not branches:
        raise ArgumentError("switch needs a branch to run", where="switch", got=branches)
    number = engine().reshape(to_tensor(index, "int32"), ())
    return _choose(number, 0, list(branches), operands)


def _choose(
    number: Tensor, first: int, branches: list[Callable[..., Any]], operands: tuple[Any, ...]
) -> Any:
    if len(branches) == 1:
        return tensors(branches[0](*operands))
    half = len(branches) // 2
    low = engine().less(number, engine().full((), first + half, "int32"))
    return cond(
        low,
        lambda: _choose(number, first, branches[:half], operands),
        lambda: _choose(number, first + half, branches[half:], operands),
    )


@op()
def map(f: Callable[[Any], Any], xs: TensorTree) -> TensorTree:
    """Applies a function to each slice along the first axis, one after another.

    Args:
        f: gets a tree of slices, gives a tree of tensors.
        xs: a tree of tensors of the same length.

    Returns:
        What f gives, stacked along the first axis.

    Example:
        >>> import numpy as np
        >>> map(lambda x: x * x, np.array([1.0, 2.0])).tolist()
        [1.0, 4.0]
    """
    length = dims(trees.leaves(xs)[0])[0]
    return leaving.scan(lambda state, x: (state, tensors(f(x))), (), xs, length)[1]


@op()
def vectorized_map(function: Callable[[Any], Any], elements: TensorTree) -> TensorTree:
    """Vectorizes a function over the first axis.

    Args:
        function: gets a tree of slices, gives a tree of tensors.
        elements: a tree of tensors of the same length.

    Returns:
        What the function gives, stacked along the first axis.

    Example:
        >>> import numpy as np
        >>> vectorized_map(lambda x: x * x, np.array([1.0, 2.0])).tolist()
        [1.0, 4.0]
    """
    return leaving.vectorized(lambda slices: tensors(function(slices)), elements)
