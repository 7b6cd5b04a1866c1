"""Calls that become another expression, by a table of both: `pow(x, a)` -> `power(x, a)`."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from tahr.apps.upgrade.code import bare, expression, placed, source
from tahr.apps.upgrade.job import Job


def filled(
    job: Job,
    call: cst.Call,
    pattern: str,
    written: str,
    more: Mapping[str, cst.BaseExpression] = {},
) -> cst.BaseExpression | None:
    """Returns what stands in the place of a call; None where its arguments do not fit the pattern.

    Args:
        job: the rewriting.
        call: the call.
        pattern: how it was called, with the defaults that are others today: `argmax(x, axis=-1)`.
        written: what is written today, in the names of the pattern; an argument that was not given
            and has no default is left out.
        more: further names and what they stand for.
    """
    head = cst.ensure_type(expression(pattern), cst.Call)
    names = [a.keyword.value if a.keyword else source(a.value) for a in head.args]
    args = placed(call.args, names)
    if args is None or any(a.star or not a.keyword or a.keyword.value not in names for a in args):
        return None
    values = {a.keyword.value: a.value for a in head.args if a.keyword}
    values |= {a.keyword.value: a.value for a in args if a.keyword}
    result = expression(written).visit(_Fill(job, {**values, **more}, frozenset(names)))
    if not isinstance(result, cst.BaseExpression):
        return None
    return result


class _Fill(cst.CSTTransformer):
    def __init__(
        self, job: Job, values: Mapping[str, cst.BaseExpression], names: frozenset[str]
    ) -> None:
        self._job = job
        self._values = values
        self._names = names

    def visit_Arg_keyword(self, node: cst.Arg) -> None:
        self._values, self._kept = {}, self._values

    def leave_Arg_keyword(self, node: cst.Arg) -> None:
        self._values = self._kept

    def visit_Attribute_attr(self, node: cst.Attribute) -> None:
        self._values, self._kept = {}, self._values

    def leave_Attribute_attr(self, node: cst.Attribute) -> None:
        self._values = self._kept

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        left = [
            arg for arg, was in zip(updated_node.args, original_node.args, strict=True)
            if not (isinstance(was.value, cst.Name) and self._is_missing(was.value.value))
        ]  # fmt: skip
        return updated_node.with_changes(args=_commas(left))

    def _is_missing(self, name: str) -> bool:
        return name in self._names and name not in self._values

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        return self._values.get(original_node.value, updated_node)

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.BaseExpression:
        text = source(original_node)
        if text.startswith("keras.") and not isinstance(updated_node.value, cst.Call):
            return self._job.reference(text.removeprefix("keras."))
        return updated_node.with_changes(value=bare(updated_node.value))


def _commas(args: list[cst.Arg]) -> list[cst.Arg]:
    return [a.with_changes(comma=cst.MaybeSentinel.DEFAULT) for a in args]
