"""The text of a regular expression as a tree, for what an automaton can match."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from tahr.core.errors import ArgumentError

DEPTH = 50
"""How deep groups may be nested."""
LONGEST = 10_000
"""How often something may be repeated by a count."""
LETTERS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
COUNTED = {"x": 2, "u": 4, "U": 8}
"""Letters written by number: how many hexadecimal digits follow."""
KINDS: dict[str, Callable[[str], bool]] = {
    "d": str.isdecimal,
    "s": str.isspace,
    "w": lambda letter: letter.isalnum() or letter == "_",
}
Test: TypeAlias = "str | tuple[str, str] | Callable[[str], bool]"


@dataclass(frozen=True)
class Set:
    """One letter of some.

    Args:
        tests: letters, ranges of them, or functions that tell.
        negated: whether it is all others.
    """

    tests: tuple[Test, ...]
    negated: bool = False

    def holds(self, letter: str) -> bool:
        """Returns whether a letter is one of them."""
        return self.negated != any(_passes(test, letter) for test in self.tests)


@dataclass(frozen=True)
class Anchor:
    """The beginning of the text, or its end."""

    at_end: bool

    def holds(self, begun: bool, ended: bool) -> bool:
        """Returns whether it fits at a place that is the beginning, or the end."""
        return ended if self.at_end else begun


@dataclass(frozen=True)
class Repeat:
    """Something several times; None for any number."""

    item: "Tree"
    least: int
    most: int | None


@dataclass(frozen=True)
class Node:
    """Several things one after the other, or one of them."""

    items: "tuple[Tree, ...]"
    alternatives: bool = False


Tree: TypeAlias = "Node | Repeat | Set | Anchor"
ANY = Set((), negated=True)
SINGLE: "dict[str, Tree]" = {
    "^": Anchor(False),
    "$": Anchor(True),
    "\\A": Anchor(False),
    "\\Z": Anchor(True),
    ".": Set(("\n",), negated=True),
}
SIGNS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def _passes(test: Test, letter: str) -> bool:
    if callable(test):
        return test(letter)
    return letter == test if isinstance(test, str) else test[0] <= letter <= test[1]


def parsed(pattern: str) -> Node:
    """Returns a regular expression as a tree.

    Args:
        pattern: in the syntax of Python's `re`.

    Raises:
        ArgumentError: it is none, or holds what no automaton can match.

    Example:
        >>> parsed("ab*").items[1]
        Repeat(item=Set(tests=('b',), negated=False), least=0, most=None)
    """
    reader = _Reader(pattern)
    found = reader.alternatives(0)
    if reader.at < len(pattern):
        reader.refuse("a ')' that closes nothing")
    return found


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def refuse(self, what: str) -> NoReturn:
        raise ArgumentError(
            "this regular expression cannot be matched in linear time",
            expected="letters, sets, groups, alternatives and repetitions",
            got=f"{what} in {self.pattern[:80]!r}",
        )

    def next(self) -> str:
        """Takes a letter; "" at the end."""
        letter = self.pattern[self.at : self.at + 1]
        self.at += len(letter)
        return letter

    def takes(self, text: str) -> bool:
        """Takes a text if it comes next."""
        found = self.pattern.startswith(text, self.at)
        self.at += len(text) if found else 0
        return found

    def alternatives(self, depth: int) -> Node:
        if depth > DEPTH:
            self.refuse(f"groups nested more than {DEPTH} deep")
        found = [self._sequence(depth)]
        while self.takes("|"):
            found.append(self._sequence(depth))
        return found[0] if len(found) == 1 else Node(tuple(found), alternatives=True)

    def _sequence(self, depth: int) -> Node:
        items: list[Tree] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            items.append(self._repeated(self._atom(depth)))
        return Node(tuple(items))

    def _repeated(self, item: Tree) -> Tree:
        counts = self._counts()
        if counts is None:
            return item
        if isinstance(item, Anchor):
            self.refuse("a repeated anchor")
        self.takes("?")
        if self.takes("+") or self._counts() is not None:
            self.refuse("a repetition of a repetition")
        return Repeat(item, *counts)

    def _counts(self) -> tuple[int, int | None] | None:
        sign = self.pattern[self.at : self.at + 1]
        if sign in SIGNS:
            self.at += 1
            return SIGNS[sign]
        end = self.pattern.find("}", self.at, self.at + 12)
        if sign != "{" or end < 0:
            return None
        least, comma, most = self.pattern[self.at + 1 : end].partition(",")
        known = all(part.isdecimal() for part in (least, most) if part)
        if not known or not (least or comma):
            return None
        self.at = end + 1
        low = int(least or 0)
        high = low if not comma else int(most) if most else None
        if max(low, high or 0) > LONGEST or (high is not None and high < low):
            self.refuse("a count")
        return low, high

    def _atom(self, depth: int) -> Tree:
        for sign, tree in SINGLE.items():
            if self.takes(sign):
                return tree
        if self._counts() is not None:
            self.refuse("a repetition of nothing")
        letter = self.next()
        if letter == "(":
            return self._group(depth)
        if letter == "[":
            return self._set()
        return Set((self._escaped() if letter == "\\" else letter,))

    def _group(self, depth: int) -> Node:
        if self.takes("?P<"):
            self.at = self.pattern.find(">", self.at) + 1 or len(self.pattern)
        elif self.takes("?") and not self.takes(":"):
            self.refuse("an assertion or a flag")
        found = self.alternatives(depth + 1)
        if not self.takes(")"):
            self.refuse("a '(' that is not closed")
        return found

    def _escaped(self) -> Test:
        letter = self.next()
        if letter in LETTERS:
            return LETTERS[letter]
        if letter and letter.lower() in KINDS:
            test = KINDS[letter.lower()]
            return test if letter.islower() else lambda other: not test(other)
        if letter in COUNTED:
            digits = self.pattern[self.at : self.at + COUNTED[letter]]
            self.at += len(digits)
            return self._numbered(digits)
        if not letter or letter.isalnum():
            self.refuse(f"\\{letter}")
        return letter

    def _numbered(self, digits: str) -> str:
        try:
            return chr(int(digits, 16))
        except (ValueError, OverflowError):
            self.refuse("the number of a letter")

    def _set(self) -> Set:
        negated = self.takes("^")
        tests: list[Test] = []
        while not (tests and self.takes("]")):
            first = self._member()
            if self.pattern[self.at : self.at + 2] in ("-]", "-") or not self.takes("-"):
                tests.append(first)
                continue
            last = self._member()
            if not isinstance(first, str) or not isinstance(last, str) or last < first:
                self.refuse("a range")
            tests.append((first, last))
        return Set(tuple(tests), negated)

    def _member(self) -> Test:
        letter = self.next()
        if not letter:
            self.refuse("a '[' that is not closed")
        return self._escaped() if letter == "\\" else letter
