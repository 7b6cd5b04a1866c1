"""Initializers as Keras 1 had them: functions of a shape, which return a variable.

Layers that programs of that time write for themselves make their weights by them:
`self.W = self.init((inputs, outputs), name="W")`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from tahr import initializers
from tahr.core.errors import ArgumentError
from tahr.core.variables import Variable

Initialization = Callable[..., Any]
SCALED = {"normal": "stddev", "uniform": "maxval", "orthogonal": "gain", "identity": "gain"}
"""What the second argument, `scale`, is called today."""


def get(identifier: Any, **options: Any) -> Initialization:
    """Finds an initializer as a function of a shape.

    Args:
        identifier: a name, or a function, which is returned as it is.
        **options: `dim_ordering` and the like, which the shape says by itself.

    Example:
        >>> get("one")((2, 3), name="W").shape
        (2, 3)
    """
    if callable(identifier):
        return identifier
    if not isinstance(identifier, str) or initializers.get(identifier) is None:
        raise ArgumentError("this is no initialization", got=repr(identifier))
    return _function(identifier)


def _function(name: str) -> Initialization:
    def make(
        shape: Sequence[int], scale: float | None = None, name: str | None = None, **_: Any
    ) -> Variable:
        found = initializers.get(known)
        if scale is not None and known in SCALED:
            given = {SCALED[known]: scale}
            given |= {"minval": -scale} if known == "uniform" else {}
            found = type(found)(**given)
        return Variable(found(tuple(shape)), name=name)

    known = name
    make.__name__ = make.__qualname__ = name
    return make


def __getattr__(name: str) -> Initialization:
    if name.startswith("_") or name not in initializers.NAMED.table:
        raise AttributeError(f"module 'keras.initializations' has no attribute {name!r}")
    return _function(name)
