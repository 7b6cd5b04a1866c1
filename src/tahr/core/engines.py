"""Which engines there are: Tahr's own, and those of other distributions; none is imported here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from logging import Logger, getLogger
from typing import Any

log: Logger = getLogger("tahr")

OWN = ("jax", "torch", "tensorflow", "numpy", "pytensor")
"""The folders of Tahr's own engines, the one taken by default first."""

GROUP = "tahr.engines"
"""The group of entry points under which a distribution names the module of its engine."""

SPEC = "spec"
"""The folder of the engine that computes shapes alone, which users do not choose."""

OF_NO_ENGINE = frozenset({"builtins", "numpy", "tahr"})
"""Packages whose objects are no engine's tensors."""


@dataclass(frozen=True)
class About:
    """What is known of an engine before it is imported.

    Args:
        name: as users write it.
        package: what has to be importable for it; the package of its name by default.
        tensors: the packages that define its tensors, so that these are known for what they are.
        trains: whether it has gradients.
        kin: whether layers are objects of a kind of its framework's own (`core/kinship.py`).
        start: seconds that it usually takes to be imported and to compile a step.
        install: how it is installed; by default as an extra of Tahr.

    Example:
        >>> About("mine", trains=False).package
        'mine'
    """

    name: str
    package: str = ""
    tensors: tuple[str, ...] = ()
    trains: bool = True
    kin: bool = False
    start: float = 5.0
    install: str = ""

    def __post_init__(self) -> None:
        for field, usual in (
            ("package", self.name),
            ("install", f"pip install 'tahr[{self.name}]'"),
        ):
            if not getattr(self, field):
                object.__setattr__(self, field, usual)


@cache
def _others() -> dict[str, str]:
    """Returns the modules of the engines of other distributions, by name."""
    from importlib.metadata import entry_points

    return {one.name: one.value for one in entry_points(group=GROUP) if one.name not in OWN}


def names() -> tuple[str, ...]:
    """Returns the names of all engines, Tahr's own first.

    Example:
        >>> names()[:2]
        ('jax', 'torch')
    """
    return (*OWN, *sorted(_others()))


def met() -> tuple[str, ...]:
    """Returns the names of Tahr's own engines, and of others once one has been asked for."""
    return names() if _others.cache_info().currsize else OWN


def is_engine(name: object) -> bool:
    """Returns whether there is an engine of a name.

    Args:
        name: in today's spelling.
    """
    return name in OWN or name in _others()


def module_of(name: str) -> str:
    """Returns the module that holds an engine's `ABOUT` and `ENGINE`.

    Args:
        name: of an engine there is, or of one that only Tahr itself uses.
    """
    return f"tahr.engines.{name}" if name in (*OWN, SPEC) else _others()[name]


@cache
def about(name: str) -> About:
    """Returns what is known of an engine; one whose package is broken trains nothing.

    Args:
        name: of an engine there is.
    """
    try:
        return import_module(module_of(name)).ABOUT
    except Exception as error:
        if name in OWN:
            raise
        log.warning("the engine %s of another distribution cannot be used: %s", name, error)
        return About(name, package=module_of(name), trains=False)


@cache
def _homes(whose: tuple[str, ...]) -> dict[str, str]:
    return {package: name for name in whose for package in about(name).tensors}


@cache
def home(kind: type) -> str | None:
    """Returns the name of the engine whose tensors a class is of; None for no engine's.

    Args:
        kind: the class of a value.
    """
    roots = [base.__module__.partition(".")[0] for base in kind.__mro__]
    own = _homes(OWN)
    found = next((own[root] for root in roots if root in own), None)
    if found is not None or OF_NO_ENGINE.issuperset(roots):
        return found
    known = _homes(names())
    return next((known[root] for root in roots if root in known), None)


def lazily(package: str) -> Callable[[str], Any]:
    """Makes the `__getattr__` of an engine's package, which imports the engine when it is used.

    Args:
        package: the package's name; the engine stands in its module `engine`.
    """

    def __getattr__(name: str) -> Any:  # noqa: N807
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(f"{package}.engine"), name)

    return __getattr__
