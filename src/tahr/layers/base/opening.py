"""Layers in a trace of a program's own, in which lengths are not known."""

from collections.abc import Callable
from typing import Any

from tahr.core import current


def opened_call(layer: Any, run: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Runs a layer; where lengths are unknown, on tensors that stand-ins for them go along with.

    Code of a program's own gets the framework's tensors as they are.

    Args:
        layer: the layer.
        run: what it computes.
        args: what it is called with by position.
        kwargs: what it is called with by name.
    """
    engine = current.engine()
    if not engine.has_open_lengths((args, kwargs)) or not _is_own(layer):
        return run(*args, **kwargs)

    def opened(given: Any) -> Any:
        places, names = given
        return run(*places, **names)

    return engine.with_open_lengths(opened, (args, kwargs), layer.variables)


def _is_own(layer: Any) -> bool:
    """Returns whether all that a layer runs is Tahr's own code."""
    return all(
        part.opens_lengths and _is_tahrs(type(part)) and all(map(_is_tahrs, _functions(part)))
        for part in layer.flatten_layers()
    )


def _functions(layer: Any) -> list[Any]:
    held = (vars(layer).get(name) for name in ("activation", "recurrent_activation"))
    return [function for function in held if callable(function)]


def _is_tahrs(item: Any) -> bool:
    module = getattr(item, "__module__", None) or type(item).__module__
    return module.startswith("tahr.")
