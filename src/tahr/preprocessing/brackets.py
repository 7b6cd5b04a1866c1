"""Trees written in brackets, as treebanks have them, turned into arrays."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tahr.core.errors import DataError
from tahr.core.tracebacks import ends_at_user
from tahr.layers.recurrent.topology import PADDING, ROOT

PART = re.compile(r"\(|\)|[^\s()]+")


@dataclass(frozen=True)
class Trees:
    """Trees of a batch as arrays `(trees, nodes)`, each parent before its children.

    Attributes:
        words: the word of each leaf, "" for other nodes and padding.
        parents: the index of each node's parent, -1 for the root and -2 for padding.
        labels: what stands behind each opening bracket; whole numbers, -1 where there is none, if
            all are, or else strings, "" where there is none.
    """

    words: np.ndarray
    parents: np.ndarray
    labels: np.ndarray


@dataclass
class _Tree:
    words: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def node(self, parent: int, label: str = "", word: str = "") -> int:
        self.words.append(word)
        self.parents.append(parent)
        self.labels.append(label)
        return len(self.parents) - 1


@ends_at_user
def trees_from_brackets(texts: Sequence[str], nodes: int | None = None) -> Trees:
    """Reads trees such as "(3 (2 good) (2 film))", as treebanks write them.

    A bracket is a node: its label, if it has one, then a word or other nodes. A word among nodes
    is a node without a label.

    Args:
        texts: one tree each.
        nodes: the length of the arrays; that of the largest tree by default.

    Returns:
        The words, parents and labels of all nodes.

    Raises:
        DataError: brackets do not match, a tree is empty, or has more nodes than there is room for.

    Example:
        >>> trees = trees_from_brackets(["(3 (2 good) (2 film))", "(1 bad)"])
        >>> trees.words.tolist()
        [['', 'good', 'film'], ['bad', '', '']]
        >>> trees.parents.tolist(), trees.labels.tolist()
        ([[-1, 0, 0], [-1, -2, -2]], [[3, 2, 2], [1, -1, -1]])
    """
    read = [_read(text) for text in texts]
    longest = max((len(tree.parents) for tree in read), default=0)
    length = longest if nodes is None else nodes
    if longest > length:
        raise DataError(
            "a tree has more nodes than there is room for",
            expected=f"at most {length}",
            got=longest,
        )
    known = [label for tree in read for label in tree.labels if label]
    whole = bool(known) and all(re.fullmatch(r"\d+", label) for label in known)
    labels = [[int(x) if x else -1 for x in t.labels] if whole else t.labels for t in read]
    return Trees(
        _filled([tree.words for tree in read], length, ""),
        _filled([tree.parents for tree in read], length, PADDING),
        _filled(labels, length, -1 if whole else ""),
    )


def _filled(rows: Sequence[Sequence[str | int]], length: int, nothing: str | int) -> np.ndarray:
    whole = [[*row, *[nothing] * (length - len(row))] for row in rows]
    made = np.array(whole) if isinstance(nothing, str) else np.array(whole, "int32")
    return made.reshape(len(rows), length)


def _read(text: str) -> _Tree:
    """Reads one tree, with a stack of the brackets that are open."""
    tree, open_ones, done = _Tree(), list[tuple[int, list[str]]](), False
    for match in PART.finditer(text):
        part = match.group()
        if done or (part != "(" and not open_ones):
            raise _unmatched(text, match.start())
        if part == "(":
            parent = _settled(tree, open_ones[-1]) if open_ones else ROOT
            open_ones.append((tree.node(parent), []))
        elif part == ")":
            _close(tree, *open_ones.pop(), text)
            done = not open_ones
        else:
            open_ones[-1][1].append(part)
    if not done:
        raise _unmatched(text, len(text))
    return tree


def _settled(tree: _Tree, opened: tuple[int, list[str]]) -> int:
    """Takes down what stands in a bracket before another opens in it: a label, then words."""
    node, parts = opened
    if parts and not tree.labels[node] and not _has_children(tree, node):
        tree.labels[node] = parts.pop(0)
    for word in parts:
        tree.node(node, word=word)
    parts.clear()
    return node


def _close(tree: _Tree, node: int, parts: list[str], text: str) -> None:
    if _has_children(tree, node):
        for word in parts:
            tree.node(node, word=word)
    elif not parts:
        raise DataError("a bracket is empty", expected="a word, or other brackets", got=text)
    elif len(parts) <= 2:
        tree.words[node] = parts[-1]
        tree.labels[node] = parts[0] if len(parts) == 2 else ""
    else:
        tree.labels[node] = parts[0]
        for word in parts[1:]:
            tree.node(node, word=word)


def _has_children(tree: _Tree, node: int) -> bool:
    return node in tree.parents


def _unmatched(text: str, place: int) -> DataError:
    return DataError(
        "the brackets of a tree do not match",
        expected="one tree such as (3 (2 good) (2 film))",
        got=f"{text[:place]} <here> {text[place:]}",
    )
