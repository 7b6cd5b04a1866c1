"""Optimizers: what `decay=` did is a schedule today."""

from __future__ import annotations

import libcst as cst

from tahr.apps.upgrade.code import (
    UNKNOWN,
    expression,
    given,
    keyword,
    literal,
    renamed,
    with_args,
    without,
)
from tahr.apps.upgrade.job import Job
from tahr.compat.positions import POSITIONS, TELLING
from tahr.compat.today import RATES


def modern(job: Job, original: cst.Call, call: cst.Call, path: str) -> cst.Call:
    """Returns the call of an optimizer with its decay as a schedule.

    Keras 1 and 2 divided the learning rate by `1 + decay * updates`, as InverseTimeDecay does.

    Args:
        job: the rewriting.
        original: the call as it was.
        call: the call, its arguments in today's spelling but for `decay`.
        path: of the optimizer.
    """
    name = path.rpartition(".")[2]
    call = _named(job, original, call, name)
    if name in RATES and not call.args:
        job.doubted(
            original, f"its learning rate is {DEFAULT.get(name, '0.001')} today",
            f"learning_rate={RATES[name]} for that of Keras 1 and 2",
        )  # fmt: skip
    decay = given(call, "decay")
    if decay is None or literal(decay.value) == 0:
        return without(call, ["decay"]) if decay else call
    if job.kinds.sets_rates:
        job.undecided(
            original, "a learning rate that a callback sets cannot decay by itself",
            "let the callback do both", f"decay={job.code(decay.value)}",
        )  # fmt: skip
        return without(call, ["decay"])
    rate = given(call, "learning_rate") or next(
        (a for a in call.args[:1] if a.keyword is None and not a.star), None
    )
    start = rate.value if rate else expression(RATES.get(name, DEFAULT.get(name, "0.001")))
    schedule = cst.Call(
        job.reference("optimizers.schedules.InverseTimeDecay"),
        [
            cst.Arg(start),
            keyword("decay_steps", expression("1")),
            keyword("decay_rate", decay.value),
        ],
    )
    if rate is None:
        return with_args(call, [
            renamed(a, "learning_rate", schedule) if a is decay else a for a in call.args
        ])  # fmt: skip
    left = [a.with_changes(value=schedule) if a is rate else a for a in call.args]
    return without(call.with_changes(args=left), ["decay"])


def _named(job: Job, original: cst.Call, call: cst.Call, name: str) -> cst.Call:
    """Returns the call with names for what stands where another argument stands today."""
    place, tells = TELLING.get(name, (0, None))
    if tells is None or len(call.args) <= place or any(a.keyword or a.star for a in call.args):
        return call
    value, old = literal(call.args[place].value), POSITIONS[name].split()
    if value is UNKNOWN:
        job.undecided(
            original, "Keras 1 and 2 had another order of arguments",
            f"give them by their names; there they were {', '.join(old)}",
        )  # fmt: skip
    if value is UNKNOWN or len(call.args) > len(old) or not tells(value):
        return call
    job.old = True
    first, *rest = call.args
    named = [keyword(word, a.value) for word, a in zip(old[1:], rest, strict=False)]
    return with_args(call, [first, *named])


DEFAULT = {"SGD": "0.01"}
