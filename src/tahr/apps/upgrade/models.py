"""Methods of models: training on generators, counts of samples, classes that are predicted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import libcst as cst

from tahr.apps.upgrade import calls
from tahr.apps.upgrade.code import (
    bare,
    dotted,
    expression,
    given,
    keyword,
    literal,
    placed,
    renamed,
    with_args,
    without,
)
from tahr.apps.upgrade.facts import parameters
from tahr.apps.upgrade.job import Job
from tahr.apps.upgrade.kinds import FLOW, GENERATOR, MODEL
from tahr.apps.upgrade.templates import filled
from tahr.compat.keywords import COUNTED_IN_SAMPLES, RENAMED
from tahr.compat.orders import FIT_GENERATOR, FIT_GENERATOR_FIRST, JUDGE_GENERATOR
from tahr.compat.today import ACCURACY, TELLING

ORDINARY = ("compile", "fit", "evaluate", "predict", "train_on_batch", "test_on_batch", "summary")


def is_method(job: Job, call: cst.Call) -> bool:
    """Returns whether a call is of a method that may be an old one of a model."""
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value not in (*ORDINARY, *RULES):
        return False
    owner, name = call.func.value, call.func.attr.value
    if job.kinds.of(owner) == MODEL:
        return True
    if job.kinds.is_known_otherwise(owner):
        return False
    keywords = {a.keyword.value for a in call.args if a.keyword}
    compiled = name == "compile" and "loss" in keywords and len(call.args) > 1
    return compiled or bool(keywords & TELLING) or name in DISTINCT


def modern(job: Job, original: cst.Call, call: cst.Call) -> cst.BaseExpression:
    """Returns the call of a method of a model as it is today."""
    func = cst.ensure_type(call.func, cst.Attribute)
    rule = RULES.get(func.attr.value)
    if rule is not None:
        return rule(job, original, call)
    return _ordinary(job, original, call, func.attr.value)


def _ordinary(job: Job, original: cst.Call, call: cst.Call, name: str) -> cst.Call:
    known = parameters(f"Model.{name}")
    call = _with_accuracy(job, original, call, name)
    generator = call.args[0].value if call.args and name != "compile" else None
    call = _in_batches(job, original, call, generator)
    return calls.modern(job, original, call, name, name, (*known, *COUNTED_IN_SAMPLES))


def _with_accuracy(job: Job, original: cst.Call, call: cst.Call, name: str) -> cst.Call:
    """Moves `show_accuracy=True` of Keras 0 to where metrics are given."""
    if name == "compile":
        owner = dotted(cst.ensure_type(original.func, cst.Attribute).value)
        asked = job.kinds.compiled == 1 or owner in job.kinds.wants_accuracy
        wanted = asked and job.kinds.wants_accuracy and given(call, "metrics") is None
        return (
            with_args(call, [*call.args, keyword("metrics", expression("['accuracy']"))])
            if wanted
            else call
        )
    if any(given(call, n) for n in ACCURACY):
        job.old = True
        if job.kinds.wants_accuracy and not job.kinds.compiled:
            job.undecided(
                original,
                "the accuracy is asked for where the model is compiled",
                "compile(metrics=['accuracy'])",
                "show_accuracy",
            )
    return without(call, ACCURACY)


def _in_batches(
    job: Job, original: cst.Call, call: cst.Call, generator: cst.BaseExpression | None
) -> cst.Call:
    """Divides counts of samples by the size of a batch, where that is known."""
    result: list[cst.Arg] = []
    for arg in call.args:
        name = arg.keyword.value if arg.keyword else ""
        if name not in COUNTED_IN_SAMPLES:
            result.append(arg)
            continue
        validation = given(original, "validation_data")
        judged = name == "nb_val_samples"
        source = validation.value if judged and validation else None if judged else generator
        size = _batch(job, source)
        new = RENAMED[name][-1]
        job.old = True
        if size is None:
            job.undecided(
                original,
                f"`{name}` counts samples, `{new}` batches, and the size of a batch is not seen",
                f"{new}= this number divided by the size of a batch",
                f"{name}={job.code(arg.value)}",
            )  # fmt: skip
            result.append(arg)
        else:
            result.append(renamed(arg, new, _divided(arg.value, size)))
    return call.with_changes(args=result)


def _batch(job: Job, generator: cst.BaseExpression | None) -> cst.BaseExpression | None:
    """Returns the size of the batches of an iterator; None where it is not seen."""
    if isinstance(generator, cst.Call) and job.kinds.of(generator) == FLOW:
        size = given(generator, "batch_size")
        return size.value if size else expression("32")
    return job.kinds.batches.get(dotted(generator) or "") if generator is not None else None


def _divided(count: cst.BaseExpression, size: cst.BaseExpression) -> cst.BaseExpression:
    """Returns a count over a size, rounded up."""
    number, by = literal(count), literal(size)
    if isinstance(number, int) and isinstance(by, int) and by > 0:
        return expression(str(math.ceil(number / by)))
    floor = cst.BinaryOperation(
        cst.UnaryOperation(cst.Minus(), bare(count)), cst.FloorDivide(), bare(size)
    )
    return cst.UnaryOperation(cst.Minus(), bare(floor))


def _on_generator(method: str, orders: Sequence[tuple[str, ...]]) -> Rule:
    def rule(job: Job, original: cst.Call, call: cst.Call) -> cst.BaseExpression:
        keywords = {a.keyword.value for a in call.args if a.keyword}
        first = len(orders) > 1 and keywords & (set(orders[1]) - set(orders[0]))
        args = placed(call.args, ("generator", *(orders[1] if first else orders[0])))
        if args is None:
            job.undecided(
                original, "its arguments cannot be told apart", f"`{method}`, with keywords"
            )
            return call
        is_x = [a.keyword is not None and a.keyword.value == "generator" for a in args]
        x = [
            a.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)
            for a, is_ in zip(args, is_x, strict=True)
            if is_
        ]
        rest = [a for a, is_ in zip(args, is_x, strict=True) if not is_]
        func = cst.ensure_type(call.func, cst.Attribute)
        named = with_args(
            call.with_changes(func=func.with_changes(attr=cst.Name(method))), [*x, *rest]
        )
        job.old = True
        generator = bool(x) and job.kinds.of(x[0].value) == GENERATOR
        if method == "fit" and generator and given(named, "shuffle") is None:
            named = with_args(named, [*named.args, keyword("shuffle", expression("False"))])
        return _ordinary(job, original, named, method)

    return rule


def _predicted(job: Job, original: cst.Call, call: cst.Call) -> cst.BaseExpression:
    """Returns the classes that are predicted: the likeliest one, or whether the one is likely."""
    owner = cst.ensure_type(call.func, cst.Attribute).value
    inside = "model.predict(x, batch_size=batch_size, verbose=verbose)"
    one = _is_one(job, owner)
    if one is None:
        job.undecided(
            original, "the number of outputs is not seen: argmax is right for several",
            "for one output, (model.predict(x) > 0.5).astype('int32')",
        )  # fmt: skip
    written = f"({inside} > 0.5).astype('int32')" if one else f"{inside}.argmax(axis=-1)"
    new = filled(job, call, "predict_classes(x, batch_size, verbose)", written, {"model": owner})
    return call if new is None else new


def _is_one(job: Job, owner: cst.BaseExpression) -> bool | None:
    """Returns whether a model has one output; None where it is not seen."""
    name = dotted(owner) or ""
    losses = job.kinds.losses
    loss = losses.get(name) or (next(iter(losses.values())) if len(losses) == 1 else None)
    if loss:
        return {"binary_crossentropy": True}.get(loss, None if "categorical" not in loss else False)
    last = job.kinds.last.get(name)
    units = literal(last.args[0].value) if last and last.args else None
    return units == 1 if isinstance(units, int) else None


def _forgotten(job: Job, original: cst.Call, call: cst.Call) -> cst.BaseExpression:
    """Returns what sets the states of all stateful layers of a model to zero."""
    owner = cst.ensure_type(call.func, cst.Attribute).value
    written = "[layer.reset_state() for layer in model.layers if getattr(layer, 'stateful', False)]"
    return filled(job, call, "reset_states()", written, {"model": owner}) or call


def _probable(job: Job, original: cst.Call, call: cst.Call) -> cst.BaseExpression:
    func = cst.ensure_type(call.func, cst.Attribute)
    return call.with_changes(func=func.with_changes(attr=cst.Name("predict")))


Rule = Callable[[Job, cst.Call, cst.Call], cst.BaseExpression]
RULES: dict[str, Rule] = {
    "fit_generator": _on_generator("fit", (FIT_GENERATOR, FIT_GENERATOR_FIRST)),
    "evaluate_generator": _on_generator("evaluate", (JUDGE_GENERATOR, ("val_samples",))),
    "predict_generator": _on_generator("predict", (JUDGE_GENERATOR, ("val_samples",))),
    "predict_classes": _predicted,
    "predict_proba": _probable,
    "reset_states": _forgotten,
}
DISTINCT = frozenset(RULES) - {"predict_proba", "reset_states"}
"""Methods that nobody but Keras had."""
