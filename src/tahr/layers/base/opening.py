"""Layers in a trace of a program's own, in which lengths are not known."""

from collections.abc import Callable
from typing import Any

from tahr.core.opening import opened
from tahr.core.rows import is_own


def opened_call(layer: Any, run: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Runs a layer; where lengths are unknown, on tensors that stand-ins for them go along with.

    Args:
        layer: the layer.
        run: what it computes.
        args: what it is called with by position.
        kwargs: what it is called with by name.
    """
    return opened(run, args, kwargs, lambda: layer.variables, lambda: _is_own(layer))


def _is_own(layer: Any) -> bool:
    """Returns whether all that a layer runs is Tahr's own code."""
    return all(
        part.opens_lengths and is_own(type(part)) and all(map(is_own, _functions(part)))
        for part in layer.flatten_layers()
    )


def _functions(layer: Any) -> list[Any]:
    held = (vars(layer).get(name) for name in ("activation", "recurrent_activation"))
    return [function for function in held if callable(function)]
