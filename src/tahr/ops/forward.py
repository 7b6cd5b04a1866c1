"""Derivatives along a direction."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr.core import trees
from tahr.core.current import engine
from tahr.core.errors import ShapeError
from tahr.core.specs import show
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.ops.arithmetic import add, multiply
from tahr.ops.axes import dims, dtype_of
from tahr.ops.creation import zeros_like
from tahr.ops.op import to_tensor
from tahr.ops.reductions import sum


@ends_at_user
def jvp(
    fun: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any], has_aux: bool = False
) -> Any:
    """Returns what a function gives, and how fast that changes in a direction.

    Args:
        fun: gets tensors, or trees of them; gives a tree of floats.
        primals: what it is given.
        tangents: the direction: trees of floats like the primals.
        has_aux: whether it gives a pair, of which the second is handed on as it is.

    Returns:
        The pair of what the function gives and the product of its Jacobian with the direction;
        with has_aux, a triple whose third is handed on.

    Raises:
        ShapeError: the direction is not like the primals.
        EngineError: the engine has no gradients.

    Example:
        >>> from tahr import ops
        >>> [float(t) for t in jvp(ops.square, (3.0,), (1.0,))]
        [9.0, 6.0]

    Source: Townsend 2017, "A new trick for calculating Jacobian vector products".
    """
    run = engine()
    values, structure = trees.flatten([trees.map(to_tensor, p) for p in primals])
    directions = [to_tensor(t) for t in trees.leaves(list(tangents))]
    if [dims(v) for v in values] != [dims(d) for d in directions]:
        raise ShapeError(
            "the tangents are not like the primals",
            expected=", ".join(show(dims(v)) for v in values),
            got=", ".join(show(dims(d)) for d in directions),
        )

    def called(given: list[Tensor]) -> tuple[Any, Any]:
        found = fun(*trees.unflatten(structure, given))
        result, aux = found if has_aux else (found, None)
        return trees.map(to_tensor, result), aux

    result, aux = called(values)
    leaves, shape = trees.flatten(result)

    def pulled(weights: list[Tensor]) -> tuple[Tensor, Any]:
        """Weights the results, and returns how the sum changes along the direction."""

        def weighted(given: list[Tensor]) -> tuple[Tensor, Any]:
            return _product(trees.leaves(called(given)[0]), weights), []

        _, slopes = run.value_and_grad(weighted, values)
        return _product(slopes, directions), []

    _, moved = run.value_and_grad(pulled, [zeros_like(leaf) for leaf in leaves])
    found = trees.unflatten(shape, moved)
    return (result, found, aux) if has_aux else (result, found)


def _product(one: Sequence[Tensor], other: Sequence[Tensor]) -> Tensor:
    parts = [
        sum(multiply(a, engine().cast(b, dtype_of(a)))) for a, b in zip(one, other, strict=True)
    ]
    total = parts[0]
    for part in parts[1:]:
        total = add(total, part)
    return total
