"""A program's own layers and data sets: methods by their names of today, constructors called."""

from __future__ import annotations

import libcst as cst

from tahr.apps.upgrade.code import placed, source, with_args
from tahr.apps.upgrade.job import Job
from tahr.apps.upgrade.kinds import MODEL
from tahr.compat.orders import ADD_WEIGHT

METHODS = {"get_output_shape_for": "compute_output_shape"}
"""Methods of layers that Keras calls by another name today."""
TOLD = ("utils.PyDataset",)
"""Classes that warn where their constructor is not called."""


def method(job: Job, function: cst.FunctionDef) -> cst.FunctionDef:
    """Returns a function by the name that Keras calls it by today."""
    new = METHODS.get(function.name.value)
    if new is None:
        return function
    job.old = True
    return function.with_changes(name=cst.Name(new))


def added(job: Job, original: cst.Call, call: cst.Call) -> cst.Call:
    """Returns a call of `add_weight` with its arguments by name, and tells of losses of tensors.

    Args:
        job: the rewriting.
        original: the call as it was.
        call: the call, its arguments rewritten.
    """
    func = cst.ensure_type(original.func, cst.Attribute)
    if func.attr.value == "add_loss" and job.kinds.of(func.value) == MODEL:
        job.undecided(
            original, "a loss of symbolic tensors cannot be added to a model",
            "self.add_loss in the call of a layer, or compile(loss=...)",
        )  # fmt: skip
    first = call.args[0] if call.args else None
    if func.attr.value != "add_weight" or first is None or first.keyword is not None:
        return call
    if not isinstance(first.value, cst.SimpleString | cst.FormattedString):
        return call
    args = placed(call.args, ADD_WEIGHT)
    return call if args is None else with_args(call, args)


def class_(job: Job, original: cst.ClassDef, updated: cst.ClassDef) -> cst.ClassDef:
    """Returns a class whose constructor calls that of its base, where this one asks for it.

    Args:
        job: the rewriting.
        original: the class as it was.
        updated: the class, rewritten inside.
    """
    bases = [job.names.today(base.value) for base in original.bases]
    if not any(base and base.path in TOLD for base in bases):
        return updated
    if not isinstance(updated.body, cst.IndentedBlock):
        return updated
    body = [_told(part) for part in updated.body.body]
    return updated.with_changes(body=updated.body.with_changes(body=body))


def _told(part: cst.BaseStatement) -> cst.BaseStatement:
    if not isinstance(part, cst.FunctionDef) or part.name.value != "__init__":
        return part
    if "super(" in source(part.body) or "__init__" in source(part.body):
        return part
    if not isinstance(part.body, cst.IndentedBlock):
        return part
    lines = list(part.body.body)
    at = 1 if lines and _is_text(lines[0]) else 0
    call = cst.parse_statement("super().__init__()")
    return part.with_changes(body=part.body.with_changes(body=[*lines[:at], call, *lines[at:]]))


def _is_text(line: cst.BaseStatement) -> bool:
    first = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
    return isinstance(first, cst.Expr) and isinstance(first.value, cst.SimpleString)
