"""Errors that the engines have in common."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from tahr.core.errors import ArgumentError, EngineError
from tahr.engines.base import Device

D = TypeVar("D")


def decomposition(
    name: str, function: Callable[..., Any], failure: type[Exception]
) -> Callable[..., Any]:
    """Explains why a matrix has no decomposition.

    Args:
        name: what it is called.
        function: the framework's.
        failure: what it raises.
    """

    @functools.wraps(function)
    def explained(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except failure as error:
            raise ArgumentError(
                f"{name} has no result for these values",
                got=str(getattr(error, "message", error)).partition("\n")[0],
                todo="add a small multiple of the identity matrix",
            ) from None

    return explained


def find_device(engine: str, name: Device, known: Mapping[Device, D]) -> D:
    """Returns a framework's device of a name; "gpu" is the first one.

    Raises:
        EngineError: there is none of that name.
    """
    found = known.get(name) or known.get(f"{name}:0")
    if found is None:
        raise EngineError(
            f"the {engine} engine has no device {name!r}",
            expected=", ".join(known),
            todo="choose one of these, or an engine that has it",
        )
    return found
