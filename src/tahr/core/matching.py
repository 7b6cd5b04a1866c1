"""Which of several patterns fit a path: a program's own are trusted, those of a file are not."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar, cast

from tahr.core.errors import ArgumentError, SavingError
from tahr.core.patterns import automaton, is_linear

T = TypeVar("T", bound=Iterable[str])


@lru_cache(maxsize=32)
def matcher(patterns: tuple[str, ...], anywhere: bool = False) -> Callable[[str], set[str]]:
    """Returns what finds the patterns that fit a path.

    Args:
        patterns: regular expressions. Those that an automaton cannot match are left to `re`.
        anywhere: whether they may fit any part of it, rather than the whole.

    Raises:
        ArgumentError: one is no regular expression.

    Example:
        >>> sorted(matcher(("a+", "(?!a).*", "b"))("b"))
        ['(?!a).*', 'b']
    """
    linear = tuple(pattern for pattern in patterns if is_linear(pattern))
    others = [(pattern, _compiled(pattern)) for pattern in set(patterns).difference(linear)]
    together = automaton(linear, anywhere)

    def fitting(path: str) -> set[str]:
        found = {linear[number] for number in together.fitting(path)}
        fits = (other.search if anywhere else other.fullmatch for _, other in others)
        return found | {p for (p, _), fit in zip(others, fits, strict=True) if fit(path)}

    return fitting


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ArgumentError(f"{pattern!r} is no regular expression", got=error) from None


def from_file(patterns: T, where: str) -> T:
    """Returns patterns, or a table of them, that a file holds: all are matched in linear time.

    Raises:
        SavingError: one cannot, or is no text.

    Example:
        >>> from_file([".*/bias"], "exclude_layers")
        ['.*/bias']
    """
    for pattern in cast("Iterable[object]", patterns):  # a file may hold whatever
        if not isinstance(pattern, str) or not is_linear(pattern):
            raise SavingError(
                "a pattern in a file must be one that is matched in linear time",
                where=where,
                expected="letters, sets, groups, alternatives and repetitions",
                got=repr(pattern)[:200],
                todo="set it in the program",
            )
    return patterns
