"""Data of any library, made into what `fit` takes by a function that someone registered for it."""

from collections.abc import Callable
from typing import Any, TypeVar

from tahr.core.errors import ArgumentError, told
from tahr.core.tracebacks import ends_at_user

Make = Callable[[Any], Any]
M = TypeVar("M", bound=Make)

_ADAPTERS: dict[str, Make] = {}
"""By the full name of a class, what makes data of its instances."""


@ends_at_user
def register_data_adapter(kind: type | str) -> Callable[[M], M]:
    """Registers a function that makes data for `fit` and the like of the objects of a class.

    Args:
        kind: the class, or its full name (`"package.module.Class"`), so that its library is not
            imported before its data is there. It holds for subclasses too.

    Returns:
        A decorator for the function, which gets the object, and returns what can be passed in its
        place: a `PyDataset`, a data set of batches, a data frame or arrays.

    Raises:
        ArgumentError: this is neither a class nor a name.

    Example:
        >>> import numpy as np
        >>> from tahr import layers, models, utils
        >>> class Readings:
        ...     rows = np.ones((6, 2))
        >>> @utils.register_data_adapter(Readings)
        ... def rows_of(readings):
        ...     return readings.rows
        >>> model = models.Sequential([layers.Input((2,)), layers.Dense(3)])
        >>> model.predict(Readings(), verbose=0).shape
        (6, 3)
    """
    if not isinstance(kind, type | str):
        raise ArgumentError("this is no class", got=told(kind), where="register_data_adapter")
    name = kind if isinstance(kind, str) else _name(kind)

    def register(make: M) -> M:
        _ADAPTERS[name] = make
        return make

    return register


def adapted(data: Any) -> Any:
    """Returns data as what it was registered to become; other data as it is.

    Args:
        data: whatever a user passes.
    """
    if not _ADAPTERS:
        return data
    names = (_name(kind) for kind in type(data).__mro__)
    make = next((_ADAPTERS[name] for name in names if name in _ADAPTERS), None)
    return data if make is None else make(data)


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
