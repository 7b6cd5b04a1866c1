"""Functions whose insides are computed anew in the backward pass, rather than kept for it."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from tahr.core import current, rematerializing, trees
from tahr.core.current import engine
from tahr.core.dtypes import is_float
from tahr.core.logits import lifted
from tahr.core.masks import get_mask, set_mask
from tahr.core.penalties import collecting
from tahr.core.rematerializing import RematScope, computing_anew
from tahr.core.scopes import RememberingScope, StateScope, outside_of_state
from tahr.core.specs import TensorSpec, size
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.ops.left import Left, sums_of, values_of
from tahr.ops.symbolic import is_symbolic


def remat(f: Callable[..., Any]) -> Callable[..., Any]:
    """Has a function compute its inside anew in the backward pass, rather than keep it.

    The results and gradients are the same, dropout included. It takes less memory and more time. On
    an engine that has no such thing, the function runs as it is.

    Args:
        f: a function of tensors, or a layer.

    Returns:
        A function of the same arguments.

    Example:
        >>> from tahr import ops
        >>> float(remat(lambda x: ops.sin(x) * 2.0)(0.0))
        0.0

    Source: Chen et al. 2016, "Training deep nets with sublinear memory cost".
    """

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        run = engine()
        if run.name == "spec" or not run.gradients or is_symbolic((args, kwargs)):
            return f(*args, **kwargs)
        return _Call(f, args, kwargs)()

    return functools.wraps(f)(wrapper) if inspect.isroutine(f) else wrapper


class _Call:
    """One call of a function, with what it leaves behind led around the engine's checkpoint."""

    def __init__(self, f: Callable[..., Any], args: Any, kwargs: Any) -> None:
        run = engine()
        self._f = f
        self._given, self._structure = trees.flatten((args, kwargs))
        self._places = [
            place
            for place, leaf in enumerate(self._given)
            if run.is_tensor(leaf) and is_float(run.dtype_of(leaf))
        ]
        self._known: dict[int, tuple[Variable, Any]] = {}
        self._left = Left()
        self._found: list[Any] = []
        self._shape: Any = None
        self._tensors: list[int] = []
        self._masked: list[int] = []
        self._put_back: Callable[[Any, list[Any]], None] | None = None

    def __call__(self) -> Any:
        """Runs the function, and puts everything where it belongs."""
        given = [self._given[place] for place in self._places]
        tensors, masks, origins, values, losses = engine().checkpoint(self._inside)(*given)
        leaves = list(self._found)
        for place, tensor in zip(self._tensors, tensors, strict=True):
            leaves[place] = tensor
        for place, mask in zip(self._masked, masks, strict=True):
            set_mask(leaves[place], mask)
        result = trees.unflatten(self._shape, leaves)
        if self._put_back is not None:
            self._put_back(result, origins)
        self._left.let_out(values, losses)
        return result

    def _inside(self, *tensors: Tensor) -> tuple[list[Any], ...]:
        given = list(self._given)
        for place, tensor in zip(self._places, tensors, strict=True):
            set_mask(tensor, get_mask(given[place]))
            given[place] = tensor
        args, kwargs = trees.unflatten(self._structure, given)
        with RememberingScope(self._known) as scope, collecting() as losses:
            result = self._f(*args, **kwargs)
            self._left.take(scope, losses)
            values, sums = values_of(scope.written()), sums_of(losses)
        return (*self._taken_apart(result), values, sums)

    def _taken_apart(self, result: Any) -> tuple[list[Any], list[Any], list[Any]]:
        """Returns the tensors in a result, their masks, and what probabilities were made of."""
        leaves, self._shape = trees.flatten(result)
        leaves = [leaf.value if isinstance(leaf, Variable) else leaf for leaf in leaves]
        masks = [get_mask(leaf) for leaf in leaves]
        origins, self._put_back = lifted(result)
        self._tensors = [i for i, leaf in enumerate(leaves) if engine().is_tensor(leaf)]
        self._masked = [i for i, mask in enumerate(masks) if mask is not None]
        tensors = [leaves[i] for i in self._tensors]
        self._found = [None if i in self._tensors else leaf for i, leaf in enumerate(leaves)]
        return tensors, [masks[i] for i in self._masked], origins


def rematerialized(
    operation: Any, call: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Callable[..., Any]:
    """Returns the `call` of a layer as the `RematScope` has it that it was made or is called in.

    Args:
        operation: the layer.
        call: its `call`.
        args: what it is about to be called with.
        kwargs: likewise.
    """
    scope = rematerializing.remat_scope() or operation.remat_scope
    if scope is None or scope.mode is None or rematerializing.is_computing_anew():
        return call
    if scope.mode == "activations":
        return _with_activation(operation, call)
    return _as_a_whole(call) if _chosen(scope, operation, call, args, kwargs) else call


def _chosen(
    scope: RematScope,
    operation: Any,
    call: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> bool:
    if scope.mode == "list_of_layers":
        return operation.name in scope.layer_names
    if not operation.computes_anew:
        return False
    return scope.mode == "full" or _size(call, args, kwargs) > scope.output_size_threshold


def _as_a_whole(call: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    def whole(*args: Any, **kwargs: Any) -> Any:
        with computing_anew():
            return call(*args, **kwargs)

    return remat(whole)


def _with_activation(operation: Any, call: Callable[..., Any]) -> Callable[..., Any]:
    """Returns a `call` during which the layer's activation computes anew."""
    activation = vars(operation).get("activation")
    if activation is None:
        return call

    @functools.wraps(call)
    def run(*args: Any, **kwargs: Any) -> Any:
        operation.activation = remat(activation)
        try:
            return call(*args, **kwargs)
        finally:
            operation.activation = activation

    return run


def _size(call: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> int:
    """Returns how many numbers come out of a call."""
    run = engine()

    def described(leaf: Any) -> Any:
        return TensorSpec(leaf.shape, run.dtype_of(leaf)) if run.is_tensor(leaf) else leaf

    args, kwargs = trees.map(described, (args, kwargs))
    with current.using("spec"), outside_of_state(), StateScope(), collecting():
        found = trees.leaves(call(*args, **kwargs))
    return sum(int(size(leaf.shape)) for leaf in found if isinstance(leaf, TensorSpec))
