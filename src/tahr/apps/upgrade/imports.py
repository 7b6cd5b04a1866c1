"""The imports of a program as they are today, and those that what was rewritten needs."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tahr.apps.upgrade import backend
from tahr.apps.upgrade.code import chain, dotted, source
from tahr.apps.upgrade.facts import LEFT, inside, is_module, today
from tahr.apps.upgrade.job import Job


class Imports(cst.CSTTransformer):
    """Rewrites the imports of a program whose other statements are rewritten already.

    Args:
        job: the rewriting.
        used: the names that the program uses now.
    """

    def __init__(self, job: Job, used: frozenset[str]) -> None:
        self._job = job
        self._used = used
        self._more: list[cst.BaseSmallStatement] = []

    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> None:
        self._more = []

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement]:
        if not self._more:
            return updated_node
        first, *rest = [*updated_node.body, *self._more]
        end = updated_node.trailing_whitespace
        lines = [
            updated_node.with_changes(body=[first], trailing_whitespace=cst.TrailingWhitespace())
        ]
        lines += [cst.SimpleStatementLine([s]) for s in rest]
        lines[-1] = lines[-1].with_changes(trailing_whitespace=end)
        return cst.FlattenSentinel(lines)

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.BaseSmallStatement | cst.RemovalSentinel:
        module = dotted(original_node.module) if original_node.module else None
        if module is None or original_node.relative:
            return updated_node
        if isinstance(original_node.names, cst.ImportStar):
            return self._star(updated_node, module)
        groups: dict[str, list[cst.ImportAlias]] = {}
        for alias in original_node.names:
            for place, new in self._alias(module, alias):
                same = [
                    a
                    for a in groups.get(place, ())
                    if source(a).strip(", ") == source(new).strip(", ")
                ]
                if not same:
                    groups.setdefault(place, []).append(new)
        return self._written(updated_node, module, groups)

    def _star(self, node: cst.ImportFrom, module: str) -> cst.ImportFrom:
        path = inside(module)
        if path is None or not is_module(path):
            return node
        new = today(path).path if path not in LEFT else LEFT[path]
        return node.with_changes(module=chain(f"keras.{new}".rstrip(".")))

    def _alias(self, module: str, alias: cst.ImportAlias) -> list[tuple[str, cst.ImportAlias]]:
        """Returns where a name is imported from today, and as what."""
        name = alias.evaluated_name
        local = alias.evaluated_alias or name
        path = inside(f"{module}.{name}")
        now = self._job.local(local, path) if path else local
        ours = path is not None or module.partition(".")[0] == "tensorflow"
        if ours and self._is_unused(local) and now not in self._used:
            return []
        if path is None:
            return [(module, alias)]
        found = today(path)
        moved = path in LEFT and not found.hint
        if moved or backend.knows(path) or not found.exists:
            if local not in self._used:
                return []
            return [_placed(alias, LEFT[path], local) if moved else (module, alias)]
        return [_placed(alias, found.path, now)]

    def _is_unused(self, local: str) -> bool:
        return local in self._job.names.read and local not in self._used

    def _written(
        self,
        node: cst.ImportFrom,
        module: str,
        groups: dict[str, list[cst.ImportAlias]],
    ) -> cst.BaseSmallStatement | cst.RemovalSentinel:
        statements: list[cst.BaseSmallStatement] = []
        for place, aliases in groups.items():
            if place == "":
                statements += [cst.Import([_last(a)]) for a in aliases]
                continue
            names = _listed(aliases)
            formatted = node if len(groups) == 1 else node.with_changes(lpar=None, rpar=None)
            if len(groups) > 1:
                names = [a.with_changes(comma=cst.MaybeSentinel.DEFAULT) for a in aliases]
            statements.append(formatted.with_changes(
                module=node.module if place == module else chain(place), names=names
            ))  # fmt: skip
        if not statements:
            return cst.RemoveFromParent()
        self._more += statements[1:]
        return statements[0].with_changes(semicolon=node.semicolon)

    def leave_Import(
        self, original_node: cst.Import, updated_node: cst.Import
    ) -> cst.BaseSmallStatement | cst.RemovalSentinel:
        names: list[cst.ImportAlias] = []
        for alias in original_node.names:
            full = alias.evaluated_name
            path = inside(full)
            local = alias.evaluated_alias
            if path is None:
                top = local or full.partition(".")[0]
                if not (full.partition(".")[0] == "tensorflow" and self._is_unused(top)):
                    names.append(alias)
                continue
            if local is not None and self._is_unused(local):
                continue
            new = LEFT.get(path, path)
            root = full.partition(".")[0]
            if local is None and root != "keras" and self._is_unused(root):
                continue
            new_name = f"keras.{new}".rstrip(".")
            if not today(new).exists and path not in LEFT:
                names.append(alias)
            elif local is None:
                names.append(alias.with_changes(name=chain(new_name)))
            else:
                names.append(_as(alias, new_name, local))
        if not names and "import keras" in self._job.needed:
            return updated_node.with_changes(names=[cst.ImportAlias(cst.Name("keras"))])
        if not names:
            return cst.RemoveFromParent()
        return updated_node.with_changes(names=_unlike(names))


def _placed(alias: cst.ImportAlias, path: str, local: str) -> tuple[str, cst.ImportAlias]:
    """Returns where a path inside Keras is imported from, and as what; "" for Keras itself."""
    if not path:
        return "", _as(alias, "keras", local)
    module, _, leaf = path.rpartition(".")
    return f"keras.{module}".rstrip("."), _as(alias, leaf, local)


def _as(alias: cst.ImportAlias, name: str, local: str) -> cst.ImportAlias:
    """Returns the alias of a name under which the program knows it."""
    if name == local:
        return alias.with_changes(name=chain(name), asname=None)
    return alias.with_changes(name=chain(name), asname=cst.AsName(cst.Name(local)))


def _unlike(aliases: Sequence[cst.ImportAlias]) -> list[cst.ImportAlias]:
    seen: dict[str, cst.ImportAlias] = {}
    for alias in aliases:
        seen.setdefault(source(alias.with_changes(comma=cst.MaybeSentinel.DEFAULT)), alias)
    return _listed(list(seen.values()))


def _listed(aliases: Sequence[cst.ImportAlias]) -> list[cst.ImportAlias]:
    """Returns names with commas between them."""
    *first, end = aliases
    return [*first, _last(end)]


def _last(alias: cst.ImportAlias) -> cst.ImportAlias:
    comma = alias.comma
    inside_lines = isinstance(comma, cst.Comma) and not isinstance(
        comma.whitespace_after, cst.SimpleWhitespace
    )
    return alias if inside_lines else alias.with_changes(comma=cst.MaybeSentinel.DEFAULT)


def with_needed(module: cst.Module, needed: Sequence[str]) -> cst.Module:
    """Returns a program with the imports that it needs, after its first one of Keras."""
    there = {
        source(part).strip()
        for line in module.body if isinstance(line, cst.SimpleStatementLine)
        for part in line.body if isinstance(part, cst.Import | cst.ImportFrom)
    }  # fmt: skip
    lines = [cst.parse_statement(text) for text in needed if text not in there]
    body = _once_each(module.body) if needed else list(module.body)
    if not lines:
        return module.with_changes(body=body)
    at = _place(body)
    if at == 0 and body:
        lines[0] = lines[0].with_changes(leading_lines=())
    return module.with_changes(body=[*body[:at], *lines, *body[at:]])


def _once_each(body: Sequence[cst.BaseStatement]) -> list[cst.BaseStatement]:
    """Leaves out an `import keras` that stands there already."""
    seen = False
    left: list[cst.BaseStatement] = []
    for line in body:
        again = isinstance(line, cst.SimpleStatementLine) and source(line).strip() == "import keras"
        if not (again and seen):
            left.append(line)
        seen = seen or again
    return left


def _place(body: Sequence[cst.BaseStatement]) -> int:
    """Returns where imports are put: after the first of Keras, else after the first ones."""
    names = [_imported(line) for line in body]
    for wanted in (("keras",), ("tensorflow",), ("__future__",)):
        found = [i for i, name in enumerate(names) if (name or "").partition(".")[0] in wanted]
        if found:
            return found[0] + 1
    return 1 if body and _is_docstring(body[0]) else 0


def _imported(line: cst.BaseStatement) -> str | None:
    if not isinstance(line, cst.SimpleStatementLine):
        return None
    for part in line.body:
        if isinstance(part, cst.ImportFrom) and part.module is not None:
            return dotted(part.module)
        if isinstance(part, cst.Import):
            return part.names[0].evaluated_name
    return None


def _is_docstring(line: cst.BaseStatement) -> bool:
    first = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
    return isinstance(first, cst.Expr) and isinstance(first.value, cst.SimpleString)
