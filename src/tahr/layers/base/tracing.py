"""The output specs of layers whose `call` uses its framework directly."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from tahr.core import current, trees
from tahr.core.suggesting import is_missing
from tahr.core.valueless import clearer
from tahr.ops.symbolic import SymbolicTensor


def traced_spec(
    layer: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], error: Exception
) -> Any:
    """Returns the specs of what a layer returns, by the current engine's own tracing.

    Args:
        layer: the layer.
        args: its arguments, symbolic tensors among them.
        kwargs: its keyword arguments, likewise.
        error: what came of running it on specs; raised where tracing fails too.
    """
    leaves, structure = trees.flatten((args, kwargs))
    places = [i for i, leaf in enumerate(leaves) if isinstance(leaf, SymbolicTensor)]

    def run(*tensors: Any) -> Any:
        filled = list(leaves)
        for place, tensor in zip(places, tensors, strict=True):
            filled[place] = tensor
        new_args, new_kwargs = trees.unflatten(structure, filled)
        return layer(*new_args, **new_kwargs)

    engine = current.engine()
    try:
        return engine.evaluate_spec(run, [leaves[i].spec for i in places])
    except Exception as second:
        better = clearer(error, second, engine.name)
        better.__suppress_context__ = True
        raise better from better.__cause__


def misspelt(error: Exception) -> bool:
    """Returns whether an error is about a name that is nowhere, whatever the tensors are."""
    of_module = isinstance(error, AttributeError) and isinstance(error.obj, ModuleType)
    return isinstance(error, NameError) or of_module or is_missing(error)
