"""Finding state in objects: the variables, layers and metrics held by an object's attributes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tahr.core.portable import Portable
from tahr.core.typing import is_dict


@dataclass
class _Changes:
    count: int = 0


_CHANGES = _Changes()
HOLDERS: tuple[type[Any], ...] = (list, tuple, set)
"""What parts may be in, besides dicts."""


def changes() -> int:
    """Returns a number that is another once layers, weights or what is trained have changed."""
    return _CHANGES.count


def changed() -> None:
    """Is called where a layer or weight is made, or frozen or thawed."""
    _CHANGES.count += 1


class Stateful(Portable):
    """Something that holds variables and can stand in a layer's attributes."""

    untracked: frozenset[str] = frozenset()
    """Names of attributes that do not belong to its state."""

    def named_parts(self) -> Iterator[tuple[str, Any]]:
        """Returns its attributes in the order in which files hold them: public ones first."""
        names = sorted(vars(self), key=lambda name: (name.startswith("_"), name))
        for name in names:
            if name not in self.untracked:
                yield name, getattr(self, name)


class MetricBase(Stateful):
    """What a layer recognizes as a metric."""


class GeneratorBase(Stateful):
    """What a layer recognizes as a random generator."""

    @property
    def variables(self) -> list[Any]:
        """Its state; every generator has its own."""
        raise NotImplementedError


PLAIN = frozenset({bool, bytes, complex, float, int, str, type(None)})
"""Types of values that hold nothing."""


def held(owner: Stateful, kinds: type | tuple[type, ...]) -> Iterator[Any]:
    """Returns the objects of some kinds in an object's attributes and the containers there.

    In the order of the attributes, each once; it does not look inside what it finds.
    """
    seen: set[int] = set()
    for name, value in list(vars(owner).items()):
        if type(value) not in PLAIN and name not in owner.untracked:
            yield from _inside(value, kinds, seen)


def _inside(value: Any, kinds: type | tuple[type, ...], seen: set[int]) -> Iterator[Any]:
    if isinstance(value, kinds):
        if id(value) not in seen:
            seen.add(id(value))
            yield value
        return
    if is_dict(value):
        value = value.values()
    elif not isinstance(value, HOLDERS):
        return
    for item in list(value):
        if type(item) not in PLAIN:
            yield from _inside(item, kinds, seen)


def unique(items: Iterator[Any] | list[Any]) -> list[Any]:
    """Drops repetitions, by identity."""
    return list({id(item): item for item in items}.values())
