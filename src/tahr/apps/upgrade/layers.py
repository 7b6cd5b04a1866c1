"""Layers: what is one call today (`merge`), and the shape of the input of the first of a model."""

from __future__ import annotations

import libcst as cst

from tahr.apps.upgrade.code import (
    expression,
    given,
    keyword,
    literal,
    placed,
    text_of,
    with_args,
    without,
)
from tahr.apps.upgrade.job import Job
from tahr.compat.shapes import SHAPES
from tahr.compat.today import MERGED, MERGING, SEQUENCES, WRAPPED


def merged(job: Job, original: cst.Call, call: cst.Call) -> cst.BaseExpression | None:
    """Returns today's call for `merge([a, b], mode="concat")`; None where it cannot be told."""
    args = placed(call.args, MERGING)
    values = {a.keyword.value: a.value for a in args or () if a.keyword}
    mode = text_of(values["mode"]) if "mode" in values else "sum"
    if "layers" not in values or mode not in MERGED:
        job.undecided(
            original,
            "what it computes cannot be told",
            "one of keras.layers.add, concatenate, multiply, average, maximum, dot, or a Lambda",
        )
        return None
    function = MERGED[mode]
    new = [
        call.args[0].with_changes(
            keyword=None,
            equal=cst.MaybeSentinel.DEFAULT,
            value=values["layers"],
            comma=cst.MaybeSentinel.DEFAULT,
        )
    ]
    if function == "concatenate" and "concat_axis" in values:
        new.append(keyword("axis", values["concat_axis"]))
    if function == "dot":
        new.append(keyword("axes", values.get("dot_axes", expression("-1"))))
    if mode == "cos":
        new.append(keyword("normalize", expression("True")))
    if "name" in values:
        new.append(keyword("name", values["name"]))
    return with_args(call, new).with_changes(func=job.reference(f"layers.{function}"))


def merging_layer(job: Job, original: cst.Call, call: cst.Call) -> cst.BaseExpression | None:
    """Returns today's layer for `Merge(mode="concat")`, which has no models inside."""
    names = [a.keyword.value if a.keyword else "" for a in call.args]
    mode = text_of(call.args[names.index("mode")].value) if "mode" in names else "sum"
    if "" in names or "layers" in names or mode not in MERGED or mode == "cos":
        job.undecided(
            original, "a Sequential model has one input today",
            "build the model with keras.Model: keras.layers.concatenate or add of the outputs of "
            "the parts",
        )  # fmt: skip
        return None
    old = {"concat_axis": "axis", "dot_axes": "axes"}
    left = [
        a.with_changes(keyword=cst.Name(old.get(n, n)))
        for a, n in zip(call.args, names, strict=True)
        if n == "name" or (n, mode) in (("concat_axis", "concat"), ("dot_axes", "dot"))
    ]  # fmt: skip
    return with_args(call, left).with_changes(
        func=job.reference(f"layers.{MERGED[mode].capitalize()}")
    )


def wrapped(job: Job, call: cst.Call, was: str) -> cst.Call:
    """Returns a layer around another for what was one layer: `TimeDistributedDense(3)`."""
    outer, inner = WRAPPED[was]
    shapes = [a for a in call.args if a.keyword and a.keyword.value in SHAPES]
    inside = without(call, SHAPES).with_changes(func=job.reference(f"layers.{inner}"))
    return cst.Call(job.reference(f"layers.{outer}"), [cst.Arg(inside), *shapes])


def is_layer(job: Job, call: cst.Call) -> bool:
    """Returns whether a call makes a layer of Keras."""
    path = job.names.called(call)
    name = path.removeprefix("layers.")
    return name != path and name[:1].isupper() and name != "Input"


def declared(call: cst.Call) -> tuple[str, ...]:
    """Returns the arguments of a layer that say the shape of its input."""
    name = _name(call)
    own = ("input_dim",) if name == "Embedding" else ()
    found = [a.keyword.value for a in call.args if a.keyword and a.keyword.value in SHAPES]
    return tuple(
        n for n in found if n not in own and not (n == "batch_shape" and name == "InputLayer")
    )


def begins_with_channels(call: cst.Call) -> bool:
    """Returns whether a layer of pictures says a shape as Theano had it, and nothing of that."""
    said = given(call, "input_shape")
    shape = literal(said.value) if said else None
    if "2D" not in _name(call) or not isinstance(shape, tuple) or len(shape) != PICTURE:
        return False
    if given(call, "dim_ordering") or given(call, "data_format"):
        return False
    channels, *_, last = shape
    return channels in CHANNELS and isinstance(last, int) and last not in CHANNELS


PICTURE, CHANNELS = 3, (1, 3, 4)
"""How many lengths a picture has, and how many channels it may."""


def _name(call: cst.Call) -> str:
    if isinstance(call.func, cst.Attribute):
        return call.func.attr.value
    return call.func.value if isinstance(call.func, cst.Name) else ""


def shape_of(job: Job, call: cst.Call, inner: bool = True) -> list[cst.Arg] | None:
    """Returns what a layer says of its input as arguments of `keras.Input`; None for nothing."""
    said = {n: given(call, n) for n in declared(call)}
    values = {n: a.value for n, a in said.items() if a and literal(a.value) is not None}
    dtype = given(call, "input_dtype")
    more = [keyword("dtype", dtype.value)] if dtype else []
    if inner and not values and _name(call) == "Bidirectional" and call.args:
        layer = call.args[0].value
        return shape_of(job, layer, inner=False) if isinstance(layer, cst.Call) else None
    for name in ("batch_input_shape", "batch_shape"):
        if name in values:
            return [keyword("batch_shape", values[name]), *more]
    if "input_shape" in values:
        shape = values["input_shape"]
        one = isinstance(shape, cst.Integer)
        batch = given(call, "batch_size")
        size = [keyword("batch_size", batch.value)] if batch else []
        return [keyword("shape", _tuple(shape) if one else shape), *size, *more]
    length, width = values.get("input_length"), values.get("input_dim")
    if width is not None and (length is not None or _name(call) in SEQUENCES):
        return [keyword("shape", _tuple(length or expression("None"), width)), *more]
    one = width if width is not None else length
    return None if one is None else [keyword("shape", _tuple(one)), *more]


def _tuple(*values: cst.BaseExpression) -> cst.Tuple:
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" " if len(values) > 1 else ""))
    elements = [cst.Element(value, comma=comma) for value in values]
    if len(values) > 1:
        elements[-1] = cst.Element(values[-1])
    return cst.Tuple(elements)


def undeclared(call: cst.Call) -> cst.Call:
    """Returns a layer without what says the shape of its input."""
    gone = {*declared(call), "input_dtype"}
    if "input_shape" in gone:
        gone.add("batch_size")
    call = without(call, gone)
    if _name(call) == "Bidirectional" and call.args and isinstance(call.args[0].value, cst.Call):
        inside = call.args[0].with_changes(value=undeclared(call.args[0].value))
        call = call.with_changes(args=[inside, *call.args[1:]])
    return call
