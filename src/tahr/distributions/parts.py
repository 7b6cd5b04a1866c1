"""Objects that are trees of their parameters."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from tahr.core import trees
from tahr.core.rows import is_own
from tahr.core.tracebacks import methods_end_at_user


class OfParts:
    """An object that stands in trees for its parameters, those attributes that `parts` names.

    Other attributes go along as they are, and have to be hashable.
    """

    parts: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        trees.register(cls, _flattened, cls._unflattened)
        if is_own(cls):
            public = [n for n in vars(cls) if n == "__init__" or not n.startswith("_")]
            methods_end_at_user(public)(cls)

    @classmethod
    def _unflattened(cls, rest: tuple[tuple[str, Any], ...], parts: Iterable[Any]) -> Self:
        made = object.__new__(cls)
        vars(made).update(rest)
        vars(made).update(zip(cls.parts, parts, strict=True))
        return made


def _flattened(item: OfParts) -> tuple[tuple[Any, ...], Any, tuple[str, ...]]:
    values = vars(item)
    rest = tuple((name, value) for name, value in values.items() if name not in item.parts)
    return tuple(values[part] for part in item.parts), rest, item.parts
