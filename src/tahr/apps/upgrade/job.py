"""One rewriting under way: the names of the program, what is told, what must be imported."""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from tahr.apps.upgrade.code import chain, line_of
from tahr.apps.upgrade.facts import today
from tahr.apps.upgrade.kinds import Kinds
from tahr.apps.upgrade.names import Names
from tahr.apps.upgrade.notes import Note

OPS = "ops"


@dataclass
class Job:
    """One program that is rewritten.

    Attributes:
        names: what its names lead to.
        kinds: what its variables hold.
        notes: what is told.
        needed: statements that must stand among its imports.
        doubts: what is told of a program of Keras 1 or 2 alone.
        quiet: nodes of which another rule takes care.
        old: whether something of Keras 1 or 2 was found.
        says_order: whether the program has said where the channels of pictures are.
        depth: in how many functions what is rewritten stands.
    """

    names: Names
    kinds: Kinds
    notes: set[Note] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    doubts: set[Note] = field(default_factory=set)
    quiet: set[int] = field(default_factory=set)
    old: bool = False
    says_order: bool = False
    depth: int = 0

    def undecided(self, node: cst.CSTNode, why: str, todo: str, what: str | None = None) -> None:
        """Says of a place in the program what was left as it is."""
        self.notes.add(Note(self.names.line(node), what or line_of(node), why, todo))

    def remark(self, node: cst.CSTNode, why: str, todo: str = "", what: str | None = None) -> None:
        """Says what is good to know of a place that was rewritten."""
        note = Note(self.names.line(node), what or line_of(node), why, todo, undecided=False)
        self.notes.add(note)

    def doubted(self, node: cst.CSTNode, why: str, todo: str) -> None:
        """Says of a place what is in doubt if the program is of Keras 1 or 2."""
        self.doubts.add(Note(self.names.line(node), line_of(node), why, todo))

    def reference(self, path: str) -> cst.Name | cst.Attribute:
        """Returns an expression for a path inside Keras, and sees to its import."""
        by_root = "keras" in self.names.bound and OPS not in self.names.bound
        if path.startswith(f"{OPS}.") and self.names.is_free(OPS, OPS) and not by_root:
            self.needed.add("from keras import ops")
            return chain(path)
        root = "keras" if self.names.is_free("keras", "") else "keras_3"
        self.needed.add("import keras" if root == "keras" else f"import keras as {root}")
        return chain(f"{root}.{path}".rstrip("."))

    @staticmethod
    def code(node: cst.CSTNode) -> str:
        """Returns the source code of a part, on one line."""
        return line_of(node)

    def local(self, name: str, path: str) -> str:
        """Returns what a name that was imported is called in the program today.

        Args:
            name: in the program.
            path: what was imported, inside Keras.
        """
        found = today(path)
        leaf = found.path.rpartition(".")[2]
        renamed = found.exists and name == path.rpartition(".")[2] and leaf != name
        return leaf if renamed and leaf and self.names.is_free(leaf, found.path) else name
