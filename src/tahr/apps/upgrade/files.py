"""Names of files as Keras 3 wants them: `.keras` for models, `.weights.h5` for weights."""

from __future__ import annotations

import re
from fnmatch import fnmatch

import libcst as cst

from tahr.apps.upgrade.code import dotted, given, literal, text_of
from tahr.apps.upgrade.job import Job
from tahr.compat.today import FIGURES

OLD = (".h5", ".hdf5")
MODEL, WEIGHTS = ".keras", ".weights.h5"


def renamed_files(job: Job) -> dict[str, str]:
    """Returns the text of file names in a program that are others today, with what they are."""
    found = _Saved(job)
    job.names.wrapper.module.visit(found)
    new: dict[str, str] = {}
    for text, ends in found.saved.items():
        if len(ends) > 1:
            job.undecided(
                found.nodes[text], "models end in .keras today, weights in .weights.h5", "two names"
            )
        else:
            new[text] = _today(text, next(iter(ends)))
            job.remark(
                found.nodes[text], f"the file is called {new[text]} now",
                "other programs that read it need that name", text,
            )  # fmt: skip
    new = {old: text for old, text in new.items() if old != text}
    return new | _patterns(found.patterns, new)


def _patterns(patterns: set[str], new: dict[str, str]) -> dict[str, str]:
    """Returns patterns such as `weights.*.h5` that find files which are called otherwise now."""
    return {
        pattern: pattern.removesuffix(end) + (WEIGHTS if text.endswith(WEIGHTS) else MODEL)
        for pattern in patterns
        for old, text in new.items()
        for end in OLD
        if pattern.endswith(end) and fnmatch(re.sub(r"\{[^}]*\}", "0", old), pattern)
    }


def _today(text: str, end: str) -> str:
    stem = next((text.removesuffix(old) for old in (WEIGHTS, *OLD) if text.endswith(old)), text)
    stem = stem.removesuffix(".weights") if end == WEIGHTS else stem
    for old, new in FIGURES.items():
        stem = stem.replace(f"{{{old}:", f"{{{new}:").replace(f"{{{old}}}", f"{{{new}}}")
    return f"{stem}{end}"


class _Saved(cst.CSTVisitor):
    def __init__(self, job: Job) -> None:
        self._job = job
        self.saved: dict[str, set[str]] = {}
        self.nodes: dict[str, cst.CSTNode] = {}
        self.patterns: set[str] = set()

    def visit_SimpleString(self, node: cst.SimpleString) -> None:
        text = text_of(node) or ""
        if "*" in text and text.endswith(OLD):
            self.patterns.add(text)

    def visit_Call(self, node: cst.Call) -> None:
        path = self._job.names.called(node)
        method = node.func.attr.value if isinstance(node.func, cst.Attribute) and not path else ""
        if path == "callbacks.ModelCheckpoint":
            weights = given(node, "save_weights_only")
            end = WEIGHTS if weights and literal(weights.value) is True else MODEL
            self._saves(node, 0, end)
        elif path in ("models.save_model", "saving.save_model"):
            self._saves(node, 1, MODEL)
        elif method == "save_weights":
            self._saves(node, 0, WEIGHTS)
        elif method == "save" and self._job.kinds.of(node.func.value) == "model":  # type: ignore[union-attr]
            self._saves(node, 0, MODEL)

    def _saves(self, node: cst.Call, place: int, end: str) -> None:
        arg = given(node, "filepath") or (node.args[place] if len(node.args) > place else None)
        if arg is None or arg.star:
            return
        found = _Texts(self._job)
        arg.value.visit(found)
        texts = {
            t
            for t in found.texts
            if t.endswith(OLD) and not (t.endswith(WEIGHTS) and end == WEIGHTS)
        }
        for text in texts:
            self.saved.setdefault(text, set()).add(end)
            self.nodes.setdefault(text, node)
        whole = text_of(arg.value)
        if whole is not None and not whole.endswith((*OLD, MODEL)):
            self._job.undecided(
                node, f"the name of the file must end in {end}", f"{whole!r} with {end}"
            )


class _Texts(cst.CSTVisitor):
    """The texts of an expression, those of its variables included."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.texts: set[str] = set()

    def visit_SimpleString(self, node: cst.SimpleString) -> None:
        self.texts |= {text_of(node) or ""}

    def visit_Name(self, node: cst.Name) -> None:
        self.texts |= self._job.kinds.texts_of(node.value)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        self.texts |= self._job.kinds.texts_of(dotted(node) or "")
