"""Small helpers of Keras 1 and 2 that programs import."""

import inspect
import marshal
from collections.abc import Callable, Mapping
from types import CellType, FunctionType
from typing import Any

from tahr.core.errors import ArgumentError
from tahr.core.suggesting import closest


def get_from_module(
    identifier: Any,
    module_params: Mapping[str, Any],
    module_name: str,
    instantiate: bool = False,
    kwargs: Mapping[str, Any] | None = None,
) -> Any:
    """Finds something in a table by its name.

    Args:
        identifier: a name, a dict with one under "name", or the thing itself.
        module_params: the table.
        module_name: what such a thing is called, for the error.
        instantiate: whether it is called.
        kwargs: what it is called with.

    Raises:
        ArgumentError: the table has no such name.
    """
    given = dict(kwargs or {})
    if isinstance(identifier, dict):
        given = {name: value for name, value in identifier.items() if name != "name"}
        identifier, instantiate = identifier["name"], True
    if not isinstance(identifier, str):
        return identifier
    if identifier not in module_params:
        raise ArgumentError(
            f"no {module_name} is called {identifier!r}{closest(identifier, module_params)}"
        )
    found = module_params[identifier]
    return found(**given) if instantiate else found


def has_arg(fn: Callable[..., Any], name: str, accept_all: bool = False) -> bool:
    """Returns whether a function takes a keyword argument.

    Args:
        fn: it.
        name: of the argument.
        accept_all: whether `**kwargs` counts.
    """
    parameters = inspect.signature(fn).parameters
    found = parameters.get(name)
    if found is not None and found.kind in (found.POSITIONAL_OR_KEYWORD, found.KEYWORD_ONLY):
        return True
    return accept_all and any(p.kind is p.VAR_KEYWORD for p in parameters.values())


def to_list(x: Any, allow_tuple: bool = False) -> list[Any]:
    """Returns a list as it is, and anything else in one.

    Args:
        x: it.
        allow_tuple: whether a tuple becomes a list.
    """
    if isinstance(x, list) or (allow_tuple and isinstance(x, tuple)):
        return list(x)
    return [x]


def unpack_singleton(x: Any) -> Any:
    """Returns what stands alone in a list, and anything else as it is."""
    return x[0] if isinstance(x, list | tuple) and len(x) == 1 else x


def is_all_none(iterable_or_element: Any) -> bool:
    """Returns whether it is None, or holds nothing but None."""
    return all(x is None for x in to_list(iterable_or_element, allow_tuple=True))


def make_tuple(*args: Any) -> tuple[Any, ...]:
    """Returns the arguments."""
    return args


def slice_arrays(arrays: Any, start: Any = None, stop: int | None = None) -> Any:
    """Returns rows of arrays.

    Args:
        arrays: one or a list; None stays None.
        start: the first row, or a list of rows.
        stop: the row before which it ends.
    """
    if arrays is None:
        return [None]
    rows = start if hasattr(start, "__len__") else slice(start, stop)
    if isinstance(arrays, list):
        return [None if x is None else x[rows] for x in arrays]
    return arrays[rows]


def object_list_uid(object_list: Any) -> str:
    """Returns a text that tells these very objects.

    Args:
        object_list: one or a list.
    """
    return ", ".join(str(abs(id(x))) for x in to_list(object_list))


def func_dump(func: Any) -> tuple[bytes, Any, Any]:
    """Returns a function's code, its defaults and what it closes over.

    Args:
        func: the function.

    Example:
        >>> func_load(func_dump(lambda x: x + 1))(2)
        3
    """
    cells = func.__closure__ or ()
    closed = tuple(cell.cell_contents for cell in cells) or None
    return marshal.dumps(func.__code__), func.__defaults__, closed


def func_load(
    code: Any, defaults: Any = None, closure: Any = None, globs: dict[str, Any] | None = None
) -> FunctionType:
    """Returns a function of what `func_dump` gave.

    Args:
        code: its code, or all that `func_dump` gave.
        defaults: of its arguments.
        closure: what it closes over.
        globs: the names it sees; none by default.
    """
    if isinstance(code, tuple | list):
        code, defaults, closure = code
    cells = tuple(CellType(value) for value in closure or ()) or None
    made = marshal.loads(code)
    return FunctionType(made, globs or {}, made.co_name, defaults and tuple(defaults), cells)
