"""Python's operators for everything that is not an engine's own tensor.

Variables, specs and symbolic tensors share them: each calls the op of that name, so that
promotion and recording are the same whichever way an expression is written.
"""

import inspect
import sys
from collections.abc import Callable
from typing import Any

from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import methods_end_at_user

OPS: dict[str, Callable[..., Any]] = {}
"""Every op by the name that files use, filled by `@op`: Tahr's own by their name alone."""

_OWNERS: dict[str, tuple[str, int, Any]] = {}
"""Where each op is defined: file, line, and which import of its module it was."""


def name_of(function: Callable[..., Any]) -> str:
    """Returns the name of an op: of one that is not Tahr's own it begins with its module.

    Args:
        function: what the op computes.

    Example:
        >>> from tahr import ops
        >>> def relu(x): ...
        >>> name_of(ops.relu), name_of(relu)
        ('relu', 'tahr.core.operators:relu')
    """
    module = function.__module__
    is_own = module.startswith("tahr.ops.") and module != "tahr.ops.op"
    return function.__name__ if is_own else f"{module}:{function.__qualname__}"


def register(function: Callable[..., Any], public: Callable[..., Any]) -> str:
    """Enters an op into the table, and returns its name.

    Args:
        function: what it computes.
        public: what is called.

    Raises:
        ArgumentError: another op of the same module has the name. A module that is loaded again,
            or a cell of a notebook that is run again, may define it anew.
    """
    name = name_of(function)
    code = inspect.unwrap(function).__code__
    module = sys.modules.get(function.__module__)
    owner = (code.co_filename, code.co_firstlineno, getattr(module, "__spec__", None))
    known = _OWNERS.get(name, owner)
    interactive = function.__module__ == "__main__" and not hasattr(module, "__file__")
    if known != owner and known[2] is owner[2] and not interactive:
        raise ArgumentError(
            f"there is another op called {name!r}",
            got=f"{owner[0]}, line {owner[1]}, after {known[0]}, line {known[1]}",
            todo="give each its own name: a file of a model knows an op by it",
        )
    _OWNERS[name] = owner
    OPS[name] = public
    return name


BINARY = (
    "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor",
)  # fmt: skip
OTHERS = (
    "eq", "ne", "lt", "le", "gt", "ge", "neg", "abs", "invert", "getitem", "round",
)  # fmt: skip
METHODS = [f"__{side}{name}__" for name in BINARY for side in ("", "r")]


@methods_end_at_user([*METHODS, *(f"__{name}__" for name in OTHERS)])
class Operators:
    """Arithmetic, comparison and indexing by the ops of those names."""

    __array_priority__ = 100
    __array_ufunc__ = None

    def __hash__(self) -> int:
        return object.__hash__(self)

    def __add__(self, other: Any) -> Any:
        return OPS["add"](self, other)

    def __radd__(self, other: Any) -> Any:
        return OPS["add"](other, self)

    def __sub__(self, other: Any) -> Any:
        return OPS["subtract"](self, other)

    def __rsub__(self, other: Any) -> Any:
        return OPS["subtract"](other, self)

    def __mul__(self, other: Any) -> Any:
        return OPS["multiply"](self, other)

    def __rmul__(self, other: Any) -> Any:
        return OPS["multiply"](other, self)

    def __truediv__(self, other: Any) -> Any:
        return OPS["true_divide"](self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return OPS["true_divide"](other, self)

    def __floordiv__(self, other: Any) -> Any:
        return OPS["floor_divide"](self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return OPS["floor_divide"](other, self)

    def __mod__(self, other: Any) -> Any:
        return OPS["mod"](self, other)

    def __rmod__(self, other: Any) -> Any:
        return OPS["mod"](other, self)

    def __pow__(self, other: Any) -> Any:
        return OPS["power"](self, other)

    def __rpow__(self, other: Any) -> Any:
        return OPS["power"](other, self)

    def __matmul__(self, other: Any) -> Any:
        return OPS["matmul"](self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return OPS["matmul"](other, self)

    def __and__(self, other: Any) -> Any:
        return OPS["bitwise_and"](self, other)

    def __rand__(self, other: Any) -> Any:
        return OPS["bitwise_and"](other, self)

    def __or__(self, other: Any) -> Any:
        return OPS["bitwise_or"](self, other)

    def __ror__(self, other: Any) -> Any:
        return OPS["bitwise_or"](other, self)

    def __xor__(self, other: Any) -> Any:
        return OPS["bitwise_xor"](self, other)

    def __rxor__(self, other: Any) -> Any:
        return OPS["bitwise_xor"](other, self)

    def __eq__(self, other: Any) -> Any:
        return OPS["equal"](self, other)

    def __ne__(self, other: Any) -> Any:
        return OPS["not_equal"](self, other)

    def __lt__(self, other: Any) -> Any:
        return OPS["less"](self, other)

    def __le__(self, other: Any) -> Any:
        return OPS["less_equal"](self, other)

    def __gt__(self, other: Any) -> Any:
        return OPS["greater"](self, other)

    def __ge__(self, other: Any) -> Any:
        return OPS["greater_equal"](self, other)

    def __neg__(self) -> Any:
        return OPS["negative"](self)

    def __abs__(self) -> Any:
        return OPS["absolute"](self)

    def __invert__(self) -> Any:
        return OPS["bitwise_not"](self)

    def __getitem__(self, index: Any) -> Any:
        return OPS["get_item"](self, index)

    def __round__(self, digits: int | None = None) -> Any:
        return OPS["round"](self, digits or 0)
