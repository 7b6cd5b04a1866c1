"""Gradients with respect to variables, on whichever engine is in use."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr.core import current, trees, watching
from tahr.core.errors import ArgumentError, told
from tahr.core.logits import lifted
from tahr.core.masks import get_mask, set_mask
from tahr.core.scopes import StateScope, autocast
from tahr.core.specs import show
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.core.variables import Variable


@ends_at_user
def value_and_grad(
    function: Callable[[], Any], variables: Sequence[Variable], has_aux: bool = False
) -> tuple[Any, list[Tensor]]:
    """Runs a function and differentiates what it returns.

    The function reads variables as usual. What it assigns to variables (the moving statistics
    of batch normalization, the state of a random generator) takes effect.

    Args:
        function: takes nothing; returns a scalar, or with `has_aux` (scalar, anything else).
        variables: with respect to what.
        has_aux: whether the function returns more than the scalar.

    Returns:
        What the function returned, its tensors with the masks they carried, and a gradient for
        each variable, of its shape.

    Example:
        >>> from tahr import ops
        >>> v = Variable([1.0, 2.0])
        >>> value, (gradient,) = value_and_grad(lambda: ops.sum(ops.square(v)), [v])
        >>> float(value), gradient.tolist()
        (5.0, [2.0, 4.0])
    """
    return differentiated(function, variables, has_aux)


def differentiated(
    function: Callable[[], Any], variables: Sequence[Variable], has_aux: bool = False
) -> tuple[Any, list[Tensor]]:
    """Does what `value_and_grad` does, for callers inside, whose errors pass through."""
    watcher = watching.watcher()
    if watcher is not None:
        return _watched(watcher, function, variables, has_aux)
    engine = current.engine()
    written: list[Variable] = []
    masked: list[int] = []
    put_back: list[Callable[..., None]] = []

    def pure(values: list[Any]) -> tuple[Any, Any]:
        with StateScope(zip(variables, values, strict=True)) as scope:
            result = function()
            written[:] = scope.written()
            news = [scope.find(v) for v in written]
        value, aux = _two(result) if has_aux else (result, None)
        _check_scalar(value)
        masks = [get_mask(leaf) for leaf in trees.leaves(aux)]
        masked[:] = [place for place, mask in enumerate(masks) if mask is not None]
        origins, restore = lifted(aux)
        put_back[:] = [restore]
        return engine.asarray(value), (aux, news, [masks[place] for place in masked], origins)

    with autocast(None):
        start = [v.value for v in variables]
    (value, (aux, news, masks, origins)), gradients = engine.value_and_grad(pure, start)
    put_back[0](aux, origins)
    for variable, new in zip(written, news, strict=True):
        variable.store(new)
    leaves = trees.leaves(aux)
    for place, mask in zip(masked, masks, strict=True):
        set_mask(leaves[place], mask)
    return ((value, aux) if has_aux else value), gradients


def _two(result: Any) -> tuple[Any, Any]:
    if isinstance(result, list | tuple) and len(result) == 2:
        return result[0], result[1]
    raise ArgumentError(
        "with has_aux the function returns two things", expected="(scalar, aux)", got=told(result)
    )


def _check_scalar(value: Any) -> None:
    """Raises unless a function returned what there is a gradient of."""
    shape = getattr(value, "shape", ())
    if value is None or len(shape):
        raise ArgumentError(
            "a gradient is of one number",
            where="value_and_grad",
            expected="a function that returns a scalar",
            got="None" if value is None else f"shape {show(shape)}",
            todo="end it with `return`" if value is None else "reduce it: ops.mean(loss)",
        )


def _watched(
    watcher: watching.Watcher,
    function: Callable[[], Any],
    variables: Sequence[Variable],
    has_aux: bool,
) -> tuple[Any, list[Tensor]]:
    """Runs the function by itself first: while it is differentiated there may be no numbers."""
    with StateScope():
        result = function()
    value = result[0] if has_aux else result
    watcher(watching.Event("loss", "the loss", None, None, value))
    with watching.watched(None):
        found, gradients = differentiated(function, variables, has_aux)
    watcher(watching.Event("gradient", "", list(variables), None, gradients))
    return found, gradients
