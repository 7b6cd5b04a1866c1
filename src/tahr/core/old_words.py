"""What knows the old spellings: the tables of `compat/`, which may import what stands here.

`compat/` hands them over when Tahr is imported, so that core can ask without importing it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Keywords = dict[str, Any]
Table = Mapping[str, Mapping[str, str]]


@dataclass
class Spellings:
    """What knows the old spellings of each kind.

    Args:
        keywords: maps (owner, keywords, known names) to today's keywords.
        positions: maps (owner, positional arguments, keywords) to keywords where these are
            Keras 1's, and to None where they are today's.
        heeded: does what keywords of a method ask for that no argument does today, and returns
            the others; it gets (owner, positional arguments, keywords).
        figures: returns the other names of a figure in the logs.
        attributes: by the name of a class, what attributes are called today.
        settings: by kind, what a word in the configuration is called today.
        members: by the name of a class, what packages reach for inside it.
        meant: by layer and keyword, which values mean a layer of another name.
    """

    keywords: Callable[[str, Keywords, frozenset[str]], Keywords] = lambda _, given, known: given
    positions: Callable[[str, tuple[Any, ...], Keywords], Keywords | None] = lambda _, a, k: None
    heeded: Callable[[str, tuple[Any, ...], Keywords], Keywords] = lambda _, args, given: given
    figures: Callable[[str], tuple[str, ...]] = lambda _: ()
    attributes: Table = field(default_factory=dict[str, Mapping[str, str]])
    settings: Table = field(default_factory=dict[str, Mapping[str, str]])
    members: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    meant: Mapping[str, Mapping[str, Mapping[Any, str]]] = field(
        default_factory=dict[str, Mapping[str, Mapping[Any, str]]]
    )


@dataclass
class Known:
    """The spellings that are known, once Tahr is imported."""

    spellings: Spellings


KNOWN = Known(Spellings())


def install(spellings: Spellings) -> None:
    """Sets what knows the old spellings."""
    KNOWN.spellings = spellings


def other_names(name: str) -> tuple[str, ...]:
    """Returns the other names under which a figure in the logs may be known."""
    return KNOWN.spellings.figures(name)


def setting(kind: str, word: str) -> str:
    """Returns what a word in the configuration is called today.

    Args:
        kind: "names" of settings, "values", or "engines".
        word: as it stands there.

    Example:
        >>> setting("engines", "theano"), setting("engines", "jax")
        ('pytensor', 'jax')
    """
    return KNOWN.spellings.settings.get(kind, {}).get(word, word)
