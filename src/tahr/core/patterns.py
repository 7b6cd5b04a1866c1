"""Regular expressions matched in linear time: as automata, never by trying again.

Python's `re` tries alternatives one after the other, which for `(a+)+b` takes time that doubles
with each letter. Here a text is read once, and all that may have been met is kept beside one
another. What an automaton cannot do, references to groups and looking ahead, is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tahr.core.errors import ArgumentError
from tahr.core.expressions import ANY, Anchor, Node, Repeat, Set, Tree, parsed

PARTS = 20_000, 4
"""How many parts an automaton may have, and how many more for each letter of its patterns: counted
repetitions are written out."""
WORK = 300_000, 20
"""How many states may be looked at, likewise, before an automaton gives up; each move is worked out
once."""


class Automaton:
    """Several regular expressions, of which it tells which fit a text.

    Args:
        patterns: regular expressions without references, assertions and flags.
        anywhere: whether they may fit any part of the text, rather than the whole.

    Raises:
        ArgumentError: one cannot be matched in linear time, or they are too large together.

    Example:
        >>> Automaton([".*/bias", "dense/.*"]).fitting("dense/bias")
        [0, 1]
        >>> Automaton(["(a+)+b"]).fitting("a" * 10_000)
        []

    Source: Thompson (1968), "Regular expression search algorithm"; the states that were met are
    kept as in Aho, Lam, Sethi and Ullman (2006), "Compilers", section 3.7.
    """

    def __init__(self, patterns: Sequence[str], anywhere: bool = False) -> None:
        length = sum(map(len, patterns))
        self._program = _Program(PARTS[0] + PARTS[1] * length)
        self._starts = [
            self._program.whole(_somewhere(parsed(p)) if anywhere else parsed(p), number)
            for number, p in enumerate(patterns)
        ]
        self._left = WORK[0] + WORK[1] * length
        self._sets = [frozenset(self._starts)]
        self._numbers: dict[frozenset[int], int] = {}
        self._moves: dict[tuple[int, str], int] = {}
        self._ends: dict[int, list[int]] = {}

    def fitting(self, text: str) -> list[int]:
        """Returns the numbers of the patterns that fit a text.

        Raises:
            ArgumentError: the patterns are such that it would take too long.
        """
        state = 0
        for letter in text:
            known = self._moves.get((state, letter))
            state = self._move(state, letter) if known is None else known
            if not self._sets[state]:
                return []
        if state not in self._ends:
            reached = self._reached(state, ended=True)
            self._ends[state] = sorted(-1 - place for place in reached if place < 0)
        return self._ends[state]

    def _move(self, state: int, letter: str) -> int:
        steps = self._program.steps
        found = frozenset(
            steps[place].to[0]
            for place in self._reached(state, ended=False)
            if place >= 0 and (kind := steps[place].kind) is not None
            if isinstance(kind, Set) and kind.holds(letter)
        )
        number = self._numbers.setdefault(found, len(self._sets))
        if number == len(self._sets):
            self._sets.append(found)
        self._moves[state, letter] = number
        return number

    def _reached(self, state: int, ended: bool) -> set[int]:
        """Follows whatever takes no letter; an end is the number of its pattern, below zero."""
        seen: set[int] = set()
        stack = list(self._sets[state])
        while stack:
            place = stack.pop()
            if place in seen:
                continue
            seen.add(place)
            step = self._program.steps[place] if place >= 0 else _END
            if isinstance(step.kind, Set):
                continue
            if isinstance(step.kind, Anchor) and not step.kind.holds(state == 0, ended):
                continue
            stack.extend(step.to)
        self._left -= len(seen)
        if self._left < 0:
            raise ArgumentError(
                "these patterns take too long to match", todo="write shorter and plainer ones"
            )
        return seen


@dataclass(frozen=True)
class _Step:
    """One state: what it takes, and where it leads."""

    kind: Set | Anchor | None
    to: tuple[int, ...]


_END = _Step(None, ())


@dataclass
class _Program:
    """The states of all patterns, written from their ends to their beginnings."""

    left: int
    steps: list[_Step] = field(default_factory=list[_Step])

    def whole(self, node: Tree, number: int) -> int:
        """Returns where a pattern begins whose end has a number."""
        return self.add(node, -1 - number)

    def add(self, node: Tree, then: int) -> int:
        """Writes a pattern in front of what comes after it; returns where it begins."""
        self.left -= 1
        if self.left < 0:
            raise ArgumentError("these patterns are too large", todo="write smaller counts")
        if isinstance(node, Set | Anchor):
            return self._put(node, (then,))
        if isinstance(node, Repeat):
            return self._repeated(node, then)
        if node.alternatives:
            return self._put(None, tuple(self.add(item, then) for item in node.items))
        for item in reversed(node.items):
            then = self.add(item, then)
        return then

    def _repeated(self, node: Repeat, then: int) -> int:
        if node.most is None:
            loop = self._put(None, ())
            inside = self.add(node.item, loop)
            self.steps[loop] = _Step(None, (inside, then))
            then = loop
        else:
            after = then
            for _ in range(node.most - node.least):
                then = self._put(None, (self.add(node.item, then), after))
        for _ in range(node.least):
            then = self.add(node.item, then)
        return then

    def _put(self, kind: Set | Anchor | None, to: tuple[int, ...]) -> int:
        self.steps.append(_Step(kind, to))
        return len(self.steps) - 1


def _somewhere(node: Tree) -> Node:
    """Returns a pattern that fits a text of which the given one fits a part."""
    return Node((Repeat(ANY, 0, None), node, Repeat(ANY, 0, None)))


@lru_cache(maxsize=32)
def automaton(patterns: tuple[str, ...], anywhere: bool = False) -> Automaton:
    """Returns the automaton of some patterns; those used last are kept."""
    return Automaton(patterns, anywhere)


@lru_cache(maxsize=1024)
def is_linear(pattern: str) -> bool:
    """Returns whether a regular expression can be matched in linear time.

    Example:
        >>> is_linear("(a|b)+/kernel"), is_linear("(?!a).*"), is_linear("(")
        (True, False, False)
    """
    try:
        Automaton([pattern])
    except ArgumentError:
        return False
    return True
