"""The state of iterators and loaders that can tell it, as values that JSON can hold."""

import json
import operator
from typing import Any

METHODS = (("get_state", "set_state"), ("state_dict", "load_state_dict"))
"""How it is taken and put back: as Grain and as PyTorch spell it."""


def take(thing: object) -> dict[str, Any] | None:
    """Returns a thing's state; None where it has none, or one that JSON cannot hold.

    Example:
        >>> take(iter([])) is None
        True
    """
    methods = _methods(thing)
    if methods is None:
        return None
    state = getattr(thing, methods[0])()
    if isinstance(state, bytes):
        return {"bytes": state.hex()}
    try:
        return {"value": json.loads(json.dumps(state, default=operator.index))}
    except (TypeError, ValueError):
        return None


def put_back(thing: object, state: dict[str, Any]) -> bool:
    """Puts a state back that `take` gave; tells whether the thing can take one."""
    methods = _methods(thing)
    if methods is None:
        return False
    found = bytes.fromhex(state["bytes"]) if "bytes" in state else state["value"]
    getattr(thing, methods[1])(found)
    return True


def _methods(thing: object) -> tuple[str, str] | None:
    return next((m for m in METHODS if all(hasattr(thing, name) for name in m)), None)
