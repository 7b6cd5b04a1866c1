"""Computing dtypes that a framework hardly knows in a wider one, and going back."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Table: TypeAlias = Mapping[Any, Any]
"""The wider dtype of each that needs one."""


class Widening:
    """How a framework's functions are made to compute in wider dtypes.

    Args:
        cast: a framework's function of a tensor and a dtype.
        usual: the dtypes that most functions need wider ones for.
    """

    def __init__(self, cast: Callable[[Any, Any], Any], usual: Table) -> None:
        self._cast = cast
        self._usual = usual

    def __call__(
        self, function: Callable[..., Any], table: Table | None = None, narrows: bool = True
    ) -> Callable[..., Any]:
        """Lets a function compute in the wider dtype where its first argument's dtype has one.

        Args:
            function: takes tensors among its arguments, the first for certain; gives a tensor or
                a tuple of them.
            table: the wider dtypes; the usual ones by default.
            narrows: whether results of the wider dtype are cast back.
        """
        cast, wider = self._cast, self._usual if table is None else table

        @functools.wraps(function)
        def run(x: Any, *args: Any, **kwargs: Any) -> Any:
            dtype = x.dtype
            if dtype not in wider:
                return function(x, *args, **kwargs)
            wide = wider[dtype]
            rest = [cast(a, wide) if getattr(a, "dtype", None) == dtype else a for a in args]
            result = function(cast(x, wide), *rest, **kwargs)
            if not narrows:
                return result
            if isinstance(result, tuple):
                return tuple(cast(r, dtype) if r.dtype == wide else r for r in result)
            return cast(result, dtype)

        return run
