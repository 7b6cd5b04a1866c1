"""Arguments of calls in today's spelling: by place, by keyword, and their values."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tahr.apps.upgrade.code import (
    UNKNOWN,
    broken_as,
    expression,
    line_of,
    literal,
    placed,
    renamed,
    text_of,
    with_args,
    with_text,
)  # fmt: skip
from tahr.apps.upgrade.job import Job
from tahr.compat.keywords import METHODS, NO_EFFECT, NOT_NEEDED, RENAMED, TOGETHER, VALUES
from tahr.compat.positions import KERAS_1_ONLY, KERNELS, POSITIONS
from tahr.compat.today import IDLE, NAMED_BY_TEXT, NO_ARGUMENT, OF_KERAS_1


def modern(
    job: Job,
    original: cst.Call,
    call: cst.Call,
    owner: str,
    was: str,
    known: Sequence[str],
) -> cst.Call:
    """Returns a call with its arguments in today's spelling.

    Args:
        job: the rewriting.
        original: the call as it was.
        call: the call, what it calls and its arguments rewritten.
        owner: the class or function of today, as the tables name it.
        was: its name in the program.
        known: what it takes; where that is not known the arguments stay.
    """
    if not known:
        return call
    by_place = 0
    if was in POSITIONS and _is_keras_1(was, call):
        args = placed(call.args, POSITIONS[was].split())
        if args is None:
            job.undecided(
                original, "its arguments cannot be told apart", f"write them as `{owner}` has them"
            )
            return call
        by_place = sum(1 for a in call.args if a.keyword is None and not a.star)
        call = call.with_changes(args=args)
    if was in DOUBTED and sum(a.keyword is None and not a.star for a in call.args) > 2:
        job.doubted(
            original, "the third number is the strides today",
            f"{was}({line_of(call.args[0].value)}, (rows, columns)) if it is the kernel's, as "
            "up to Keras 2.3",
        )  # fmt: skip
    args = _joined(call.args, known)
    result: list[cst.Arg] = []
    for arg in args:
        new = _argument(job, original, arg, owner, known, args)
        result = [*result, *new] if new else broken_as(result, arg)
    result = _texts(_by_place(result, known, by_place), known)
    if len(result) == len(call.args) and all(
        a is b for a, b in zip(result, call.args, strict=True)
    ):
        return call
    return with_args(call, result)


def _is_keras_1(was: str, call: cst.Call) -> bool:
    """Returns whether arguments by place are Keras 1's: a third of them is strides today."""
    names = POSITIONS[was].split()
    kernel = next((k for k in KERNELS if k[0] in names), ())
    keywords = {a.keyword.value for a in call.args if a.keyword}
    if (
        was in KERAS_1_ONLY
        or keywords & {*kernel}
        or keywords & {*names, "dim_ordering"} & OF_KERAS_1
    ):
        return True
    values = [a.value for a in call.args if a.keyword is None]
    if not kernel:
        return len(values) > 2 and text_of(values[2]) is not None
    lengths = values[1 : 1 + len(kernel)]
    several = (cst.Tuple, cst.List, cst.SimpleString)
    return len(lengths) == len(kernel) and not any(isinstance(v, several) for v in lengths)


DOUBTED = ("Conv2D", "Conv2DTranspose", "SeparableConv2D")
"""Layers that Keras 2 took with numbers for the kernel, too."""


def _joined(args: Sequence[cst.Arg], known: Sequence[str]) -> list[cst.Arg]:
    """Puts keywords together that are one today: the sides of a kernel."""
    result = list(args)
    for names, new in TOGETHER.items():
        parts = [a for name in names for a in result if a.keyword and a.keyword.value == name]
        if len(parts) != len(names) or new not in known:
            continue
        elements = [cst.Element(part.value) for part in parts]
        at = min(result.index(part) for part in parts)
        result[at] = renamed(result[at], new, cst.Tuple(elements))
        result = [a for a in result if a is result[at] or not any(a is p for p in parts)]
    return result


def _argument(
    job: Job,
    original: cst.Call,
    arg: cst.Arg,
    owner: str,
    known: Sequence[str],
    args: Sequence[cst.Arg],
) -> list[cst.Arg]:
    """Returns what stands in the place of an argument: nothing, one, or several."""
    if arg.keyword is None or arg.keyword.value in known:
        return [] if arg.keyword and _is_idle(arg, owner, known) else [arg]
    name = arg.keyword.value
    if _is_idle(arg, owner, known):
        return []
    instead = NO_EFFECT.get(f"{owner}.{name}" if owner not in METHODS else name)
    if instead is not None:
        job.remark(original, f"`{name}` is gone: {instead}", what=f"{name}={line_of(arg.value)}")
        return []
    given = {a.keyword.value for a in args if a.keyword}
    today = RENAMED.get(f"{owner}.{name}") or RENAMED.get(name, ())
    new = [n for n in today if n in known and n not in given]
    if new:
        job.old = True
        return [_renamed(job, original, arg, n) for n in new]
    todo = (
        NO_ARGUMENT.get(f"{owner}.{name}")
        or NO_ARGUMENT.get(name)
        or "leave it out, or do it otherwise"
    )
    job.undecided(
        original,
        f"`{owner}` takes no argument `{name}` today",
        todo,
        f"{name}={line_of(arg.value)}",
    )
    return [arg]


def _is_idle(arg: cst.Arg, owner: str, known: Sequence[str]) -> bool:
    """Returns whether an argument says nothing beyond what happens anyway."""
    name = arg.keyword.value if arg.keyword else ""
    value = literal(arg.value)
    for key in (f"{owner}.{name}", *(() if name in known else (name,))):
        if key in NOT_NEEDED and name not in known:
            values = NOT_NEEDED[key]
            return values is None or any(value is v or value == v for v in values)
        if key in IDLE:
            values = IDLE[key]
            return values is None or any(value is v or value == v for v in values)
    return False


def _renamed(job: Job, original: cst.Call, arg: cst.Arg, new: str) -> cst.Arg:
    value = literal(arg.value)
    table = VALUES.get(new, {})
    if isinstance(value, str | bool) and value in table:
        today = table[value]
        text = isinstance(today, str)
        return renamed(arg, new, with_text(arg.value, today) if text else expression(repr(today)))
    if new == "padding" and value == "full":
        job.undecided(
            original,
            "there is no padding 'full'",
            "put a keras.layers.ZeroPadding2D before the layer",
        )
    if new == "data_format" and value is UNKNOWN and not isinstance(arg.value, cst.Call):
        job.undecided(
            original, "its values are called otherwise",
            "'channels_first' for 'th', 'channels_last' for 'tf'",
            f"dim_ordering={line_of(arg.value)}",
        )  # fmt: skip
    return renamed(arg, new)


def _by_place(args: list[cst.Arg], known: Sequence[str], count: int) -> list[cst.Arg]:
    """Lets the first arguments stand by place again, where they did."""
    result = list(args)
    for place, name in enumerate(known[: min(count, 2)]):
        named = result[place].keyword if place < len(result) else None
        if named is not None and named.value == name:
            result[place] = result[place].with_changes(
                keyword=None, equal=cst.MaybeSentinel.DEFAULT
            )
        else:
            break
    return result


def _texts(args: Sequence[cst.Arg], known: Sequence[str]) -> list[cst.Arg]:
    """Gives names in text their names of today: of losses, metrics, figures that are watched."""
    result = list(args)
    for place, arg in enumerate(args):
        name = arg.keyword.value if arg.keyword else (known[place] if place < len(known) else "")
        if name in NAMED_BY_TEXT and not arg.star:
            value = arg.value.visit(_Texts(NAMED_BY_TEXT[name]))
            if isinstance(value, cst.BaseExpression) and value is not arg.value:
                result[place] = arg.with_changes(value=value)
    return result


class _Texts(cst.CSTTransformer):
    def __init__(self, table: dict[str, str]) -> None:
        self._table = table

    def visit_Call(self, node: cst.Call) -> bool:
        return False

    def visit_DictElement_key(self, node: cst.DictElement) -> None:
        self._table, self._kept = {}, self._table

    def leave_DictElement_key(self, node: cst.DictElement) -> None:
        self._table = self._kept

    def leave_SimpleString(
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.BaseExpression:
        new = self._table.get(text_of(original_node) or "")
        return with_text(updated_node, new) if new else updated_node
