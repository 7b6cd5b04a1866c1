"""What may be pickled and copied: everything but what belongs to this process alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

T = TypeVar("T")


LeftBehind: TypeAlias = Mapping[str, Callable[[], Any] | None]
"""What makes an attribute anew where a pickle is read; None leaves it out."""


class Portable:
    """An object whose pickles and copies leave some attributes behind.

    Example:
        >>> import copy
        >>> class Reader(Portable):
        ...     left_behind = {"file": None, "lines": list}
        >>> reader = Reader()
        >>> reader.name, reader.file, reader.lines = "a", open, ["first"]
        >>> sorted(vars(copy.copy(reader)).items())
        [('lines', []), ('name', 'a')]
    """

    left_behind: ClassVar[LeftBehind] = {}
    """Attributes that stay here, with what makes them anew; None where the class has a value.

    Those of the classes it is derived from count as well.
    """

    def __getstate__(self) -> dict[str, Any]:
        """Returns the attributes that a pickle or a copy takes along."""
        stays = _left_behind(type(self))
        return {name: value for name, value in vars(self).items() if name not in stays}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Takes up the attributes of another object, and makes anew what stayed behind."""
        vars(self).update(state)
        for name, make in _left_behind(type(self)).items():
            if make is not None:
                vars(self).setdefault(name, make())


def _left_behind(cls: type) -> dict[str, Callable[[], Any] | None]:
    found: dict[str, Callable[[], Any] | None] = {}
    for base in reversed(cls.__mro__):
        found |= vars(base).get("left_behind", {})
    return found


class ByIdentity(Generic[T]):
    """A table whose keys are objects themselves, whatever they are equal to.

    Unlike a table by `id`, it is right in a copy and in another process, too.

    Args:
        pairs: keys and values.

    Example:
        >>> import copy
        >>> key = [1]
        >>> table = ByIdentity([(key, "one")])
        >>> other_key, other = copy.deepcopy((key, table))
        >>> other.get(other_key), other.get([1]), key in other
        ('one', None, False)
    """

    def __init__(self, pairs: Iterable[tuple[Any, T]] = ()) -> None:
        self._pairs = {id(key): (key, value) for key, value in pairs}

    def get(self, key: Any, default: Any = None) -> Any:
        """Returns what stands for a key, or the default."""
        found = self._pairs.get(id(key))
        return default if found is None else found[1]

    def __setitem__(self, key: Any, value: T) -> None:
        self._pairs[id(key)] = (key, value)

    def __contains__(self, key: object) -> bool:
        return id(key) in self._pairs

    def __iter__(self) -> Iterator[Any]:
        return (key for key, _ in self._pairs.values())

    def __len__(self) -> int:
        return len(self._pairs)

    def __getstate__(self) -> list[tuple[Any, T]]:
        return list(self._pairs.values())

    def __setstate__(self, pairs: list[tuple[Any, T]]) -> None:
        self.__init__(pairs)
