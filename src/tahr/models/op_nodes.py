"""Calls of ops as files write them: some arguments beside the op, the others with the call."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from tahr.compat.op_classes import WHOLE, class_of, op_of
from tahr.core.dtypes import standardize
from tahr.core.errors import SavingError
from tahr.core.operators import OPS
from tahr.core.registry import registered_object
from tahr.ops.operation import OpCall
from tahr.ops.symbolic import Node

OWN = "tahr.ops"
"""The module files name for ops that Keras does not have."""

Call = tuple[list[Any], dict[str, Any]]


@cache
def _parameters(op: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(op).parameters


def identity(operation: OpCall) -> dict[str, Any]:
    """Returns how files name an op, and the arguments that stand beside it."""
    found = class_of(operation.function)
    config: dict[str, Any] = {"name": operation.name}
    if found is None:
        return {
            "module": OWN,
            "class_name": operation.function,
            "config": config,
            "registered_name": None,
        }
    module, name, beside = found
    given = _bound(operation, operation.nodes[0])
    config |= {key: _plain(key, given[key]) for key in beside if key in given}
    return {"module": module, "class_name": name, "config": config, "registered_name": name}


def call_of(operation: OpCall, node: Node) -> Call:
    """Returns the arguments of one call that do not stand beside the op."""
    found = class_of(operation.function)
    if found is None:
        return list(node.args), dict(node.kwargs)
    given = _bound(operation, node)
    rest = {key: value for key, value in given.items() if key not in found[2]}
    kinds = {key: parameter.kind for key, parameter in _parameters(operation.definition).items()}
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for key, value in rest.items():
        if kinds[key] is inspect.Parameter.VAR_KEYWORD:
            kwargs.update(value)
        else:
            args.extend(value if kinds[key] is inspect.Parameter.VAR_POSITIONAL else [value])
    while args and args[-1] is None and operation.function not in WHOLE:
        args.pop()
    return args, kwargs


def _bound(operation: OpCall, node: Node) -> dict[str, Any]:
    """Returns all arguments of a call by name, those left out included."""
    bound = inspect.signature(operation.definition).bind(*node.args, **node.kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)


def _plain(name: str, value: Any) -> Any:
    return standardize(value) if name == "dtype" and value is not None else value


def is_op(entry: Mapping[str, Any]) -> bool:
    """Returns whether a file means an op of Tahr's, rather than a layer."""
    return _op(entry) is not None


def _op(entry: Mapping[str, Any]) -> str | None:
    module, name = entry.get("module"), entry.get("class_name")
    return str(name) if module == OWN else op_of(module, name)


def op_from(entry: Mapping[str, Any]) -> OpCall:
    """Makes the op that a file names.

    Raises:
        SavingError: Tahr has no such op.
    """
    op = _op(entry) or ""
    foreign = ":" in op
    found = (registered_object(op) if foreign else None) or OPS.get(op)
    if not callable(found):
        raise SavingError(
            f"there is no op {op!r}",
            got=f"{entry['module']}.{entry['class_name']}",
            todo=f"import its module before, or give custom_objects={{{op!r}: function}}"
            if foreign else None,
        )  # fmt: skip
    # Keras leaves the name out of the configuration of some ops; the entry itself has it.
    name = entry["config"].get("name", entry.get("name"))
    return OpCall(op, name=name, definition=found if foreign else None)


def call_from(operation: OpCall, config: Mapping[str, Any], args: list[Any], kwargs: Any) -> Call:
    """Puts the arguments that stand beside an op, and those of one call of it, together.

    Raises:
        SavingError: the op has no such arguments.
    """
    parameters = _parameters(operation.definition)
    beside = {key: value for key, value in config.items() if key != "name"}
    given = {**beside, **kwargs}
    takes_any = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    named = {key: value for key, value in given.items() if takes_any or key in parameters}
    unknown = [key for key in given if key not in named and given[key]]
    if unknown:
        raise SavingError(f"the op has no argument {', '.join(unknown)}", where=operation.function)
    if operation.function == "get_item":
        args = [_index(arg) for arg in args]
    many = _first_many(parameters)
    if many is not None:
        before = [named.pop(key) for key in _before(parameters, many) if key in named]
        return [*before, *args], named
    free = [key for key in parameters if key not in beside]
    return [], {**dict(zip(free, args, strict=False)), **named}


def _first_many(parameters: Mapping[str, inspect.Parameter]) -> str | None:
    kinds = (p.name for p in parameters.values() if p.kind is p.VAR_POSITIONAL)
    return next(kinds, None)


def _before(parameters: Mapping[str, inspect.Parameter], many: str) -> list[str]:
    names = list(parameters)
    return names[: names.index(many)]


def _index(value: Any) -> Any:
    """Turns an index of several axes, a list in files, back into a tuple."""
    return tuple(value) if isinstance(value, list) else value
