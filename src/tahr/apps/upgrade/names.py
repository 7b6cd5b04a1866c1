"""What the names of a program lead to: by its imports, in the scope where each stands."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst
from libcst.metadata import (
    BuiltinAssignment,
    MetadataWrapper,
    PositionProvider,
    QualifiedNameSource,
    Scope,
    ScopeProvider,
)

from tahr.apps.upgrade.code import dotted
from tahr.apps.upgrade.facts import Today, inside, is_module, today


class Names:
    """The names of one program.

    Args:
        module: the program.
    """

    def __init__(self, module: cst.Module) -> None:
        self.wrapper: MetadataWrapper = MetadataWrapper(module, unsafe_skip_copy=True)
        self._scopes = self.wrapper.resolve(ScopeProvider)
        self._positions = self.wrapper.resolve(PositionProvider)
        self._stars = _stars(module)
        self.read: frozenset[str] = used_names(module)
        self._aliases: dict[str, str] = {}
        self._aliases = self._found_aliases(module)
        self.bound: dict[str, set[str | None]] = _bound(self._scopes.values())

    def line(self, node: cst.CSTNode) -> int:
        """Returns the line that a node begins on."""
        return self._positions[node].start.line

    def full(self, node: cst.CSTNode) -> str | None:
        """Returns the full name of what was imported; None for what was not."""
        if not isinstance(node, cst.Name | cst.Attribute) or dotted(node) is None:
            return None
        scope = self._scopes.get(node)
        if scope is None:
            return None
        found = scope.get_qualified_names_for(node)
        imported = sorted({n.name for n in found if n.source is QualifiedNameSource.IMPORT})
        if imported:
            return next((n for n in imported if inside(n) is not None), imported[0])
        if any(n.source is QualifiedNameSource.LOCAL for n in found):
            return self._aliases.get(dotted(node) or "")
        return self._by_star(node)

    def _found_aliases(self, module: cst.Module) -> dict[str, str]:
        """Returns names that the top of a program sets to a class of Keras, once: `RNN = LSTM`."""
        found: dict[str, list[str | None]] = {}
        lines = [line for line in module.body if isinstance(line, cst.SimpleStatementLine)]
        for part in (part for line in lines for part in line.body):
            if isinstance(part, cst.Assign) and len(part.targets) == 1:
                name = dotted(part.targets[0].target)
                full = self.full(part.value)
                known = full is not None and inside(full) is not None
                found.setdefault(name or "", []).append(full if known else None)
        return {n: f[0] for n, f in found.items() if n and len(f) == 1 and f[0] is not None}

    def _by_star(self, node: cst.Name | cst.Attribute) -> str | None:
        text = dotted(node) or ""
        for module in self._stars:
            found = today(f"{module}.{text.partition('.')[0]}".removeprefix("."))
            if found.exists or found.hint:
                return f"keras.{module}.{text}".replace("..", ".")
        return None

    def path(self, node: cst.CSTNode) -> str | None:
        """Returns the path inside Keras of an expression; None for what is not of Keras."""
        full = self.full(node)
        return None if full is None else inside(full)

    def today(self, node: cst.CSTNode) -> Today | None:
        """Returns what an expression is today; None for what is not of Keras."""
        path = self.path(node)
        return None if path is None else today(path)

    def called(self, node: cst.CSTNode) -> str:
        """Returns today's path of what a call calls: "" for what is not of Keras."""
        found = self.today(node.func) if isinstance(node, cst.Call) else None
        return found.path if found else ""

    def uses_keras(self) -> bool:
        """Returns whether the program imports Keras, or reaches it through TensorFlow."""
        bound = any(path is not None for paths in self.bound.values() for path in paths)
        return bool(self._stars) or bound or ".keras." in self.wrapper.module.code

    def is_free(self, name: str, path: str) -> bool:
        """Returns whether a name may stand for a path: it does so already, or is nobody's."""
        return all(
            found is not None and today(found).path == path for found in self.bound.get(name, ())
        )


def _bound(scopes: Iterable[Scope | None]) -> dict[str, set[str | None]]:
    """Returns what each name is bound to: a path inside Keras, or None for anything else."""
    bound: dict[str, set[str | None]] = {}
    for scope in {id(s): s for s in scopes if s is not None}.values():
        for assignment in scope.assignments:
            if isinstance(assignment, BuiltinAssignment):
                continue
            found = assignment.get_qualified_names_for(assignment.name)
            imported = [n.name for n in found if n.source is QualifiedNameSource.IMPORT]
            paths = {inside(name) for name in imported} or {None}
            bound.setdefault(assignment.name, set()).update(paths)
    return bound


class _Used(cst.CSTVisitor):
    """Every name that a program reads or sets, outside of its imports."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_Import(self, node: cst.Import) -> bool:
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        return False

    def visit_Attribute(self, node: cst.Attribute) -> bool:
        node.value.visit(self)
        return False

    def visit_Arg(self, node: cst.Arg) -> bool:
        node.value.visit(self)
        return False

    def visit_Name(self, node: cst.Name) -> None:
        self.names.add(node.value)


def used_names(module: cst.Module) -> frozenset[str]:
    """Returns the names that a program uses outside of its imports."""
    found = _Used()
    module.visit(found)
    return frozenset(found.names)


class _Stars(cst.CSTVisitor):
    def __init__(self) -> None:
        self.modules: list[str] = []

    def visit_ImportFrom(self, node: cst.ImportFrom) -> None:
        if isinstance(node.names, cst.ImportStar) and node.module and not node.relative:
            path = inside(dotted(node.module) or "")
            if path is not None and is_module(path):
                self.modules.append(path)


def _stars(module: cst.Module) -> list[str]:
    found = _Stars()
    module.visit(found)
    return found.modules
